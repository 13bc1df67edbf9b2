//! Statements: `let` in all its forms, assignment, blocks, shadowing, items.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, items_of, log_of, log_of_first};

struct Point {
    x: i32,
    y: i32,
}

#[test]
fn an_empty_body_has_no_items() {
    #[generator]
    fn nothing() -> impl Iterator<Item = u8> {}
    assert_eq!(items_of(nothing), []);
}

#[test]
fn a_body_without_a_yield_still_runs_at_the_first_next() {
    #[generator]
    fn silent(log: support::Log) -> impl Iterator<Item = u8> {
        log.say("ran");
    }
    assert_eq!(log_of(silent), ["ran"]);
}

#[test]
fn yield_as_a_tail_expression() {
    #[generator]
    fn one() -> impl Iterator<Item = u8> {
        yield_!(1)
    }
    assert_eq!(items_of(one), [1]);
}

#[test]
fn yield_without_an_operand_is_a_unit() {
    #[generator]
    fn ticks() -> impl Iterator<Item = ()> {
        yield_!();
        yield_!(());
    }
    assert_eq!(items_of(ticks), [(), ()]);
}

#[test]
fn yield_is_an_expression_of_type_unit() {
    #[generator]
    fn units() -> impl Iterator<Item = u8> {
        let unit = yield_!(1);
        assert_eq!(unit, ());
        let () = yield_!(2);
    }
    assert_eq!(items_of(units), [1, 2]);
}

#[test]
fn yield_with_every_delimiter() {
    #[generator]
    fn three() -> impl Iterator<Item = u8> {
        yield_!(1);
        yield_![2];
        yield_! { 3 }
    }
    assert_eq!(items_of(three), [1, 2, 3]);
}

#[test]
fn yield_by_its_path() {
    #[gen_runtime::generator]
    fn two() -> impl Iterator<Item = u8> {
        gen_runtime::yield_!(1);
        ::gen_runtime::yield_!(2);
    }
    assert_eq!(items_of(two), [1, 2]);
}

#[test]
fn let_with_a_tuple_pattern() {
    #[generator]
    fn pair() -> impl Iterator<Item = u32> {
        let (a, mut b) = (1, 2);
        yield_!(a);
        b += a;
        yield_!(b);
    }
    assert_eq!(items_of(pair), [1, 3]);
}

#[test]
fn let_with_struct_slice_and_nested_patterns() {
    #[generator]
    fn parts() -> impl Iterator<Item = i32> {
        let Point { x, y: height } = Point { x: 1, y: 2 };
        let [first, .., last] = [10, 11, 12, 13];
        let (Ok(inner) | Err(inner), _) = (if x > 0 { Ok(7) } else { Err(8) }, 0);
        yield_!(x);
        yield_!(height + first);
        yield_!(last + inner);
    }
    assert_eq!(items_of(parts), [1, 12, 20]);
}

#[test]
fn let_with_an_at_pattern() {
    #[generator]
    fn whole_and_part() -> impl Iterator<Item = (u8, u8)> {
        let pair @ (first, _) = (1, 2);
        yield_!(pair);
        yield_!((first, pair.1));
    }
    assert_eq!(items_of(whole_and_part), [(1, 2), (1, 2)]);
}

#[test]
fn let_with_ref_patterns() {
    #[generator]
    fn lengths(text: &(String, u8)) -> impl Iterator<Item = usize> {
        let (ref word, n) = *text;
        yield_!(word.len());
        let &(ref again, _) = text;
        yield_!(again.len() + usize::from(n));
    }
    let text = ("four".to_string(), 1);
    assert_eq!(items_of(|| lengths(&text)), [4, 5]);
}

#[test]
fn let_with_a_written_type() {
    #[generator]
    fn typed() -> impl Iterator<Item = u64> {
        let n: u64 = "12".parse().unwrap();
        let list: Vec<_> = (0..n).collect();
        yield_!(n);
        yield_!(list.len() as u64);
    }
    assert_eq!(items_of(typed), [12, 12]);
}

#[test]
fn let_underscore_binds_nothing_and_drops_at_once() {
    #[generator]
    fn ignored(log: support::Log) -> impl Iterator<Item = u8> {
        let _ = log.noisy("ignored");
        let _kept = log.noisy("kept");
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(ignored),
        ["drop ignored", "item 1", "end", "drop kept"]
    );
}

#[test]
fn let_else_that_returns() {
    #[generator]
    fn until_bad(words: &[&str]) -> impl Iterator<Item = u32> {
        let [first, second] = words else { return };
        let Ok(n) = first.parse() else { return };
        yield_!(n);
        let Ok(m) = second.parse::<u32>() else {
            return;
        };
        yield_!(n + m);
    }
    assert_eq!(items_of(|| until_bad(&["1", "2"])), [1, 3]);
    assert_eq!(items_of(|| until_bad(&["1", "x"])), [1]);
    assert_eq!(items_of(|| until_bad(&["x", "2"])), []);
    assert_eq!(items_of(|| until_bad(&["1"])), []);
}

#[test]
fn let_else_with_a_yield_in_the_else() {
    #[generator]
    fn numbers(words: Vec<&str>) -> impl Iterator<Item = i32> {
        for word in words {
            let Ok(n) = word.parse() else {
                yield_!(-1);
                continue;
            };
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| numbers(vec!["1", "x", "3"])), [1, -1, 3]);
}

#[test]
fn assignments_plain_compound_and_destructuring() {
    #[generator]
    fn updates() -> impl Iterator<Item = u32> {
        let mut a = 1;
        let mut b = 2;
        yield_!(a);
        a = 5;
        yield_!(a + b);
        b *= a;
        yield_!(b);
        (a, b) = (b, a);
        yield_!(a - b);
        [a, _] = [7, 8];
        yield_!(a);
    }
    assert_eq!(items_of(updates), [1, 7, 10, 5, 7]);
}

#[test]
fn assignments_to_fields_elements_and_references() {
    #[generator]
    fn places(total: &mut i32) -> impl Iterator<Item = i32> {
        let mut point = Point { x: 1, y: 2 };
        let mut row = [1, 2, 3];
        point.x += 10;
        yield_!(point.x);
        row[1] = point.x + point.y;
        yield_!(row[1]);
        point.y = row.iter().sum();
        *total += point.y;
        yield_!(*total);
    }
    let mut total = 100;
    assert_eq!(places(&mut total).collect::<Vec<_>>(), [11, 13, 117]);
    assert_eq!(total, 117);
}

#[test]
fn nested_blocks_end_their_locals() {
    #[generator]
    fn nested(log: support::Log) -> impl Iterator<Item = u8> {
        let _outer = log.noisy("outer");
        {
            let _inner = log.noisy("inner");
            yield_!(1);
            {
                yield_!(2);
                let _innermost = log.noisy("innermost");
            }
        }
        yield_!(3);
    }
    assert_eq!(
        log_of(nested),
        [
            "item 1",
            "item 2",
            "drop innermost",
            "drop inner",
            "item 3",
            "drop outer"
        ]
    );
}

#[test]
fn shadowing_in_the_same_scope() {
    #[generator]
    fn shadows() -> impl Iterator<Item = String> {
        let x = 1;
        yield_!(x.to_string());
        let x = format!("{x}{x}");
        yield_!(x.clone());
        let x = x.len();
        yield_!(x.to_string());
        let x = x + 1;
        yield_!(format!("{x}"));
    }
    assert_eq!(items_of(shadows), ["1", "11", "2", "3"]);
}

#[test]
fn shadowing_in_an_inner_scope_ends_with_it() {
    #[generator]
    fn shadows() -> impl Iterator<Item = &'static str> {
        let x = "outer";
        yield_!(x);
        {
            let x = 'i';
            yield_!(if x == 'i' { "inner" } else { "?" });
            let x = Some(x);
            yield_!(x.map_or("none", |_| "innermost"));
        }
        yield_!(x);
    }
    assert_eq!(items_of(shadows), ["outer", "inner", "innermost", "outer"]);
}

#[test]
fn a_shadowed_local_stays_reachable_by_reference() {
    #[generator]
    fn shadows(word: &str) -> impl Iterator<Item = &str> {
        let (word, rest) = word.split_at(1);
        yield_!(word);
        let word = rest;
        yield_!(word);
        let rest = word.trim_start_matches('b');
        yield_!(rest);
    }
    assert_eq!(items_of(|| shadows("abbc")), ["a", "bbc", "c"]);
}

#[test]
fn an_argument_can_be_shadowed() {
    #[generator]
    fn doubled(n: u8) -> impl Iterator<Item = u16> {
        let n = u16::from(n) * 2;
        yield_!(n);
        let n = n * 2;
        yield_!(n);
    }
    assert_eq!(items_of(|| doubled(200)), [400, 800]);
}

#[test]
fn the_initialiser_sees_the_outer_name() {
    #[generator]
    fn sums(list: Vec<u32>) -> impl Iterator<Item = u32> {
        let list = list.into_iter().map(|n| n * 10);
        for n in list {
            let n = n + 1;
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| sums(vec![1, 2])), [11, 21]);
}

#[test]
fn deferred_initialisation_before_a_yield() {
    #[generator]
    fn late(flag: bool) -> impl Iterator<Item = i32> {
        let x;
        if flag {
            x = 1;
        } else {
            x = 2;
        }
        yield_!(x);
        yield_!(x + 10);
    }
    assert_eq!(items_of(|| late(true)), [1, 11]);
    assert_eq!(items_of(|| late(false)), [2, 12]);
}

#[test]
fn deferred_initialisation_across_a_yield() {
    #[generator]
    fn late() -> impl Iterator<Item = String> {
        let text;
        yield_!("first".to_string());
        text = String::from("second");
        yield_!(text.clone());
        yield_!(text);
    }
    assert_eq!(items_of(late), ["first", "second", "second"]);
}

#[test]
fn deferred_initialisation_of_several_one_by_one() {
    #[generator]
    fn late(log: Log) -> impl Iterator<Item = usize> {
        let (first, (mut second, third));
        first = log.noisy("first");
        yield_!(first.name().len());
        third = log.noisy("third");
        yield_!(third.name().len());
        second = 5;
        yield_!(second);
        second += 1;
        yield_!(second);
    }
    let expected = [
        "item 5",
        "item 5",
        "item 5",
        "item 6",
        "drop third",
        "drop first",
    ];
    assert_eq!(log_of(late), expected);
    assert_eq!(log_of_first(1, late), ["item 5", "--", "drop first"]);
}

#[test]
fn deferred_initialisation_in_branches_that_yield() {
    #[generator]
    fn late(flag: bool) -> impl Iterator<Item = u8> {
        let x;
        if flag {
            yield_!(0);
            x = 1;
        } else {
            x = 2;
            yield_!(x);
        }
        yield_!(x);
    }
    assert_eq!(items_of(|| late(true)), [0, 1]);
    assert_eq!(items_of(|| late(false)), [2, 2]);
}

#[test]
fn items_in_the_body() {
    #[generator]
    fn with_items() -> impl Iterator<Item = u32> {
        const STEP: u32 = 10;
        static START: u32 = 3;
        struct Counter(u32);
        impl Counter {
            fn up(&mut self) -> u32 {
                self.0 += STEP;
                self.0
            }
        }
        let mut counter = Counter(START);
        yield_!(counter.up());
        yield_!(helper(counter.up()));
        fn helper(n: u32) -> u32 {
            n + 1
        }
    }
    assert_eq!(items_of(with_items), [13, 24]);
}

#[test]
fn use_and_enum_in_the_body() {
    #[generator]
    fn kinds() -> impl Iterator<Item = u8> {
        use Kind::*;
        use std::collections::BTreeMap as Map;
        #[derive(Clone, Copy, PartialEq)]
        enum Kind {
            A,
            B,
        }
        let mut seen = Map::new();
        for kind in [A, B, A] {
            let n = seen.entry(kind as u8).or_insert(0);
            *n += 1;
            yield_!(*n);
        }
    }
    assert_eq!(items_of(kinds), [1, 1, 2]);
}

#[test]
fn items_and_macros_in_an_inner_block() {
    #[generator]
    fn inner() -> impl Iterator<Item = u32> {
        macro_rules! twice {
            ($e:expr) => {
                $e * 2
            };
        }
        {
            const N: u32 = 4;
            yield_!(N);
            yield_!(twice!(N));
        }
        const N: u32 = 5;
        yield_!(twice!(N));
    }
    assert_eq!(items_of(inner), [4, 8, 10]);
}

#[test]
fn an_unsafe_block_with_a_yield() {
    #[generator]
    fn bytes(text: &'static str) -> impl Iterator<Item = u8> {
        let length = text.len();
        unsafe {
            let first = *text.as_ptr();
            yield_!(first);
            yield_!(*text.as_ptr().add(length - 1));
        }
    }
    assert_eq!(bytes("abc").collect::<Vec<_>>(), *b"ac");
}

#[test]
fn an_unsafe_block_without_a_yield() {
    #[generator]
    fn letters(bytes: Vec<u8>) -> impl Iterator<Item = char> {
        let text = unsafe { std::str::from_utf8_unchecked(&bytes) }.to_string();
        yield_!('<');
        let first = unsafe { text.get_unchecked(..1) };
        yield_!(first.chars().next().unwrap_or('?'));
    }
    assert_eq!(items_of(|| letters(vec![b'x', b'y'])), ['<', 'x']);
}

#[test]
fn a_labelled_block() {
    #[generator]
    fn steps(n: u32) -> impl Iterator<Item = u32> {
        'block: {
            yield_!(1);
            if n == 1 {
                break 'block;
            }
            yield_!(2);
            if n == 2 {
                break 'block;
            }
            yield_!(3);
        }
        yield_!(100);
    }
    assert_eq!(items_of(|| steps(1)), [1, 100]);
    assert_eq!(items_of(|| steps(2)), [1, 2, 100]);
    assert_eq!(items_of(|| steps(3)), [1, 2, 3, 100]);
}

#[test]
fn a_block_as_an_initialiser() {
    #[generator]
    fn blocks() -> impl Iterator<Item = u32> {
        let x = {
            let a = 1;
            yield_!(a);
            let b = a + 1;
            yield_!(b);
            a + b
        };
        yield_!(x);
    }
    assert_eq!(items_of(blocks), [1, 2, 3]);
}

#[test]
fn macro_statements_are_left_alone() {
    #[generator]
    fn checked(limit: usize) -> impl Iterator<Item = String> {
        let mut list = vec![0; limit];
        assert!(list.len() == limit, "{limit}");
        debug_assert_eq!(list[0], 0);
        yield_!(format!("{limit} {}", list[0]));
        list.push(1);
        let ok = matches!(list.last(), Some(n) if *n == 1);
        yield_!(format!("{ok} {n:>3}", n = list.len()));
    }
    assert_eq!(items_of(|| checked(2)), ["2 0", "true   3"]);
}

#[test]
fn attributes_on_statements() {
    #[generator]
    fn allowed() -> impl Iterator<Item = u8> {
        #[allow(unused_variables)]
        let unused = 1;
        #[allow(non_snake_case)]
        let Loud = 2;
        yield_!(Loud);
        #[rustfmt::skip]
        let sum = Loud+1;
        yield_!(sum);
    }
    assert_eq!(items_of(allowed), [2, 3]);
}

#[test]
fn raw_identifiers_are_names_like_any_other() {
    #[generator]
    fn raw() -> impl Iterator<Item = u8> {
        let mut r#type = 1;
        yield_!(r#type);
        r#type += 1;
        yield_!(r#type);
    }
    assert_eq!(items_of(raw), [1, 2]);
}

#[test]
fn names_the_expansion_might_use_are_free() {
    #[generator]
    fn clashes(state: u32, sink: u32) -> impl Iterator<Item = u32> {
        let now = state + 1;
        let item = sink + 1;
        yield_!(now);
        let keep = now + item;
        let kept = keep + 1;
        yield_!(item);
        let next = kept + keep;
        yield_!(next + state + sink);
    }
    #[allow(dead_code)]
    struct State;
    assert_eq!(items_of(|| clashes(1, 2)), [2, 3, 14]);
}

mod conditions {
    #![allow(unreachable_code, unused_variables)]

    use super::*;

    #[generator]
    fn jumps(log: Log) -> impl Iterator<Item = u8> {
        let kept = log.noisy("kept");
        #[cfg(any())]
        return;
        #[cfg(any())]
        drop(kept);
        for number in 0..3 {
            #[cfg(any())]
            break;
            #[cfg(any())]
            if number == 0 {
                continue;
            }
            yield_!(number);
            #[cfg(all())]
            if number == 1 {
                break;
            }
            #[cfg(any())]
            continue;
        }
        yield_!(7);
        #[cfg(all())]
        return;
        yield_!(8);
    }

    #[generator]
    fn arms(log: Log) -> impl Iterator<Item = u8> {
        for number in 0..3 {
            let kept = log.noisy("kept");
            match number {
                #[cfg(any())]
                0 => drop(kept),
                #[cfg(all())]
                1 => drop(kept),
                0 => yield_!(10),
                _ => yield_!(11),
            }
            yield_!(number);
        }
    }

    #[generator]
    fn fields(log: Log) -> impl Iterator<Item = u8> {
        struct Pair {
            left: Noisy,
            right: u8,
        }
        let pair = Pair {
            #[cfg(any())]
            other: 1,
            #[cfg(all())]
            left: log.noisy("left"),
            #[cfg(any())]
            right: 1,
            #[cfg(not(any()))]
            right: 2,
        };
        yield_!(pair.right);
        drop(pair.left);
        yield_!(3);
    }

    #[test]
    fn what_a_condition_takes_away_does_not_happen() {
        assert_eq!(log_of(jumps), ["item 0", "item 1", "item 7", "drop kept"]);
        assert_eq!(
            log_of(arms),
            [
                "item 10",
                "item 0",
                "drop kept",
                "drop kept",
                "item 1",
                "item 11",
                "item 2",
                "drop kept"
            ]
        );
        assert_eq!(log_of(fields), ["item 2", "drop left", "item 3"]);
    }
}

// Nothing of this takes `text` by value, though it stands alone.
#[generator]
fn looked_at(text: String, some: Option<String>, other: String) -> impl Iterator<Item = usize> {
    let _ = text;
    yield_!(text.len());
    _ = text;
    yield_!(text.len());
    match text {
        _ => {}
    }
    yield_!(text.len());
    match text {
        ref text => assert_eq!(text.len(), 2),
    }
    yield_!(text.len());
    if text < other && text != other {
        yield_!(text.len());
    }
    let Some(_) = some else { return };
    yield_!(some.as_ref().map_or(0, String::len));
    let never = || {
        let _ = text;
    };
    never();
    yield_!(text.len());
    let taken = move || match other {
        _ => {}
    };
    taken();
    yield_!(other.len());
    let pair = (text, other);
    yield_!(pair.0.len() + pair.1.len());
}

#[test]
fn what_is_only_looked_at_is_used_again() {
    let make = || looked_at("ab".into(), Some("abc".into()), "b".into());
    let expected = [2, 2, 2, 2, 2, 3, 2, 1, 3];
    assert_eq!(make().collect::<Vec<_>>(), expected);
    let mut stepped = Vec::new();
    let mut generator = make();
    while let Some(item) = generator.next() {
        stepped.push(item);
    }
    assert_eq!(stepped, expected);
}

#[test]
fn a_thread_local_at_the_top() {
    #[generator]
    fn tickets(count: usize) -> impl Iterator<Item = u32> {
        thread_local! {
            static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
        }
        for _ in 0..count {
            let ticket = NEXT.replace(NEXT.get() + 1);
            yield_!(ticket);
        }
    }
    let mut some = tickets(4);
    assert_eq!((some.next(), some.next()), (Some(0), Some(1)));
    assert_eq!(
        some.fold(Vec::new(), |all, ticket| [all, vec![ticket]].concat()),
        [2, 3]
    );
    assert!(tickets(1).eq([4]));
}
