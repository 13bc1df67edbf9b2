//! Control flow: branches, matches, loops, jumps, and blocks that yield on the way to a value.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use gen_runtime::{generator, yield_};
use support::{Log, items_of, log_of};

#[derive(Clone, Copy)]
enum Mode {
    A,
    B,
}

#[test]
fn if_else_with_yields_in_both_branches() {
    #[generator]
    fn parity(limit: u32) -> impl Iterator<Item = String> {
        let mut n = 0;
        while n < limit {
            if n % 2 == 0 {
                yield_!(format!("{n} even"));
            } else {
                yield_!(format!("{n} odd"));
            }
            n += 1;
        }
    }
    assert_eq!(items_of(|| parity(3)), ["0 even", "1 odd", "2 even"]);
}

#[test]
fn if_without_else_and_else_if_chain() {
    #[generator]
    fn size(n: u32) -> impl Iterator<Item = &'static str> {
        if n > 100 {
            yield_!("warning");
        }
        if n < 10 {
            yield_!("small");
        } else if n < 100 {
            yield_!("medium");
        } else {
            yield_!("large");
        }
        yield_!("end");
    }
    assert_eq!(items_of(|| size(5)), ["small", "end"]);
    assert_eq!(items_of(|| size(50)), ["medium", "end"]);
    assert_eq!(items_of(|| size(500)), ["warning", "large", "end"]);
}

#[test]
fn if_let_binds_by_move() {
    #[generator]
    fn words(name: Option<String>) -> impl Iterator<Item = String> {
        if let Some(mut name) = name {
            yield_!(name.clone());
            name.push('!');
            yield_!(name);
        } else {
            yield_!("nobody".to_string());
        }
    }
    assert_eq!(items_of(|| words(Some("Ann".to_string()))), ["Ann", "Ann!"]);
    assert_eq!(items_of(|| words(None)), ["nobody"]);
}

#[test]
fn if_let_else_if_let() {
    #[generator]
    fn either(a: Option<u8>, b: Result<u8, char>) -> impl Iterator<Item = String> {
        if let Some(n) = a {
            yield_!(format!("a {n}"));
        } else if let Ok(n) = b {
            yield_!(format!("b {n}"));
        } else if let Err(c) = b {
            yield_!(format!("no {c}"));
        }
    }
    assert_eq!(items_of(|| either(Some(1), Ok(2))), ["a 1"]);
    assert_eq!(items_of(|| either(None, Ok(2))), ["b 2"]);
    assert_eq!(items_of(|| either(None, Err('c'))), ["no c"]);
}

#[test]
fn let_chains() {
    #[generator]
    fn chain(a: Option<u32>, b: &str) -> impl Iterator<Item = u32> {
        if let Some(n) = a
            && n > 1
            && let Ok(m) = b.parse::<u32>()
        {
            yield_!(n);
            yield_!(m);
        } else {
            yield_!(0);
        }
    }
    assert_eq!(items_of(|| chain(Some(2), "3")), [2, 3]);
    assert_eq!(items_of(|| chain(Some(1), "3")), [0]);
    assert_eq!(items_of(|| chain(Some(2), "x")), [0]);
    assert_eq!(items_of(|| chain(None, "3")), [0]);
}

#[test]
fn let_chain_in_a_while() {
    #[generator]
    fn leading_digits(text: &str) -> impl Iterator<Item = u32> {
        let mut rest = text.chars();
        while let Some(c) = rest.next()
            && let Some(digit) = c.to_digit(10)
        {
            yield_!(digit);
        }
        yield_!(rest.count() as u32);
    }
    assert_eq!(items_of(|| leading_digits("12abc3")), [1, 2, 3]);
}

#[test]
fn match_with_literals_ranges_and_alternatives() {
    #[generator]
    fn kinds(text: &str) -> impl Iterator<Item = &'static str> {
        for c in text.chars() {
            match c {
                'x' => yield_!("the x"),
                '0'..='9' => {
                    yield_!("digit");
                }
                ' ' | '\t' => {}
                _ => yield_!("other"),
            }
        }
    }
    assert_eq!(items_of(|| kinds("x 1?")), ["the x", "digit", "other"]);
}

#[test]
fn match_guards_see_the_bindings() {
    #[generator]
    fn classify(list: Vec<Option<i32>>) -> impl Iterator<Item = String> {
        for entry in list {
            match entry {
                Some(n) if n < 0 => yield_!(format!("negative {n}")),
                Some(n @ (1 | 2)) => yield_!(format!("low {n}")),
                Some(n) if n % 2 == 0 => {
                    yield_!(format!("even {n}"));
                    yield_!(format!("half {}", n / 2));
                }
                Some(_) | None => yield_!("?".to_string()),
            }
        }
    }
    assert_eq!(
        items_of(|| classify(vec![Some(-1), Some(2), Some(4), Some(5), None])),
        ["negative -1", "low 2", "even 4", "half 2", "?", "?"]
    );
}

#[test]
fn match_binding_by_move() {
    enum Shape {
        Named(String, Vec<u8>),
        Empty,
    }
    #[generator]
    fn parts(shape: Shape) -> impl Iterator<Item = String> {
        match shape {
            Shape::Named(name, list) => {
                yield_!(name);
                for n in list {
                    yield_!(n.to_string());
                }
            }
            Shape::Empty => yield_!("empty".to_string()),
        }
        yield_!("end".to_string());
    }
    assert_eq!(
        items_of(|| parts(Shape::Named("n".to_string(), vec![1, 2]))),
        ["n", "1", "2", "end"]
    );
    assert_eq!(items_of(|| parts(Shape::Empty)), ["empty", "end"]);
}

#[test]
fn match_binding_by_copy_leaves_the_scrutinee_usable() {
    #[generator]
    fn twice(pair: (u8, Option<u8>)) -> impl Iterator<Item = u8> {
        match pair {
            (a, Some(b)) => {
                yield_!(a + b);
                yield_!(pair.0);
            }
            (a, None) => yield_!(a),
        }
        yield_!(pair.1.unwrap_or(99));
    }
    assert_eq!(items_of(|| twice((1, Some(2)))), [3, 1, 2]);
    assert_eq!(items_of(|| twice((1, None))), [1, 99]);
}

#[test]
fn match_binding_by_reference_through_an_argument() {
    #[generator]
    fn fields(entry: &Option<(String, u8)>) -> impl Iterator<Item = String> {
        match entry {
            Some((name, n)) if *n > 0 => {
                yield_!(name.clone());
                yield_!(format!("{name}{n}"));
            }
            Some((name, _)) => yield_!(name.to_uppercase()),
            None => {}
        }
    }
    let (some, zero) = (Some(("a".to_string(), 1)), Some(("b".to_string(), 0)));
    assert_eq!(items_of(|| fields(&some)), ["a", "a1"]);
    assert_eq!(items_of(|| fields(&zero)), ["B"]);
    assert_eq!(items_of(|| fields(&None)), [""; 0]);
}

#[test]
fn match_binding_by_mutable_reference() {
    #[generator]
    fn bump(slot: &mut Option<u32>) -> impl Iterator<Item = u32> {
        match slot {
            Some(n) => {
                *n += 1;
                yield_!(*n);
                *n += 1;
                yield_!(*n);
            }
            none => *none = Some(10),
        }
    }
    let mut slot = Some(1);
    assert_eq!(bump(&mut slot).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(slot, Some(3));
    slot = None;
    assert_eq!(bump(&mut slot).sum::<u32>(), 0);
    assert_eq!(slot, Some(10));
}

#[test]
fn a_match_without_a_yield_that_borrows_a_local() {
    #[generator]
    fn lengths() -> impl Iterator<Item = usize> {
        let mut words = vec![String::from("ab")];
        for _ in 0..2 {
            let longest = match &words[..] {
                [] => 0,
                [first, ..] => first.len(),
            };
            yield_!(longest);
            match words.first_mut() {
                Some(word) => word.push('c'),
                None => return,
            }
        }
    }
    assert_eq!(items_of(lengths), [2, 3]);
}

#[test]
fn a_match_that_diverges_in_an_arm() {
    #[generator]
    fn until_none(list: Vec<Option<u8>>) -> impl Iterator<Item = u8> {
        for entry in list {
            let n = match entry {
                Some(0) => continue,
                Some(9) => break,
                Some(n) => n,
                None => return,
            };
            yield_!(n);
        }
        yield_!(100);
    }
    assert_eq!(
        items_of(|| until_none(vec![Some(1), Some(0), Some(2), None, Some(3)])),
        [1, 2]
    );
    assert_eq!(
        items_of(|| until_none(vec![Some(1), Some(9), Some(2)])),
        [1, 100]
    );
}

#[test]
fn an_endless_loop() {
    #[generator]
    fn fibonacci() -> impl Iterator<Item = u64> {
        let (mut a, mut b) = (0, 1);
        loop {
            yield_!(a);
            (a, b) = (b, a + b);
        }
    }
    assert_eq!(
        fibonacci().take(10).collect::<Vec<_>>(),
        [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    );
    assert_eq!(fibonacci().skip(89).next(), Some(1_779_979_416_004_714_189));
}

#[test]
fn while_with_a_yield_at_either_end() {
    #[generator]
    fn count(limit: u32) -> impl Iterator<Item = u32> {
        let mut n = 0;
        while n < limit {
            yield_!(n);
            n += 1;
        }
        while n > 0 {
            n -= 1;
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| count(2)), [0, 1, 1, 0]);
    assert_eq!(items_of(|| count(0)), []);
}

#[test]
fn while_let_pops_a_stack() {
    #[generator]
    fn depth_first(root: u32) -> impl Iterator<Item = u32> {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            yield_!(node);
            if node < 4 {
                stack.push(2 * node + 1);
                stack.push(2 * node);
            }
        }
    }
    assert_eq!(items_of(|| depth_first(1)), [1, 2, 4, 5, 3, 6, 7]);
}

#[test]
fn for_over_ranges_tuples_and_patterns() {
    #[generator]
    fn pairs(list: Vec<(u32, char)>) -> impl Iterator<Item = String> {
        for i in 0..2 {
            yield_!(format!("{i}"));
        }
        for (i, (n, c)) in list.into_iter().enumerate() {
            yield_!(format!("{i}{n}{c}"));
        }
        for _ in (1..=2).rev() {
            yield_!("_".to_string());
        }
    }
    assert_eq!(
        items_of(|| pairs(vec![(7, 'a'), (8, 'b')])),
        ["0", "1", "07a", "18b", "_", "_"]
    );
}

#[test]
fn for_without_a_yield_stays_a_loop() {
    #[generator]
    fn sums(rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
        for row in rows {
            let mut sum = 0;
            for n in &row {
                if *n == 0 {
                    continue;
                }
                if *n == 9 {
                    break;
                }
                sum += n;
            }
            yield_!(sum);
        }
    }
    assert_eq!(
        items_of(|| sums(vec![vec![1, 2], vec![], vec![0, 4, 9, 5]])),
        [3, 0, 4]
    );
}

#[test]
fn a_mutable_loop_variable() {
    #[generator]
    fn collatz(seeds: Vec<u32>) -> impl Iterator<Item = u32> {
        for mut n in seeds {
            while n != 1 {
                yield_!(n);
                n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
            }
        }
    }
    assert_eq!(
        items_of(|| collatz(vec![4, 3])),
        [4, 2, 3, 10, 5, 16, 8, 4, 2]
    );
}

#[test]
fn nested_loops() {
    #[generator]
    fn triangle(n: u32) -> impl Iterator<Item = (u32, u32)> {
        for i in 0..n {
            for j in 0..i {
                yield_!((i, j));
            }
        }
    }
    assert_eq!(items_of(|| triangle(3)), [(1, 0), (2, 0), (2, 1)]);
}

#[test]
fn labelled_break_and_continue() {
    #[generator]
    fn primes(limit: u32) -> impl Iterator<Item = u32> {
        'candidates: for n in 2.. {
            let mut d = 2;
            'divisors: loop {
                if n >= limit {
                    break 'candidates;
                }
                if d * d > n {
                    break 'divisors;
                }
                if n % d == 0 {
                    continue 'candidates;
                }
                d += 1;
            }
            yield_!(n);
        }
        yield_!(0);
    }
    assert_eq!(items_of(|| primes(20)), [2, 3, 5, 7, 11, 13, 17, 19, 0]);
}

#[test]
fn a_label_can_be_used_again() {
    #[generator]
    fn twice() -> impl Iterator<Item = u32> {
        'a: for i in 0..5 {
            yield_!(i);
            if i == 1 {
                break 'a;
            }
        }
        'a: for i in 10..13 {
            if i == 11 {
                continue 'a;
            }
            yield_!(i);
        }
    }
    assert_eq!(items_of(twice), [0, 1, 10, 12]);
}

#[test]
fn break_and_continue_in_a_native_inner_loop() {
    #[generator]
    fn filtered(rows: Vec<Vec<i32>>) -> impl Iterator<Item = i32> {
        'rows: for row in rows {
            for n in &row {
                if *n < 0 {
                    continue 'rows;
                }
                if *n > 99 {
                    break 'rows;
                }
            }
            yield_!(row.len() as i32);
        }
        yield_!(-1);
    }
    assert_eq!(
        items_of(|| filtered(vec![vec![1], vec![1, -1], vec![1, 2], vec![100], vec![3]])),
        [1, 2, -1]
    );
}

#[test]
fn continue_in_a_while_tests_the_condition_again() {
    #[generator]
    fn odd(limit: u32) -> impl Iterator<Item = u32> {
        let mut n = 0;
        while n < limit {
            n += 1;
            if n % 2 == 0 {
                continue;
            }
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| odd(6)), [1, 3, 5]);
}

#[test]
fn break_with_a_value_out_of_a_loop() {
    #[generator]
    fn search(limit: u32) -> impl Iterator<Item = u32> {
        let mut n = 1;
        let found = loop {
            yield_!(n);
            n *= 3;
            if n > limit {
                break n;
            }
        };
        yield_!(found + 1000);
    }
    assert_eq!(items_of(|| search(10)), [1, 3, 9, 1027]);
}

#[test]
fn break_with_a_value_out_of_a_labelled_block() {
    #[generator]
    fn lookup(key: u32) -> impl Iterator<Item = String> {
        let text = 'found: {
            if key == 0 {
                break 'found "zero".to_string();
            }
            yield_!("slow".to_string());
            if key == 1 {
                break 'found String::from("one");
            }
            key.to_string()
        };
        yield_!(text);
    }
    assert_eq!(items_of(|| lookup(0)), ["zero"]);
    assert_eq!(items_of(|| lookup(1)), ["slow", "one"]);
    assert_eq!(items_of(|| lookup(2)), ["slow", "2"]);
}

#[test]
fn break_with_a_value_through_two_loops() {
    #[generator]
    fn search(rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
        let mut y = 0;
        let (x, y) = 'search: loop {
            for x in 0..rows[y].len() {
                yield_!(rows[y][x]);
                if rows[y][x] == 7 {
                    break 'search (x, y);
                }
            }
            y += 1;
        };
        yield_!(100 * y as u32 + x as u32);
    }
    assert_eq!(
        items_of(|| search(vec![vec![1, 2], vec![3, 7, 8]])),
        [1, 2, 3, 7, 101]
    );
}

#[test]
fn a_match_that_yields_on_the_way_to_a_value() {
    #[generator]
    fn value(mode: Mode) -> impl Iterator<Item = u32> {
        let v = match mode {
            Mode::A => {
                yield_!(0);
                1
            }
            Mode::B => 2,
        };
        yield_!(v);
    }
    assert_eq!(items_of(|| value(Mode::A)), [0, 1]);
    assert_eq!(items_of(|| value(Mode::B)), [2]);
}

#[test]
fn an_if_that_yields_on_the_way_to_an_assigned_value() {
    #[generator]
    fn value(flag: bool) -> impl Iterator<Item = u32> {
        let mut x = 10;
        yield_!(x);
        x = if flag {
            yield_!(1);
            2
        } else {
            3
        };
        yield_!(x);
        let more = if flag {
            40
        } else {
            yield_!(4);
            50
        };
        yield_!(x + more);
    }
    assert_eq!(items_of(|| value(true)), [10, 1, 2, 42]);
    assert_eq!(items_of(|| value(false)), [10, 3, 4, 53]);
}

#[test]
fn nested_value_blocks() {
    #[generator]
    fn value(mode: Mode, flag: bool) -> impl Iterator<Item = String> {
        let text = if flag {
            match mode {
                Mode::A => {
                    yield_!("flag A".to_string());
                    let inner = {
                        yield_!("inner".to_string());
                        "a"
                    };
                    inner.repeat(2)
                }
                Mode::B => "b".to_string(),
            }
        } else if let Mode::A = mode {
            yield_!("A".to_string());
            "-".to_string()
        } else {
            return;
        };
        yield_!(text);
    }
    assert_eq!(items_of(|| value(Mode::A, true)), ["flag A", "inner", "aa"]);
    assert_eq!(items_of(|| value(Mode::B, true)), ["b"]);
    assert_eq!(items_of(|| value(Mode::A, false)), ["A", "-"]);
    assert_eq!(items_of(|| value(Mode::B, false)), [""; 0]);
}

#[test]
fn a_value_block_that_moves_what_it_bound() {
    #[generator]
    fn value(entry: Option<Vec<String>>) -> impl Iterator<Item = String> {
        let mut list = match entry {
            Some(list) => {
                yield_!(format!("{} given", list.len()));
                list
            }
            None => vec![],
        };
        list.push("last".to_string());
        for word in list {
            yield_!(word);
        }
    }
    assert_eq!(
        items_of(|| value(Some(vec!["a".to_string()]))),
        ["1 given", "a", "last"]
    );
    assert_eq!(items_of(|| value(None)), ["last"]);
}

#[test]
fn early_return_ends_it_for_good() {
    #[generator]
    fn until(limit: u32) -> impl Iterator<Item = u32> {
        for n in 1.. {
            if n > limit {
                return;
            }
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| until(3)), [1, 2, 3]);
    assert_eq!(items_of(|| until(0)), []);
}

#[test]
fn return_as_an_expression() {
    #[generator]
    fn halves(n: u32) -> impl Iterator<Item = u32> {
        let mut n = n;
        loop {
            yield_!(n);
            n = if n > 2 { n - 2 } else { return };
        }
    }
    assert_eq!(items_of(|| halves(5)), [5, 3, 1]);
}

#[test]
fn a_tail_expression_that_diverges() {
    #[generator]
    fn tail(n: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
        if n == 0 {
            return;
        }
        yield_!(n + 1);
        return;
    }
    assert_eq!(items_of(|| tail(0)), [0]);
    assert_eq!(items_of(|| tail(1)), [1, 2]);
}

#[test]
fn a_match_or_if_as_the_tail() {
    #[generator]
    fn tail(mode: Mode, flag: bool) -> impl Iterator<Item = u8> {
        yield_!(0);
        match mode {
            Mode::A => yield_!(1),
            Mode::B => {
                if flag {
                    yield_!(2);
                    yield_!(3)
                }
            }
        }
    }
    assert_eq!(items_of(|| tail(Mode::A, true)), [0, 1]);
    assert_eq!(items_of(|| tail(Mode::B, true)), [0, 2, 3]);
    assert_eq!(items_of(|| tail(Mode::B, false)), [0]);
}

#[test]
fn unreachable_code_after_an_endless_loop_is_not_needed() {
    #[generator]
    fn alternate() -> impl Iterator<Item = bool> {
        let mut flag = false;
        loop {
            loop {
                if flag {
                    break;
                }
                yield_!(flag);
                flag = !flag;
            }
            yield_!(flag);
            flag = !flag;
        }
    }
    assert_eq!(
        alternate().take(4).collect::<Vec<_>>(),
        [false, true, false, true]
    );
}

#[test]
fn loops_in_sequence_share_names() {
    #[generator]
    fn twice(list: Vec<u8>) -> impl Iterator<Item = u8> {
        for n in list.iter().copied().collect::<Vec<_>>() {
            yield_!(n);
        }
        for n in list.into_iter().rev() {
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| twice(vec![1, 2])), [1, 2, 2, 1]);
}

#[test]
fn a_macro_need_not_come_to_a_jump_in_its_arguments() {
    macro_rules! or {
        ($value:expr, $otherwise:expr) => {
            match $value {
                Some(value) => value,
                None => $otherwise,
            }
        };
    }
    #[generator]
    fn items(list: Vec<u8>, last: Option<u8>) -> impl Iterator<Item = u8> {
        let mut list = list.into_iter();
        loop {
            let n = or!(list.next(), break);
            let n = or!(n.checked_sub(1), continue);
            yield_!(n);
        }
        yield_!(or!(last, return));
        yield_!(0);
    }
    assert_eq!(items_of(|| items(vec![4, 0, 5], Some(9))), [3, 4, 9, 0]);
    assert_eq!(items_of(|| items(vec![4, 0, 5], None)), [3, 4]);
}

#[test]
fn a_jump_with_the_label_of_a_while_in_its_condition() {
    #[generator]
    fn numbers(log: Log) -> impl Iterator<Item = u32> {
        let mut i = 0;
        'a: while let Some(x) = {
            let _round = log.noisy("round");
            i += 1;
            if i == 2 {
                continue 'a;
            }
            if i > 3 {
                break 'a;
            }
            Some(i)
        } {
            yield_!(x);
        }
        'b: while {
            if i > 4 {
                yield_!(10);
                break 'b;
            }
            i += 1;
            if i == 5 {
                continue 'b;
            }
            true
        } {}
        'c: loop {
            'a: while i < 20 && {
                i += 1;
                if i == 8 {
                    break 'a;
                }
                if i == 10 {
                    break 'c;
                }
                true
            } {
                yield_!(i);
            }
            yield_!(30);
        }
    }
    let said = ["drop round", "drop round", "drop round", "drop round"];
    let all = log_of(numbers);
    let (drops, items): (Vec<_>, Vec<_>) = all.iter().partition(|line| line.starts_with("drop"));
    assert_eq!(drops, said);
    assert_eq!(
        items,
        [
            "item 1", "item 3", "item 10", "item 6", "item 7", "item 30", "item 9"
        ]
    );
}
