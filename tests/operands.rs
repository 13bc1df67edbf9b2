//! Yields in operands, conditions and heads, and in the arguments of macros: in Rust's order of evaluation.

#![allow(
    unreachable_code,
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    unused_assignments,
    unused_parens,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::fmt::Write;
use std::ops::{Add, AddAssign, Neg};

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, Noisy, items_of, log_of, log_of_first};

fn three(a: u32, b: u32, c: u32) -> u32 {
    a * 100 + b * 10 + c
}

#[test]
fn arguments_of_a_call_from_left_to_right() {
    #[generator]
    fn calls(log: Log) -> impl Iterator<Item = u32> {
        let sum = three(
            log.see("a", 1),
            {
                log.say("before");
                yield_!(0);
                log.see("b", 2)
            },
            log.see("c", 3),
        );
        yield_!(sum);
        yield_!(three(
            {
                yield_!(7);
                log.see("d", 4)
            },
            log.see("e", 5),
            {
                yield_!(8);
                log.see("f", 6)
            },
        ));
        three(1, 2, {
            yield_!(9);
            log.see("unused", 3)
        });
    }
    assert_eq!(
        log_of(calls),
        [
            "a", "before", "item 0", "b", "c", "item 123", "item 7", "d", "e", "item 8", "f",
            "item 456", "item 9", "unused"
        ]
    );
}

#[test]
fn an_operand_that_was_read_keeps_its_old_value() {
    #[generator]
    fn old(x: u32) -> impl Iterator<Item = u32> {
        let mut x = x;
        let sum = x + {
            x = 50;
            yield_!(x);
            x
        };
        yield_!(sum);
        yield_!(three(
            x,
            {
                x += 1;
                yield_!(x);
                x
            },
            x
        ));
        let pair = (x, {
            x = 0;
            yield_!(1);
        });
        yield_!(pair.0 + x);
    }
    assert_eq!(
        items_of(|| old(3)),
        [50, 53, 51, 50 * 100 + 51 * 10 + 51, 1, 51]
    );
}

#[test]
fn calls_in_calls() {
    #[generator]
    fn nested(log: Log) -> impl Iterator<Item = u32> {
        let value = three(
            three(1, log.see("x", 1), {
                yield_!(1);
                log.see("y", 1)
            }),
            log.see("z", 2),
            three(
                {
                    yield_!(2);
                    log.see("v", 0)
                },
                0,
                {
                    yield_!(3);
                    log.see("w", 3)
                },
            ),
        );
        yield_!(value);
    }
    assert_eq!(
        log_of(nested),
        [
            "x",
            "item 1",
            "y",
            "z",
            "item 2",
            "v",
            "item 3",
            "w",
            "item 11123"
        ]
    );
}

#[test]
fn the_callee_comes_first() {
    #[generator]
    fn called(log: Log) -> impl Iterator<Item = u32> {
        let add: fn(u32, u32) -> u32 = |a, b| a + b;
        yield_!(add(1, {
            yield_!(0);
            2
        }));
        let pick = |n| -> fn(u32) -> u32 { if n > 0 { |x| x * 2 } else { |x| x } };
        let value = pick(log.see("callee", 1))({
            yield_!(1);
            log.see("argument", 21)
        });
        yield_!(value);
    }
    assert_eq!(
        log_of(called),
        [
            "item 0", "item 3", "callee", "item 1", "argument", "item 42"
        ]
    );
}

#[test]
fn the_receiver_of_a_method_by_value() {
    #[generator]
    fn methods(text: String) -> impl Iterator<Item = String> {
        let whole = { text }.add({
            yield_!("first".to_owned());
            "b"
        });
        yield_!(whole);
        let n = 7u32.max({
            yield_!("second".to_owned());
            9
        });
        yield_!(n.to_string());
        let last = {
            yield_!("third".to_owned());
            "receiver"
        }
        .trim_start_matches({
            yield_!("fourth".to_owned());
            'r'
        })
        .to_uppercase();
        yield_!(last);
    }
    assert_eq!(
        items_of(|| methods("a".to_owned())),
        ["first", "ab", "second", "9", "third", "fourth", "ECEIVER"]
    );
}

#[test]
fn an_adaptor_chain_with_a_yield_in_the_middle() {
    #[generator]
    fn chain(text: &str) -> impl Iterator<Item = String> {
        let letters: Vec<_> = text
            .split({
                yield_!("separator".to_owned());
                ','
            })
            .take({
                yield_!("count".to_owned());
                2
            })
            .map(str::to_uppercase)
            .collect();
        yield_from!(letters);
    }
    assert_eq!(
        items_of(|| chain("a,b,c")),
        ["separator", "count", "A", "B"]
    );
}

#[test]
fn both_sides_of_an_operator() {
    #[generator]
    fn operators(log: Log) -> impl Iterator<Item = i64> {
        let sum = log.see("a", 1) + {
            yield_!(0);
            log.see("b", 2)
        } * log.see("c", 10);
        yield_!(sum);
        let less = {
            yield_!(1);
            log.see("d", 4)
        } < {
            yield_!(2);
            log.see("e", 5)
        };
        yield_!(i64::from(less));
        yield_!(-{
            yield_!(3);
            log.see("f", 6)
        });
        yield_!(
            !{
                yield_!(4);
                log.see("g", 0)
            } << 2
        );
        yield_!({
            yield_!(5);
            log.see("h", 7u8)
        } as i64);
    }
    assert_eq!(
        log_of(operators),
        [
            "a", "item 0", "b", "c", "item 21", "item 1", "d", "item 2", "e", "item 1", "item 3",
            "f", "item -6", "item 4", "g", "item -4", "item 5", "h", "item 7"
        ]
    );
}

struct Named(Log, String);

fn named(log: &Log, name: &str) -> Named {
    Named(log.clone(), name.to_owned())
}

impl Add for Named {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = format!("({}+{})", self.1, other.1);
        Self(self.0.clone(), sum)
    }
}

impl Neg for Named {
    type Output = Self;

    fn neg(self) -> Self {
        let negated = format!("-{}", self.1);
        Self(self.0.clone(), negated)
    }
}

impl AddAssign<&str> for Named {
    fn add_assign(&mut self, other: &str) {
        self.0.say(format_args!("{} += {other}", self.1));
        self.1.push_str(other);
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        self.0.say(format_args!("drop {}", self.1));
    }
}

#[test]
fn operands_of_an_overloaded_operator_are_dropped_in_reverse_if_it_never_goes_on() {
    #[generator]
    fn sums(log: Log) -> impl Iterator<Item = String> {
        let sum = named(&log, "a")
            + (named(&log, "b") + {
                let _c = named(&log, "c");
                yield_!("in between".to_owned());
                -named(&log, "d")
            });
        yield_!(sum.1.clone());
    }
    assert_eq!(
        log_of(sums),
        [
            "item in between",
            "drop d",
            "drop c",
            "drop -d",
            "drop b",
            "drop (b+-d)",
            "drop a",
            "item (a+(b+-d))",
            "drop (a+(b+-d))"
        ]
    );
    assert_eq!(
        log_of_first(1, sums),
        ["item in between", "--", "drop c", "drop b", "drop a"]
    );
}

#[test]
fn lazy_operators_evaluate_their_right_side_only_if_needed() {
    #[generator]
    fn lazy(log: Log, a: bool, b: bool) -> impl Iterator<Item = u8> {
        let and = log.see("a", a) && {
            yield_!(1);
            log.see("b", b)
        };
        yield_!(10 + u8::from(and));
        let or = {
            yield_!(2);
            log.see("c", a)
        } || {
            yield_!(3);
            log.see("d", b)
        };
        yield_!(20 + u8::from(or));
        let mixed = a && {
            yield_!(4);
            b
        } || {
            yield_!(5);
            !a
        };
        yield_!(30 + u8::from(mixed));
    }
    assert_eq!(
        log_of(|log| lazy(log, true, false)),
        [
            "a", "item 1", "b", "item 10", "item 2", "c", "item 21", "item 4", "item 5", "item 30"
        ]
    );
    assert_eq!(
        log_of(|log| lazy(log, false, true)),
        [
            "a", "item 10", "item 2", "c", "item 3", "d", "item 21", "item 5", "item 31"
        ]
    );
    assert_eq!(
        log_of(|log| lazy(log, true, true)),
        [
            "a", "item 1", "b", "item 11", "item 2", "c", "item 21", "item 4", "item 31"
        ]
    );
}

#[test]
fn conditions_of_if_and_else_if() {
    #[generator]
    fn branches(n: u32) -> impl Iterator<Item = &'static str> {
        if {
            yield_!("first");
            n == 1
        } {
            yield_!("one");
        } else if n > 1 && {
            yield_!("second");
            n == 2
        } {
            yield_!("two");
        } else {
            yield_!("else");
        }
    }
    assert_eq!(items_of(|| branches(0)), ["first", "else"]);
    assert_eq!(items_of(|| branches(1)), ["first", "one"]);
    assert_eq!(items_of(|| branches(2)), ["first", "second", "two"]);
    assert_eq!(items_of(|| branches(3)), ["first", "second", "else"]);
}

#[test]
fn the_condition_of_a_while_yields_each_time() {
    #[generator]
    fn counted(limit: u32) -> impl Iterator<Item = u32> {
        let mut n = 0;
        while {
            yield_!(n * 10);
            n < limit
        } {
            n += 1;
            if n == 2 {
                continue;
            }
            yield_!(n);
        }
        while n > 0 && {
            yield_!(100);
            n > 1
        } {
            n -= 1;
        }
    }
    assert_eq!(items_of(|| counted(0)), [0]);
    assert_eq!(
        items_of(|| counted(3)),
        [0, 1, 10, 20, 3, 30, 100, 100, 100]
    );
}

#[test]
fn the_head_of_a_match() {
    #[generator]
    fn matched(x: Option<u32>, log: Log) -> impl Iterator<Item = u32> {
        match {
            yield_!(0);
            x
        } {
            Some(n) if n > 5 => yield_!(n),
            Some(n) => {
                let own = log.noisy("own");
                yield_!(n + 100);
                log.say(own.name());
            }
            None => {}
        }
        match (log.see("left", x), {
            yield_!(1);
            log.see("right", 4)
        }) {
            (Some(a), b) => yield_!(a + b),
            (None, b) => yield_!(b),
        }
    }
    assert_eq!(
        log_of(|log| matched(Some(7), log)),
        ["item 0", "item 7", "left", "item 1", "right", "item 11"]
    );
    assert_eq!(
        log_of(|log| matched(Some(2), log)),
        [
            "item 0", "item 102", "own", "drop own", "left", "item 1", "right", "item 6"
        ]
    );
    assert_eq!(
        log_of(|log| matched(None, log)),
        ["item 0", "left", "item 1", "right", "item 4"]
    );
}

#[test]
fn the_heads_of_if_let_while_let_and_let_else() {
    #[generator]
    fn heads(list: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut list = list;
        if let Some(n) = {
            yield_!(0);
            list.pop()
        } {
            yield_!(n);
        }
        while let Some(n) = {
            yield_!(1);
            list.pop()
        } {
            yield_!(n);
            if n == 7 {
                break;
            }
        }
        let Some(n) = Some(three(0, 0, {
            yield_!(2);
            3
        }))
        .filter(|_| !list.is_empty()) else {
            yield_!(99);
            return;
        };
        yield_!(n);
    }
    assert_eq!(items_of(|| heads(vec![5, 6])), [0, 6, 1, 5, 1, 2, 99]);
    assert_eq!(items_of(|| heads(vec![5, 7, 6])), [0, 6, 1, 7, 2, 3]);
}

#[test]
fn let_chains_with_yields_in_their_links() {
    #[generator]
    fn chain(a: Option<u32>, b: Option<u32>) -> impl Iterator<Item = u32> {
        if let Some(x) = a
            && {
                yield_!(x);
                x > 1
            }
            && let Some(y) = {
                yield_!(50);
                b
            }
        {
            yield_!(x + y);
        } else {
            yield_!(0);
        }
    }
    assert_eq!(items_of(|| chain(Some(2), Some(3))), [2, 50, 5]);
    assert_eq!(items_of(|| chain(Some(2), None)), [2, 50, 0]);
    assert_eq!(items_of(|| chain(Some(1), Some(3))), [1, 0]);
    assert_eq!(items_of(|| chain(None, Some(3))), [0]);
}

#[test]
fn the_head_of_a_for() {
    #[generator]
    fn loops(n: u32) -> impl Iterator<Item = u32> {
        for i in {
            yield_!(90);
            0..n
        } {
            yield_!(i);
        }
        for i in 0..({
            yield_!(91);
            n
        }) {
            yield_!(i);
            for j in vec![
                i;
                {
                    yield_!(92);
                    1
                }
            ] {
                yield_!(j + 10);
            }
        }
        yield_from!({
            yield_!(93);
            [1, 2]
        });
    }
    assert_eq!(
        items_of(|| loops(2)),
        [90, 0, 1, 91, 0, 92, 10, 1, 92, 11, 93, 1, 2]
    );
}

#[derive(Debug, PartialEq, Clone)]
struct Point {
    x: u32,
    y: u32,
    z: u32,
}

#[test]
fn tuples_arrays_and_struct_literals_in_the_order_they_are_written() {
    #[generator]
    fn built(log: Log) -> impl Iterator<Item = String> {
        let tuple = (
            log.see("t0", 1),
            {
                yield_!("tuple".to_owned());
                log.see("t1", 'x')
            },
            log.see("t2", true),
        );
        yield_!(format!("{tuple:?}"));
        let array = [
            log.see("a0", 1),
            {
                yield_!("array".to_owned());
                log.see("a1", 2)
            },
            log.see("a2", 3),
        ];
        yield_!(format!("{array:?}"));
        let point = Point {
            z: log.see("z", 1),
            x: {
                yield_!("struct".to_owned());
                log.see("x", 2)
            },
            y: log.see("y", 3),
        };
        yield_!(format!("{point:?}"));
        let other = Point {
            y: {
                yield_!("update".to_owned());
                log.see("new y", 9)
            },
            ..log.see("base", point)
        };
        yield_!(format!("{} {} {}", other.x, other.y, other.z));
        let repeated = [{
            yield_!("repeat".to_owned());
            log.see("once", 5)
        }; 3];
        yield_!(format!("{repeated:?}"));
        let range = log.see("from", 1)..={
            yield_!("range".to_owned());
            log.see("to", 4)
        };
        yield_!(format!("{range:?}"));
        let some = Some({
            yield_!("variant".to_owned());
            8
        });
        yield_!(format!("{some:?}"));
    }
    assert_eq!(
        log_of(built),
        [
            "t0",
            "item tuple",
            "t1",
            "t2",
            "item (1, 'x', true)",
            "a0",
            "item array",
            "a1",
            "a2",
            "item [1, 2, 3]",
            "z",
            "item struct",
            "x",
            "y",
            "item Point { x: 2, y: 3, z: 1 }",
            "item update",
            "new y",
            "base",
            "item 2 9 1",
            "item repeat",
            "once",
            "item [5, 5, 5]",
            "from",
            "item range",
            "to",
            "item 1..=4",
            "item variant",
            "item Some(8)"
        ]
    );
}

#[test]
fn an_index_into_an_array() {
    #[generator]
    fn indexed(array: [u32; 3]) -> impl Iterator<Item = u32> {
        let n = array[{
            yield_!(0);
            2
        }];
        yield_!(n);
        let mut array = array;
        array[{
            yield_!(1);
            0
        }] = n + 1;
        yield_!(array[0]);
    }
    assert_eq!(items_of(|| indexed([5, 6, 7])), [0, 7, 1, 8]);
}

#[test]
fn the_right_side_of_an_assignment_comes_first() {
    #[generator]
    fn assigned(log: Log, out: &mut [u32]) -> impl Iterator<Item = u32> {
        let mut array = [0; 3];
        array[log.see("index", 1)] = {
            yield_!(1);
            log.see("value", 5)
        };
        yield_!(array[1]);
        out[log.see("index out", 0)] = three(
            0,
            {
                yield_!(2);
                log.see("argument", 1)
            },
            0,
        );
        *log.see("place", &mut array[2]) = {
            yield_!(3);
            log.see("value", 6)
        };
        let (mut a, mut b) = (0, 0);
        (a, b) = (
            {
                yield_!(4);
                log.see("a", 1)
            },
            log.see("b", 2),
        );
        yield_!(a * 10 + b + array[2] * 100);
    }
    let log = Log::new();
    let mut out = [0; 2];
    for item in assigned(log.clone(), &mut out) {
        log.say(format_args!("item {item}"));
    }
    let expected = [
        "item 1",
        "value",
        "index",
        "item 5",
        "item 2",
        "argument",
        "index out",
        "item 3",
        "value",
        "place",
        "item 4",
        "a",
        "b",
        "item 612",
    ];
    assert_eq!(log.take(), expected);
    assert_eq!(out[0], 10);
    assigned(log.clone(), &mut out).for_each(|item| log.say(format_args!("item {item}")));
    assert_eq!(log.take(), expected);
}

#[test]
fn places_of_one_assignment_are_assigned_from_left_to_right() {
    struct Pair {
        first: String,
        second: (u32, u32),
    }
    #[generator]
    fn assigned(log: Log) -> impl Iterator<Item = String> {
        let (mut name, mut counts, mut last) = (log.noisy("old"), [0; 3], 0);
        (
            name,
            counts[{
                yield_!(name.name().to_owned());
                log.see("index", 1)
            }],
            _,
            last,
        ) = (
            log.noisy("new"),
            log.see("value", 7),
            log.noisy("unused"),
            5,
        );
        yield_!(format!("{} {counts:?} {last}", name.name()));
        [
            counts[0],
            ..,
            counts[{
                yield_!(counts[0].to_string());
                2
            }],
        ] = [1, 2, 3, 4];
        yield_!(format!("{counts:?}"));
        let (mut first, mut left) = (String::new(), 0);
        Pair {
            first,
            second: (
                left,
                (counts[{
                    yield_!(format!("{first} {left}"));
                    0
                }]),
            ),
        } = Pair {
            first: {
                yield_!("value".to_owned());
                "first".to_owned()
            },
            second: (8, 9),
        };
        yield_!(format!("{first} {left} {counts:?}"));
    }
    let whole = [
        "value",
        "drop unused",
        "drop old",
        "item new",
        "index",
        "item new [0, 7, 0] 5",
        "item 1",
        "item [1, 7, 4]",
        "item value",
        "item first 8",
        "item first 8 [9, 7, 4]",
        "drop new",
    ];
    assert_eq!(log_of(assigned), whole);
    assert_eq!(
        log_of_first(1, assigned),
        [
            "value",
            "drop unused",
            "drop old",
            "item new",
            "--",
            "drop new"
        ]
    );
}

#[test]
fn the_right_side_of_a_compound_assignment_on_numbers_comes_first() {
    #[generator]
    fn compound(log: Log) -> impl Iterator<Item = u32> {
        let mut x = 1;
        x += {
            yield_!(0);
            x += 10;
            log.see("value", 2)
        };
        yield_!(x);
        let mut array = [1, 2];
        array[log.see("index", 1)] *= {
            yield_!(1);
            log.see("factor", 7)
        };
        yield_!(array[1]);
        *log.see("place", &mut x) -= {
            yield_!(2);
            log.see("less", 3)
        };
        yield_!(x);
    }
    assert_eq!(
        log_of(compound),
        [
            "item 0", "value", "item 13", "item 1", "factor", "index", "item 14", "item 2", "less",
            "place", "item 10"
        ]
    );
}

#[test]
fn operands_of_a_call_that_is_never_made_are_dropped_in_reverse() {
    fn take(_: Noisy, _: Noisy, _: Noisy) {}
    #[generator]
    fn called(log: Log) -> impl Iterator<Item = u8> {
        let _before = log.noisy("before");
        take(
            log.noisy("a"),
            {
                let b = log.noisy("b");
                yield_!(1);
                b
            },
            {
                yield_!(2);
                log.noisy("c")
            },
        );
        log.say("end");
    }
    assert_eq!(
        log_of(called),
        [
            "item 1",
            "item 2",
            "drop c",
            "drop b",
            "drop a",
            "end",
            "drop before"
        ]
    );
    assert_eq!(
        log_of_first(1, called),
        ["item 1", "--", "drop b", "drop a", "drop before"]
    );
    assert_eq!(
        log_of_first(2, called),
        ["item 1", "item 2", "--", "drop b", "drop a", "drop before"]
    );
}

#[test]
fn parts_of_a_literal_that_is_never_finished_are_dropped_in_reverse() {
    #[generator]
    fn literals(log: Log) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("a"), log.noisy("b"), {
            yield_!(1);
            log.noisy("c")
        });
        let list = vec![log.noisy("d"), {
            yield_!(2);
            log.noisy("e")
        }];
        yield_!(pair.0.name().len() as u8 + list.len() as u8);
    }
    assert_eq!(
        log_of_first(1, literals),
        ["item 1", "--", "drop b", "drop a"]
    );
    assert_eq!(
        log_of_first(2, literals),
        [
            "item 1", "item 2", "--", "drop d", "drop a", "drop b", "drop c"
        ]
    );
    assert_eq!(
        log_of(literals),
        [
            "item 1", "item 2", "item 3", "drop d", "drop e", "drop a", "drop b", "drop c"
        ]
    );
}

#[test]
fn jumps_out_of_an_operand_drop_the_operands_before_it() {
    fn take(_: Noisy, _: u8) {}
    #[generator]
    fn jumps(log: Log) -> impl Iterator<Item = u8> {
        for round in 0..4 {
            let _round = log.noisy("round");
            take(log.noisy("operand"), {
                yield_!(round);
                match round {
                    0 => continue,
                    1 => 7,
                    2 => break,
                    _ => return,
                }
            });
            log.say("called");
        }
        take(log.noisy("last"), {
            yield_!(99);
            return;
        });
    }
    assert_eq!(
        log_of(jumps),
        [
            "item 0",
            "drop operand",
            "drop round",
            "item 1",
            "drop operand",
            "called",
            "drop round",
            "item 2",
            "drop operand",
            "drop round",
            "item 99",
            "drop last"
        ]
    );
}

#[test]
fn temporaries_live_until_the_end_of_the_statement() {
    #[generator]
    fn temporaries(log: Log) -> impl Iterator<Item = usize> {
        let sum = log.noisy("temporary").name().len()
            + {
                yield_!(0);
                log.noisy("inner").name().len()
            }
            + log.noisy("late").name().len();
        log.say("next");
        yield_!(sum);
    }
    assert_eq!(
        log_of(temporaries),
        [
            "item 0",
            "drop inner",
            "drop late",
            "drop temporary",
            "next",
            "item 18"
        ]
    );
    assert_eq!(
        log_of_first(1, temporaries),
        ["item 0", "--", "drop temporary"]
    );
}

#[test]
fn operands_are_dropped_before_the_temporaries_of_the_statement() {
    fn take(_: Noisy, length: usize, _: Noisy) -> usize {
        length
    }
    #[generator]
    fn operands(log: Log) -> impl Iterator<Item = usize> {
        let a = log.noisy("a");
        let length = take(
            a,
            log.noisy("first").name().len() + log.noisy("second").name().len(),
            {
                yield_!(1);
                log.noisy("b")
            },
        );
        log.say("next");
        let pair = (
            log.noisy("third").name().len(),
            {
                yield_!(length);
                log.noisy("c")
            },
            log.noisy("fourth").name().len(),
            {
                yield_!(2);
                log.noisy("d")
            },
        );
        log.say("next");
        yield_!(pair.0 + pair.2);
    }
    assert_eq!(
        log_of(operands),
        [
            "item 1",
            "drop b",
            "drop a",
            "drop second",
            "drop first",
            "next",
            "item 11",
            "item 2",
            "drop fourth",
            "drop third",
            "next",
            "item 11",
            "drop c",
            "drop d"
        ]
    );
    assert_eq!(
        log_of_first(1, operands),
        ["item 1", "--", "drop a", "drop second", "drop first"]
    );
    let two: Vec<String> = log_of_first(3, operands);
    assert_eq!(two[8..], ["--", "drop c", "drop fourth", "drop third"]);
}

#[test]
fn the_arguments_of_macros_of_std() {
    #[generator]
    fn macros(log: Log) -> impl Iterator<Item = String> {
        let text = format!(
            "{}-{}",
            {
                yield_!("format".to_owned());
                log.see("a", 1)
            },
            log.see("b", 2)
        );
        yield_!(text);
        let list = vec![log.see("c", 3), {
            yield_!("vec".to_owned());
            log.see("d", 4)
        }];
        assert_eq!(
            {
                yield_!("assert_eq".to_owned());
                log.see("e", 2)
            },
            list.len(),
            "never shown {}",
            list.len()
        );
        assert!({
            yield_!("assert".to_owned());
            log.see("f", true)
        });
        assert_ne!(
            {
                yield_!("assert_ne".to_owned());
                log.see("g", 1)
            },
            2
        );
        let is = matches!(
            {
                yield_!("matches".to_owned());
                log.see("h", Some(1))
            },
            Some(1..=3)
        );
        yield_!(is.to_string());
        let repeated = vec![
            {
                yield_!("repeat".to_owned());
                log.see("i", 'x')
            };
            2
        ];
        yield_!(repeated.into_iter().collect());
    }
    assert_eq!(
        log_of(macros),
        [
            "item format",
            "a",
            "b",
            "item 1-2",
            "c",
            "item vec",
            "d",
            "item assert_eq",
            "e",
            "item assert",
            "f",
            "item assert_ne",
            "g",
            "item matches",
            "h",
            "item true",
            "item repeat",
            "i",
            "item xx"
        ]
    );
}

#[test]
fn writing_into_an_argument_with_a_yield_between() {
    #[generator]
    fn writes(out: &mut String) -> impl Iterator<Item = u32> {
        let n = 5;
        let text = format!("{n:>3}{}", {
            yield_!(1);
            '!'
        });
        write!(out, "{text}").unwrap();
        yield_!(out.len() as u32);
    }
    let mut out = String::new();
    assert_eq!(writes(&mut out).collect::<Vec<_>>(), [1, 4]);
    assert_eq!(out, "  5!");
}

#[test]
fn a_yield_itself_as_an_operand_is_a_unit() {
    fn units(_: (), n: u32, _: ()) -> u32 {
        n
    }
    #[generator]
    fn operands(log: Log) -> impl Iterator<Item = u32> {
        let n = units(yield_!(1), log.see("n", 5), yield_!(2));
        yield_!(n);
        let list = [yield_!(3), yield_!(4)];
        yield_!(list.len() as u32);
        if yield_!(6) == () {
            yield_!(7);
        }
        match yield_!(8) {
            () => yield_!(9),
        }
        let ((), m) = (yield_!(10), 11);
        yield_!(m);
    }
    assert_eq!(
        log_of(operands),
        [
            "item 1", "n", "item 2", "item 5", "item 3", "item 4", "item 2", "item 6", "item 7",
            "item 8", "item 9", "item 10", "item 11"
        ]
    );
}

#[test]
fn a_yield_in_what_is_yielded() {
    #[generator]
    fn nested(log: Log) -> impl Iterator<Item = u32> {
        yield_!(three(
            log.see("a", 1),
            {
                yield_!({
                    yield_!(5);
                    log.see("b", 6)
                });
                log.see("c", 2)
            },
            3
        ));
    }
    assert_eq!(
        log_of(nested),
        ["a", "item 5", "b", "item 6", "c", "item 123"]
    );
}

#[test]
fn question_marks_beside_yields_in_operands() {
    fn parse(text: &str) -> Result<i32, String> {
        text.parse().map_err(|_| format!("{text}?"))
    }
    #[generator]
    fn sums(pairs: &[(&str, &str)]) -> impl Iterator<Item = Result<i32, String>> {
        for (a, b) in pairs {
            let sum = parse(a)? + {
                yield_!(Ok(0));
                parse(b)?
            };
            yield_!(Ok(sum));
        }
    }
    let run = |pairs: &[(&str, &str)]| items_of(|| sums(pairs));
    assert_eq!(run(&[("1", "2")]), [Ok(0), Ok(3)]);
    assert_eq!(run(&[("x", "2"), ("1", "1")]), [Err("x?".to_owned())]);
    assert_eq!(
        run(&[("1", "y"), ("1", "1")]),
        [Ok(0), Err("y?".to_owned())]
    );
}

#[test]
fn boxes_and_closures_built_from_what_yields() {
    #[generator]
    fn built(n: u32) -> impl Iterator<Item = u32> {
        let boxed = Box::new({
            yield_!(0);
            n
        });
        yield_!(*boxed);
        let add: fn(u32) -> u32 = {
            yield_!(1);
            |m| m + 5
        };
        yield_!(add({
            yield_!(2);
            10
        }));
        let value = *{
            yield_!(3);
            boxed
        };
        yield_!(value);
        let field = {
            yield_!(4);
            Point { x: n, y: 0, z: 1 }
        }
        .x;
        yield_!(field);
    }
    assert_eq!(items_of(|| built(5)), [0, 5, 1, 2, 15, 3, 5, 4, 5]);
}

#[test]
fn operands_that_are_arguments_are_moved_before_the_yield() {
    fn join(a: String, b: &str) -> String {
        a + b
    }
    #[generator]
    fn moved(name: String, log: Log) -> impl Iterator<Item = String> {
        let guard = log.noisy("guard");
        let joined = join(name, {
            yield_!("between".to_owned());
            "!"
        });
        yield_!(joined);
        let kept = (guard, {
            yield_!("again".to_owned());
            1
        });
        yield_!(kept.0.name().to_owned());
    }
    assert_eq!(
        log_of(|log| moved("name".to_owned(), log)),
        [
            "item between",
            "item name!",
            "item again",
            "item guard",
            "drop guard"
        ]
    );
    assert_eq!(
        log_of_first(3, |log| moved("name".to_owned(), log)),
        [
            "item between",
            "item name!",
            "item again",
            "--",
            "drop guard"
        ]
    );
}

#[test]
fn values_of_if_match_and_loop_as_operands() {
    #[generator]
    fn values(n: u32) -> impl Iterator<Item = u32> {
        let sum = three(
            if n > 1 {
                yield_!(0);
                1
            } else {
                2
            },
            match n {
                0 => 3,
                _ => {
                    yield_!(1);
                    4
                }
            },
            loop {
                yield_!(2);
                break 5;
            },
        ) + 'block: {
            if n == 0 {
                break 'block 1000;
            }
            yield_!(3);
            2000
        };
        yield_!(sum);
    }
    assert_eq!(items_of(|| values(0)), [2, 1235]);
    assert_eq!(items_of(|| values(2)), [0, 1, 2, 3, 2145]);
}

/// The compiler's blocks refuse a macro that borrows one argument while another one yields.
mod plainer_than_nightly {
    use super::*;

    #[test]
    fn a_yield_in_a_later_argument_of_a_macro_that_borrows() {
        #[generator]
        fn macros(log: Log) -> impl Iterator<Item = String> {
            let text = format!("{}-{}", log.see("a", 1), {
                yield_!("format".to_owned());
                log.see("b", 2)
            });
            yield_!(text);
            let list = vec![1, 2];
            assert_eq!(log.see("c", 2), {
                yield_!("assert_eq".to_owned());
                log.see("d", list.len())
            });
        }
        assert_eq!(
            log_of(macros),
            [
                "a",
                "item format",
                "b",
                "item 1-2",
                "c",
                "item assert_eq",
                "d"
            ]
        );
    }
}

#[test]
fn a_mutable_reference_is_reborrowed_for_an_operand() {
    fn add(list: &mut Vec<u32>, n: u32) {
        list.push(n);
    }
    #[generator]
    fn filled(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
        for n in 0..2 {
            add(list, {
                yield_!(n);
                n + 1
            });
            list.push(if n > 0 {
                yield_!(10);
                100
            } else {
                200
            });
        }
    }
    let mut list = Vec::new();
    assert_eq!(filled(&mut list).collect::<Vec<_>>(), [0, 1, 10]);
    assert_eq!(list, [1, 200, 2, 100]);
    let mut list = Vec::new();
    let mut rest = filled(&mut list);
    assert_eq!(rest.next(), Some(0));
    assert_eq!(rest.sum::<u32>(), 11);
    assert_eq!(list, [1, 200, 2, 100]);
}

#[generator]
fn copied_after_a_question_mark(value: Result<u32, u8>) -> impl Iterator<Item = Result<u32, u8>> {
    let copied = value?;
    let sum: u32 = [copied, {
        yield_!(Ok(0));
        copied + 1
    }]
    .iter()
    .sum();
    yield_!(Ok(sum));
    let kept = [copied, {
        yield_!(Ok(1));
        7
    }];
    yield_!(Ok(kept[0] + copied));
}

#[test]
fn a_variable_that_was_copied_is_used_again() {
    let items = copied_after_a_question_mark(Ok(3));
    assert!(items.eq([Ok(0), Ok(7), Ok(1), Ok(6)]));
    assert!(copied_after_a_question_mark(Err(9)).eq([Err(9)]));
}

#[test]
fn an_aggregate_before_a_yield_drops_as_a_whole() {
    #[generator]
    fn nested(log: Log) -> impl Iterator<Item = usize> {
        let all = (
            log.noisy("first"),
            [log.noisy("left"), log.noisy("right")],
            Some((log.noisy("one"), log.noisy("two"))),
            {
                yield_!(0);
                4
            },
        );
        yield_!(all.3);
    }
    assert_eq!(
        log_of_first(1, nested),
        [
            "item 0",
            "--",
            "drop one",
            "drop two",
            "drop left",
            "drop right",
            "drop first"
        ]
    );
}

#[test]
fn a_struct_before_a_yield_has_its_own_destructor() {
    struct Guard(Log);
    struct Named {
        log: Log,
    }
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.say("drop guard");
        }
    }
    impl Drop for Named {
        fn drop(&mut self) {
            self.log.say("drop named");
        }
    }
    fn last(_guard: Guard, _named: Option<Named>, number: usize) -> usize {
        number
    }
    #[generator]
    fn arguments(log: Log) -> impl Iterator<Item = usize> {
        let (one, other) = (log.clone(), log.clone());
        let number = last(Guard(one), Some(Named { log: other }), {
            yield_!(0);
            1
        });
        yield_!(number);
    }
    assert_eq!(
        log_of_first(1, arguments),
        ["item 0", "--", "drop named", "drop guard"]
    );
    assert_eq!(
        log_of(arguments),
        ["item 0", "drop named", "drop guard", "item 1"]
    );
}

#[test]
fn a_variable_may_have_the_name_of_a_function_that_its_value_calls() {
    fn sum(one: u32, other: u32) -> u32 {
        one + other
    }
    #[generator]
    fn sums() -> impl Iterator<Item = u32> {
        let sum = sum(1, {
            yield_!(0);
            2
        });
        yield_!(sum);
        let sum = if sum > 2 {
            yield_!(sum);
            sum * 2
        } else {
            sum
        };
        yield_!(sum);
    }
    #[generator]
    fn texts() -> impl Iterator<Item = u32> {
        let sum = {
            yield_!(1);
            format!("{} {}", sum(2, 3), sum(1, 1))
        };
        yield_!(sum.len() as u32);
    }
    assert_eq!(items_of(sums), [0, 3, 3, 6]);
    assert_eq!(items_of(texts), [1, 3]);
}

mod what_was_evaluated_keeps_its_value {
    use super::*;

    struct Node {
        value: u32,
        next: Option<&'static Node>,
    }

    impl Node {
        fn after(&self) -> &Node {
            self.next.unwrap_or(self)
        }
    }

    const LIST: Node = Node {
        value: 1,
        next: Some(&Node {
            value: 2,
            next: None,
        }),
    };

    fn joined(a: &u32, b: u32) -> u32 {
        *a * 10 + b
    }

    #[test]
    fn behind_a_reference_that_gets_another_value() {
        #[generator]
        fn argument(node: &Node) -> impl Iterator<Item = u32> {
            let mut at = node;
            let both = joined(&at.value, {
                yield_!(0);
                at = at.after();
                at.value
            });
            yield_!(both);
        }
        #[generator]
        fn parts(node: &Node) -> impl Iterator<Item = u32> {
            let mut at = node;
            let (first, list, second) = (&at.value, [&(*at).value], {
                yield_!(0);
                at = at.after();
                at.value
            });
            yield_!(*first * 10 + second);
            yield_!(*list[0]);
        }
        #[generator]
        fn text(node: &Node) -> impl Iterator<Item = String> {
            let mut at = node;
            let text = format!("{} {}", at.value, {
                yield_!(String::new());
                at = at.after();
                at.value
            });
            yield_!(text);
            assert_eq!(2, at.value);
        }
        #[generator]
        fn replaced<'a>(a: &'a mut u32, b: &'a mut u32) -> impl Iterator<Item = u32> {
            let mut at = a;
            let old = std::mem::replace(&mut *at, {
                yield_!(0);
                at = b;
                5
            });
            yield_!(old);
            yield_!(*at);
        }
        let node = LIST;
        assert_eq!(items_of(|| argument(&node)), [0, 12]);
        assert_eq!(items_of(|| parts(&node)), [0, 12, 1]);
        assert_eq!(items_of(|| text(&node)), ["", "1 2"]);
        let (mut a, mut b) = (1, 2);
        assert_eq!(replaced(&mut a, &mut b).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((a, b), (5, 2));
    }

    #[test]
    fn of_a_function_that_is_called() {
        struct Step {
            function: fn(u32) -> u32,
        }
        fn up(x: u32) -> u32 {
            x + 1
        }
        fn down(x: u32) -> u32 {
            x - 1
        }
        #[generator]
        fn pointer() -> impl Iterator<Item = u32> {
            let mut step: fn(u32) -> u32 = up;
            let x = step({
                yield_!(1);
                step = down;
                10
            });
            yield_!(x);
            yield_!(step(x));
        }
        #[generator]
        fn field() -> impl Iterator<Item = u32> {
            let mut step = Step { function: up };
            let x = (step.function)({
                yield_!(1);
                step.function = down;
                10
            });
            yield_!(x);
            yield_!((step.function)(x));
        }
        #[generator]
        fn object<'a>(
            first: &'a dyn Fn(u32) -> u32,
            second: &'a dyn Fn(u32) -> u32,
        ) -> impl Iterator<Item = u32> {
            let mut step = first;
            let x = step({
                yield_!(1);
                step = second;
                10
            });
            yield_!(x);
            yield_!(step(x));
        }
        assert_eq!(items_of(pointer), [1, 11, 10]);
        assert_eq!(items_of(field), [1, 11, 10]);
        assert_eq!(items_of(|| object(&up, &down)), [1, 11, 10]);
    }

    #[test]
    fn behind_a_raw_pointer() {
        #[generator]
        fn items() -> impl Iterator<Item = u32> {
            let mut value = Box::new((1_u32, 2_u32));
            let first: *mut (u32, u32) = &raw mut *value;
            let second = first;
            let sum = unsafe {
                (*first).0 + {
                    yield_!(0);
                    (*second).0 = 50;
                    1
                }
            };
            yield_!(sum);
            let is_less = unsafe {
                (*first).1 < {
                    yield_!(0);
                    (*second).1 = 50;
                    3
                }
            };
            yield_!(u32::from(is_less));
            drop(value);
        }
        assert_eq!(items_of(items), [0, 2, 0, 1]);
    }

    #[test]
    fn of_a_place_that_numbers_are_added_to() {
        struct Sum {
            sum: u64,
        }
        #[generator]
        fn sums<'a>(a: &'a mut Sum, b: &'a mut Sum) -> impl Iterator<Item = u64> {
            let mut at = a;
            at.sum += {
                yield_!(1);
                at = b;
                7
            };
            yield_!(at.sum);
            let mut list = [1_u8, 2];
            let mut i = 0;
            list[i] <<= {
                yield_!(2);
                i = 1;
                3_u64
            };
            yield_!(list[i].into());
        }
        let (mut a, mut b) = (Sum { sum: 1 }, Sum { sum: 10 });
        assert_eq!(sums(&mut a, &mut b).collect::<Vec<_>>(), [1, 17, 2, 16]);
        assert_eq!((a.sum, b.sum), (1, 17));
    }
}
