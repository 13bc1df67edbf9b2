//! How do generators compare with the iterators that a person would write by hand? Sizes, and times as ratios in one run.
//!
//! `cargo run --release --example figures` prints the table. `… --example figures -- triples ours` runs one side of a row
//! and nothing else, so that `valgrind --tool=callgrind` can count its instructions; `none` runs neither.

use std::{env, hint::black_box, time::Instant};

use support::by_hand::{Fibonacci, RunLengths, Triples, chained, fibonacci, run_lengths, triples};

const ROUNDS: usize = 60;

/// What a row does, once with the generator and once by hand.
struct Row {
    name: &'static str,
    ours: fn(&Input) -> u64,
    by_hand: fn(&Input) -> u64,
}

struct Input {
    text: String,
    list: Vec<u64>,
}

const ROWS: [Row; 4] = [
    Row {
        name: "fibonacci",
        ours: |_| each(fibonacci().take(1_000_000), |n| n),
        by_hand: |_| each(Fibonacci::default().take(1_000_000), |n| n),
    },
    Row {
        name: "triples",
        ours: |_| each(triples(black_box(250)), triple),
        by_hand: |_| each(Triples::new(black_box(250)), triple),
    },
    Row {
        name: "run_lengths",
        ours: |input| each(run_lengths(&input.text), run),
        by_hand: |input| each(RunLengths::new(&input.text), run),
    },
    Row {
        name: "chained_sum",
        ours: |input| chained(&input.list, &input.list).sum(),
        by_hand: |input| {
            let mut sum = 0;
            for &item in &input.list {
                sum += item;
            }
            for &item in &input.list {
                sum += item;
            }
            sum
        },
    },
];

fn triple((a, b, c): (u32, u32, u32)) -> u64 {
    u64::from(a ^ b ^ c)
}

fn run((c, count): (char, usize)) -> u64 {
    u64::from(c) ^ count as u64
}

/// Drives an iterator by `for`.
#[inline]
fn each<I: Iterator>(items: I, value: impl Fn(I::Item) -> u64) -> u64 {
    let mut sum = 0_u64;
    for item in items {
        sum = sum.wrapping_add(value(item));
    }
    sum
}

fn seconds(work: fn(&Input) -> u64, input: &Input) -> f64 {
    let start = Instant::now();
    black_box(work(black_box(input)));
    start.elapsed().as_secs_f64()
}

fn table(input: &Input) {
    println!("size in bytes   ours  by hand");
    println!(
        "fibonacci     {:>6}  {:>7}",
        size_of_val(&fibonacci()),
        size_of::<Fibonacci>()
    );
    println!(
        "triples       {:>6}  {:>7}",
        size_of_val(&triples(1)),
        size_of::<Triples>()
    );
    println!(
        "run_lengths   {:>6}  {:>7}",
        size_of_val(&run_lengths("")),
        size_of::<RunLengths>()
    );
    println!("\ntime          ours / by hand, best of {ROUNDS}, taken in turns");
    for row in ROWS {
        assert_eq!((row.ours)(input), (row.by_hand)(input), "{}", row.name);
        let (mut ours, mut by_hand) = (f64::MAX, f64::MAX);
        for _ in 0..ROUNDS {
            ours = ours.min(seconds(row.ours, input));
            by_hand = by_hand.min(seconds(row.by_hand, input));
        }
        println!("{:<12}  {:.2}", row.name, ours / by_hand);
    }
}

fn main() {
    let text = (0..1_000_000_u32)
        .map(|i| char::from(b'a' + (i.wrapping_mul(2_654_435_761) >> 30) as u8))
        .collect();
    let input = Input {
        text,
        list: (0..1_000_000).collect(),
    };
    let mut arguments = env::args().skip(1);
    let Some(name) = arguments.next() else {
        return table(&input);
    };
    let ours = arguments.next().as_deref() == Some("ours");
    for row in ROWS.iter().filter(|row| row.name == name) {
        black_box(if ours { row.ours } else { row.by_hand }(black_box(&input)));
    }
}
