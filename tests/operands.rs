//! Yields in operands, conditions, heads and the arguments of macros.

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, items_of, log_of};

fn digits(a: u32, b: u32, c: u32) -> u32 {
    a * 100 + b * 10 + c
}

#[test]
fn operands_before_a_yield_stay_evaluated_and_those_after_it_are_not_evaluated_yet() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        let mut x = 1;
        let n = digits(
            x,
            {
                yield_!(1);
                x += 4;
                x
            },
            x,
        );
        yield_!(n);
        yield_!(
            digits(1, 2, {
                yield_!(9);
                3
            }) + {
                yield_!(8);
                1
            }
        );
    }
    assert_eq!(items_of(numbers), [1, 155, 9, 8, 124]);
}

#[test]
fn operands_and_temporaries_of_a_yield_that_is_not_resumed_drop_in_reverse() {
    fn take(first: usize, n: u32, second: Noisy) -> u32 {
        drop(second);
        n + u32::from(first == 1)
    }
    fn length(of: &Noisy, _: &Noisy) -> usize {
        of.name().len()
    }
    #[generator]
    fn numbers(log: Log) -> impl Iterator<Item = u32> {
        let kept = log.noisy("kept");
        let sum = take(
            length(&log.noisy("t"), &log.noisy("u")),
            {
                yield_!(1);
                2
            },
            log.noisy("z"),
        );
        log.say("called");
        yield_!(sum);
        let pair = (kept, {
            yield_!(5);
            3
        });
        yield_!(pair.1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| numbers(log.clone())),
        [
            "item 1",
            "drop z",
            "drop u",
            "drop t",
            "called",
            "item 3",
            "item 5",
            "item 3",
            "end",
            "drop kept"
        ]
    );
    let log = Log::new();
    let mut suspended = numbers(log.clone());
    suspended.next();
    drop(suspended);
    assert_eq!(log.take(), ["drop u", "drop t", "drop kept"]);
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

#[test]
fn conditions_and_heads_yield() {
    #[generator]
    fn numbers(mut n: u32) -> impl Iterator<Item = u32> {
        while n > 1 && {
            yield_!(n);
            true
        } || {
            yield_!(77);
            false
        } {
            n -= 1;
        }
        match {
            yield_!(3);
            Some(n)
        } {
            Some(x) if x > 0 => yield_!(x + 20),
            _ => yield_!(0),
        }
        for x in {
            yield_!(4);
            0..2
        } {
            yield_!(x);
        }
        if let Some(x) = {
            yield_!(5);
            Some(6)
        } && {
            yield_!(x);
            x > 5
        } {
            yield_!(7);
        }
    }
    assert_eq!(items_of(|| numbers(3)), [3, 2, 77, 3, 21, 4, 0, 1, 5, 6, 7]);
}

#[test]
fn macros_of_the_standard_library_yield() {
    #[generator]
    fn texts(list: Vec<u32>) -> impl Iterator<Item = String> {
        assert_eq!(list.len(), {
            yield_!("1".into());
            2
        });
        assert!(
            {
                yield_!("2".into());
                list.len() == 2
            },
            "{list:?}"
        );
        let text = format!(
            "{} {} {n}",
            list.len(),
            {
                yield_!("3".into());
                1
            },
            n = {
                yield_!("4".into());
                2
            }
        );
        yield_!(text);
        let all = vec![
            1,
            {
                yield_!("5".into());
                2
            },
            3,
        ];
        yield_!(format!("{all:?}"));
        let small = matches!(
            {
                yield_!("6".into());
                3
            },
            1..=5 if all.len() == 3
        );
        yield_!(small.to_string());
    }
    assert_eq!(
        items_of(|| texts(vec![8, 9])),
        ["1", "2", "3", "4", "2 1 2", "5", "[1, 2, 3]", "6", "true"]
    );
}

#[test]
fn the_right_side_of_an_assignment_comes_first() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        let mut list = [1, 2, 3];
        list[{
            yield_!(2);
            1
        }] = {
            yield_!(1);
            5
        };
        list[2] += {
            yield_!(3);
            list[2] = 10;
            5
        };
        let mut n = 1;
        n *= {
            n += 4;
            yield_!(4);
            2
        };
        yield_!(n);
        let sum = &{
            yield_!(5);
            list[1] + list[2]
        };
        yield_!(*sum);
        yield_!({
            yield_!(6);
            7
        });
        return yield_!(8);
    }
    assert_eq!(items_of(numbers), [1, 2, 3, 4, 10, 5, 20, 6, 7, 8]);
}
