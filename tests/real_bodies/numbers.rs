//! Sequences of numbers.

use std::collections::BTreeSet;

use gen_runtime::{generator, yield_, yield_from};
use support::{by_next, items_of};

/// Eratosthenes, segment by segment.
#[generator]
fn primes() -> impl Iterator<Item = usize> {
    const SEGMENT: usize = 64;
    let mut known = Vec::new();
    for start in (0usize..).step_by(SEGMENT) {
        let mut composite = [false; SEGMENT];
        for &prime in &known {
            let first = usize::max(prime * prime, start.div_ceil(prime) * prime);
            for multiple in (first..start + SEGMENT).step_by(prime) {
                composite[multiple - start] = true;
            }
        }
        for n in start.max(2)..start + SEGMENT {
            if composite[n - start] {
                continue;
            }
            yield_!(n);
            known.push(n);
            for multiple in (n * n..start + SEGMENT).step_by(n) {
                composite[multiple - start] = true;
            }
        }
    }
}

fn is_prime(n: usize) -> bool {
    n > 1
        && (2..)
            .take_while(|d| d * d <= n)
            .all(|d| !n.is_multiple_of(d))
}

#[test]
fn primes_in_segments() {
    let expected: Vec<_> = (0..1000).filter(|&n| is_prime(n)).collect();
    assert_eq!(by_next(&mut primes(), expected.len()), expected);
}

/// Every number's factor with which it was first struck out, in a map that moves along.
#[generator]
fn primes_without_a_limit() -> impl Iterator<Item = u64> {
    let mut next_multiple = std::collections::HashMap::new();
    for n in 2.. {
        match next_multiple.remove(&n) {
            None => {
                yield_!(n);
                next_multiple.insert(n * n, n);
            }
            Some(prime) => {
                let mut multiple = n + prime;
                while next_multiple.contains_key(&multiple) {
                    multiple += prime;
                }
                next_multiple.insert(multiple, prime);
            }
        }
    }
}

#[test]
fn primes_from_a_map() {
    assert_eq!(primes_without_a_limit().nth(167), Some(997));
    assert_eq!(
        by_next(&mut primes_without_a_limit(), 6),
        [2, 3, 5, 7, 11, 13]
    );
}

#[generator]
fn divisors(n: u64) -> impl Iterator<Item = u64> {
    let mut large = Vec::new();
    let mut d = 1;
    while d * d <= n {
        if n % d == 0 {
            yield_!(d);
            if d * d != n {
                large.push(n / d);
            }
        }
        d += 1;
    }
    while let Some(d) = large.pop() {
        yield_!(d);
    }
}

#[test]
fn divisors_in_order() {
    for n in [1, 12, 36, 97] {
        let expected: Vec<_> = (1..=n).filter(|d| n % d == 0).collect();
        assert_eq!(items_of(|| divisors(n)), expected);
    }
}

#[generator]
fn perfect_numbers() -> impl Iterator<Item = u64> {
    for n in 2.. {
        let sum: u64 = divisors(n).filter(|&d| d != n).sum();
        if sum == n {
            yield_!(n);
        }
    }
}

#[test]
fn perfect_numbers_are_the_sum_of_their_parts() {
    assert_eq!(by_next(&mut perfect_numbers(), 3), [6, 28, 496]);
}

#[generator]
fn prime_powers(n: u64) -> impl Iterator<Item = (u64, u32)> {
    let mut rest = n;
    let mut candidate = 2;
    while candidate * candidate <= rest {
        let mut exponent = 0;
        while rest % candidate == 0 {
            rest /= candidate;
            exponent += 1;
        }
        if exponent > 0 {
            yield_!((candidate, exponent));
        }
        candidate += if candidate == 2 { 1 } else { 2 };
    }
    if rest > 1 {
        yield_!((rest, 1));
    }
}

#[test]
fn prime_powers_multiply_to_the_number() {
    assert_eq!(
        items_of(|| prime_powers(5040)),
        [(2, 4), (3, 2), (5, 1), (7, 1)]
    );
    for n in 1..200 {
        assert_eq!(prime_powers(n).map(|(p, e)| p.pow(e)).product::<u64>(), n);
    }
}

#[generator]
fn lcg(seed: u32) -> impl Iterator<Item = u32> {
    let mut x = seed;
    loop {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        yield_!(x);
    }
}

#[test]
fn lcg_of_numerical_recipes() {
    assert_eq!(
        by_next(&mut lcg(0), 4),
        [0x3C6E_F35F, 0x4750_2932, 0xD1CC_F6E9, 0xAAF9_5334]
    );
}

#[generator]
fn xorshift(seed: u32) -> impl Iterator<Item = u32> {
    let mut x = seed;
    loop {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        yield_!(x);
    }
}

#[test]
fn xorshift_of_marsaglia() {
    assert_eq!(xorshift(2_463_534_242).next(), Some(723_471_715));
}

#[generator]
fn mersenne_twister(seed: u32) -> impl Iterator<Item = u32> {
    const N: usize = 624;
    const M: usize = 397;
    let mut words = [0u32; N];
    words[0] = seed;
    for i in 1..N {
        let before = words[i - 1];
        words[i] = 1_812_433_253u32
            .wrapping_mul(before ^ before >> 30)
            .wrapping_add(i as u32);
    }
    loop {
        for i in 0..N {
            let y = words[i] & 0x8000_0000 | words[(i + 1) % N] & 0x7fff_ffff;
            words[i] = words[(i + M) % N] ^ y >> 1 ^ if y & 1 == 1 { 0x9908_b0df } else { 0 };
        }
        for i in 0..N {
            let mut y = words[i];
            y ^= y >> 11;
            y ^= y << 7 & 0x9d2c_5680;
            y ^= y << 15 & 0xefc6_0000;
            yield_!(y ^ y >> 18);
        }
    }
}

#[test]
fn mersenne_twister_as_published() {
    assert_eq!(mersenne_twister(5489).next(), Some(3_499_211_612));
    assert_eq!(mersenne_twister(5489).nth(9999), Some(4_123_659_995));
}

#[generator]
fn continued_fraction(numerator: i64, denominator: i64) -> impl Iterator<Item = i64> {
    let (mut a, mut b) = (numerator, denominator);
    while b != 0 {
        let whole = a.div_euclid(b);
        yield_!(whole);
        (a, b) = (b, a.rem_euclid(b));
    }
}

#[test]
fn continued_fractions_of_ratios() {
    assert_eq!(items_of(|| continued_fraction(415, 93)), [4, 2, 6, 7]);
    assert_eq!(items_of(|| continued_fraction(-3, 2)), [-2, 2]);
}

#[generator]
fn continued_root(n: u64) -> impl Iterator<Item = u64> {
    let root = n.isqrt();
    yield_!(root);
    if root * root == n {
        return;
    }
    let (mut m, mut d, mut a) = (0, 1, root);
    loop {
        m = d * a - m;
        d = (n - m * m) / d;
        a = (root + m) / d;
        yield_!(a);
    }
}

#[generator]
fn convergents(terms: impl Iterator<Item = u64>) -> impl Iterator<Item = (u64, u64)> {
    let (mut p, mut p_before) = (1, 0);
    let (mut q, mut q_before) = (0, 1);
    for a in terms {
        (p, p_before) = (a * p + p_before, p);
        (q, q_before) = (a * q + q_before, q);
        yield_!((p, q));
    }
}

#[test]
fn roots_as_continued_fractions_and_their_convergents() {
    assert_eq!(
        by_next(&mut continued_root(7), 9),
        [2, 1, 1, 1, 4, 1, 1, 1, 4]
    );
    assert_eq!(items_of(|| continued_root(9)), [3]);
    assert_eq!(
        by_next(&mut convergents(continued_root(2)), 5),
        [(1, 1), (3, 2), (7, 5), (17, 12), (41, 29)]
    );
}

#[generator]
fn farey(n: u32) -> impl Iterator<Item = (u32, u32)> {
    let (mut a, mut b, mut c, mut d) = (0, 1, 1, n);
    yield_!((a, b));
    while c <= n {
        let k = (n + b) / d;
        (a, b, c, d) = (c, d, k * c - a, k * d - b);
        yield_!((a, b));
    }
}

#[test]
fn farey_sequence_of_five() {
    assert_eq!(
        items_of(|| farey(5)),
        [
            (0, 1),
            (1, 5),
            (1, 4),
            (1, 3),
            (2, 5),
            (1, 2),
            (3, 5),
            (2, 3),
            (3, 4),
            (4, 5),
            (1, 1)
        ]
    );
}

#[generator]
fn pascal() -> impl Iterator<Item = Vec<u64>> {
    let mut row = vec![1];
    loop {
        yield_!(row.clone());
        let mut next = vec![1];
        next.extend(row.windows(2).map(|pair| pair[0] + pair[1]));
        next.push(1);
        row = next;
    }
}

#[test]
fn rows_of_pascal_sum_to_powers_of_two() {
    assert_eq!(pascal().nth(4), Some(vec![1, 4, 6, 4, 1]));
    for (n, row) in pascal().take(20).enumerate() {
        assert_eq!(row.iter().sum::<u64>(), 1 << n);
    }
}

/// The spigot of Rabinowitz and Wagon for a given number of digits.
#[generator]
fn digits_of_pi(count: usize) -> impl Iterator<Item = u32> {
    let mut array = vec![2u32; count * 10 / 3 + 2];
    let mut nines = 0;
    let mut held = None;
    for _ in 0..=count {
        let mut carry = 0;
        for i in (0..array.len()).rev() {
            let x = array[i] * 10 + carry * (i as u32 + 1);
            let divisor = if i == 0 { 10 } else { 2 * i as u32 + 1 };
            array[i] = x % divisor;
            carry = x / divisor;
        }
        match carry {
            9 => nines += 1,
            10 => {
                yield_!(std::mem::take(&mut held).unwrap_or(0) + 1);
                for _ in 0..std::mem::take(&mut nines) {
                    yield_!(0);
                }
                held = Some(0);
            }
            digit => {
                if let Some(digit) = held {
                    yield_!(digit);
                }
                for _ in 0..nines {
                    yield_!(9);
                }
                nines = 0;
                held = Some(digit);
            }
        }
    }
}

#[test]
fn digits_of_pi_from_a_spigot() {
    let digits: String = digits_of_pi(50).map(|digit| digit.to_string()).collect();
    assert!(digits.starts_with("31415926535897932384626433832795028841971693993"));
}

#[generator]
fn pythagorean_triples(limit: u32) -> impl Iterator<Item = (u32, u32, u32)> {
    for c in 1..=limit {
        for b in 1..c {
            for a in 1..b {
                if a * a + b * b == c * c {
                    yield_!((a, b, c));
                }
            }
        }
    }
}

#[test]
fn pythagorean_triples_up_to_seventeen() {
    assert_eq!(
        items_of(|| pythagorean_triples(17)),
        [(3, 4, 5), (6, 8, 10), (5, 12, 13), (9, 12, 15), (8, 15, 17)]
    );
}

/// The tree of Berggren, from the root down, by a queue.
#[generator]
fn primitive_triples() -> impl Iterator<Item = (i64, i64, i64)> {
    let mut queue = std::collections::VecDeque::from([(3, 4, 5)]);
    while let Some((a, b, c)) = queue.pop_front() {
        yield_!((a, b, c));
        queue.push_back((a - 2 * b + 2 * c, 2 * a - b + 2 * c, 2 * a - 2 * b + 3 * c));
        queue.push_back((a + 2 * b + 2 * c, 2 * a + b + 2 * c, 2 * a + 2 * b + 3 * c));
        queue.push_back((2 * b + 2 * c - a, b + 2 * c - 2 * a, 2 * b + 3 * c - 2 * a));
    }
}

#[test]
fn primitive_triples_are_triples() {
    assert_eq!(
        by_next(&mut primitive_triples(), 4),
        [(3, 4, 5), (5, 12, 13), (21, 20, 29), (15, 8, 17)]
    );
    assert!(
        primitive_triples()
            .take(100)
            .all(|(a, b, c)| a * a + b * b == c * c)
    );
}

#[generator]
fn happy_numbers() -> impl Iterator<Item = u32> {
    for n in 1u32.. {
        let mut seen = BTreeSet::new();
        let mut m = n;
        while m != 1 && seen.insert(m) {
            let mut sum = 0;
            while m > 0 {
                sum += (m % 10).pow(2);
                m /= 10;
            }
            m = sum;
        }
        if m == 1 {
            yield_!(n);
        }
    }
}

#[test]
fn happy_numbers_below_fifty() {
    assert_eq!(
        by_next(&mut happy_numbers(), 11),
        [1, 7, 10, 13, 19, 23, 28, 31, 32, 44, 49]
    );
}

#[generator]
fn look_and_say() -> impl Iterator<Item = String> {
    let mut term = "1".to_owned();
    loop {
        yield_!(term.clone());
        let mut next = String::new();
        let mut digits = term.chars().peekable();
        while let Some(digit) = digits.next() {
            let mut count = 1;
            while digits.next_if_eq(&digit).is_some() {
                count += 1;
            }
            next += &count.to_string();
            next.push(digit);
        }
        term = next;
    }
}

#[test]
fn look_and_say_describes_itself() {
    assert_eq!(
        by_next(&mut look_and_say(), 6),
        ["1", "11", "21", "1211", "111221", "312211"]
    );
}

#[generator]
fn stern_brocot(depth: u32) -> Box<dyn Iterator<Item = (u32, u32)>> {
    #[generator]
    fn between(
        left: (u32, u32),
        right: (u32, u32),
        depth: u32,
    ) -> Box<dyn Iterator<Item = (u32, u32)>> {
        if depth == 0 {
            return;
        }
        let middle = (left.0 + right.0, left.1 + right.1);
        yield_from!(between(left, middle, depth - 1));
        yield_!(middle);
        yield_from!(between(middle, right, depth - 1));
    }
    yield_from!(between((0, 1), (1, 0), depth));
}

#[test]
fn stern_brocot_in_order_is_sorted() {
    assert_eq!(
        items_of(|| stern_brocot(3)),
        [(1, 3), (1, 2), (2, 3), (1, 1), (3, 2), (2, 1), (3, 1)]
    );
    assert!(stern_brocot(8).is_sorted_by(|a, b| a.0 * b.1 < b.0 * a.1));
}

#[generator]
fn egyptian(numerator: u64, denominator: u64) -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (numerator, denominator);
    while a > 0 {
        let unit = b.div_ceil(a);
        yield_!(unit);
        (a, b) = (a * unit - b, b * unit);
    }
}

#[test]
fn egyptian_fractions_sum_to_the_ratio() {
    assert_eq!(items_of(|| egyptian(7, 15)), [3, 8, 120]);
    assert_eq!(items_of(|| egyptian(5, 6)), [2, 3]);
}

#[generator]
fn digits(n: u64, base: u64) -> impl Iterator<Item = u64> {
    let mut place = 1;
    while n / place >= base {
        place *= base;
    }
    let mut rest = n;
    while place > 0 {
        yield_!(rest / place);
        rest %= place;
        place /= base;
    }
}

#[test]
fn digits_from_the_left() {
    assert_eq!(items_of(|| digits(1305, 10)), [1, 3, 0, 5]);
    assert_eq!(items_of(|| digits(0, 2)), [0]);
    let binary: String = digits(77, 2).map(|digit| digit.to_string()).collect();
    assert_eq!(binary, format!("{:b}", 77));
}

#[generator]
fn totients(limit: usize) -> impl Iterator<Item = usize> {
    let mut phi: Vec<_> = (0..=limit).collect();
    for n in 1..=limit {
        if n > 1 && phi[n] == n {
            for multiple in (n..=limit).step_by(n) {
                phi[multiple] -= phi[multiple] / n;
            }
        }
        yield_!(phi[n]);
    }
}

#[test]
fn totients_by_a_sieve() {
    fn gcd(a: usize, b: usize) -> usize {
        if b == 0 { a } else { gcd(b, a % b) }
    }
    let expected: Vec<_> = (1..=30)
        .map(|n| (1..=n).filter(|&m| gcd(n, m) == 1).count())
        .collect();
    assert_eq!(items_of(|| totients(30)), expected);
}

#[generator]
fn van_der_corput(base: u32) -> impl Iterator<Item = f64> {
    for n in 1u32.. {
        let (mut rest, mut fraction, mut value) = (n, 1.0, 0.0);
        while rest > 0 {
            fraction /= f64::from(base);
            value += fraction * f64::from(rest % base);
            rest /= base;
        }
        yield_!(value);
    }
}

#[test]
fn van_der_corput_fills_the_interval() {
    assert_eq!(
        by_next(&mut van_der_corput(2), 7),
        [0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]
    );
}

#[generator]
fn kolakoski() -> impl Iterator<Item = usize> {
    let mut known = vec![1, 2, 2];
    yield_from!([1, 2, 2]);
    let mut read = 2;
    let mut symbol = 1;
    loop {
        for _ in 0..known[read] {
            yield_!(symbol);
            known.push(symbol);
        }
        symbol = 3 - symbol;
        read += 1;
    }
}

#[test]
fn kolakoski_counts_its_own_runs() {
    let start = by_next(&mut kolakoski(), 200);
    assert_eq!(start[..12], [1, 2, 2, 1, 1, 2, 1, 2, 2, 1, 2, 2]);
    let runs: Vec<_> = start.chunk_by(|a, b| a == b).map(<[_]>::len).collect();
    assert!(start.starts_with(&runs[..runs.len() - 1]));
}

#[generator]
fn recaman() -> impl Iterator<Item = u32> {
    let mut seen = BTreeSet::new();
    let mut here = 0u32;
    for step in 1.. {
        yield_!(here);
        seen.insert(here);
        here = match here.checked_sub(step) {
            Some(back) if !seen.contains(&back) => back,
            _ => here + step,
        };
    }
}

#[test]
fn recaman_goes_back_where_it_can() {
    assert_eq!(
        by_next(&mut recaman(), 12),
        [0, 1, 3, 6, 2, 7, 13, 20, 12, 21, 11, 22]
    );
}

#[generator]
fn hofstadter_q() -> impl Iterator<Item = usize> {
    let mut q = vec![0, 1, 1];
    yield_!(1);
    yield_!(1);
    for n in 3.. {
        let value = q[n - q[n - 1]] + q[n - q[n - 2]];
        q.push(value);
        yield_!(value);
    }
}

#[test]
fn hofstadter_q_refers_to_itself() {
    assert_eq!(
        by_next(&mut hofstadter_q(), 12),
        [1, 1, 2, 3, 3, 4, 5, 5, 6, 6, 6, 8]
    );
}

#[generator]
fn newton(n: f64, start: f64) -> impl Iterator<Item = f64> {
    let mut x = start;
    loop {
        let next = f64::midpoint(x, n / x);
        if (next - x).abs() < 1e-12 {
            return;
        }
        yield_!(next);
        x = next;
    }
}

#[test]
fn newton_comes_to_the_root_and_stops() {
    let last = newton(2.0, 1.0).last().unwrap();
    assert!((last - 2f64.sqrt()).abs() < 1e-9);
    assert!(newton(2.0, 1.0).count() < 10);
}
