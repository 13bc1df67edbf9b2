//! What arbitrary input found: bodies that the compiler did not survive.

use gen_runtime::{generator, yield_};

#[derive(Clone, Copy, PartialEq)]
struct Point {
    x: u8,
}

#[test]
fn a_struct_on_the_left_of_a_lazy_operator() {
    #[generator]
    fn compared(p: Point) -> impl Iterator<Item = u8> {
        let same = (Point { x: 1 } == p) && {
            yield_!(1);
            true
        };
        yield_!(u8::from(same));
    }
    assert_eq!(compared(Point { x: 1 }).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(compared(Point { x: 2 }).collect::<Vec<_>>(), [0]);
}

#[test]
fn a_block_on_the_left_of_an_operator_on_the_right_of_a_lazy_one() {
    #[generator]
    fn compared(a: u8, b: u8) -> impl Iterator<Item = u8> {
        let both = a > 0 && {
            yield_!(a);
            a
        } < b;
        yield_!(u8::from(both));
    }
    assert_eq!(compared(1, 2).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(compared(0, 2).collect::<Vec<_>>(), [0]);
}

#[test]
fn a_question_mark_in_a_macro_in_a_macro() {
    #[generator]
    #[expect(clippy::format_in_format_args, reason = "that is what is tested")]
    fn texts(text: &str) -> impl Iterator<Item = Result<String, std::num::ParseIntError>> {
        let text = format!("{}!", format!("{}", text.parse::<u8>()?));
        yield_!(Ok(text));
    }
    assert_eq!(texts("7").collect::<Vec<_>>(), [Ok("7!".to_owned())]);
    assert!(texts("x").next().is_some_and(|text| text.is_err()));
}

#[test]
fn a_break_in_a_macro_in_a_macro() {
    #[generator]
    fn until(limit: u8) -> impl Iterator<Item = u8> {
        let mut n = 0;
        loop {
            let all = vec![vec![if n == limit { break } else { n }]];
            yield_!(all[0][0]);
            n += 1;
        }
    }
    assert_eq!(until(2).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_yield_of_what_never_ends() {
    #[generator]
    #[allow(unreachable_code, clippy::diverging_sub_expression)]
    fn ends(early: bool) -> impl Iterator<Item = String> {
        let name = String::from("a");
        yield_!(name.clone());
        if early {
            yield_!(return);
        }
        yield_!(name);
    }
    assert_eq!(ends(true).count(), 1);
    assert_eq!(ends(false).count(), 2);
}

#[test]
fn a_question_mark_before_an_else_that_yields() {
    #[generator]
    fn firsts(rows: &[Result<Option<u8>, u8>]) -> impl Iterator<Item = Result<u8, u8>> {
        for row in rows {
            let Some(first) = (*row)? else {
                yield_!(Ok(0));
                continue;
            };
            yield_!(Ok(first));
        }
    }
    let rows = [Ok(Some(1)), Ok(None), Err(2), Ok(Some(3))];
    assert_eq!(firsts(&rows).collect::<Vec<_>>(), [Ok(1), Ok(0), Err(2)]);
}

#[test]
fn a_break_that_an_array_repeats() {
    #[generator]
    #[allow(unreachable_code, clippy::diverging_sub_expression)]
    fn until(limit: u8) -> impl Iterator<Item = u8> {
        let mut n = 0;
        loop {
            yield_!(n);
            n += 1;
            if n == limit {
                let _: [(); 2] = [break; 2];
            }
        }
    }
    assert_eq!(until(2).collect::<Vec<_>>(), [0, 1]);
}

// The yield before the loop resumes behind the loop's head, which only the end of the loop leads to then.
#[test]
fn a_loop_whose_head_a_resume_point_skips() {
    #[generator]
    fn rounds(limit: u8) -> impl Iterator<Item = u8> {
        let mut n = 0;
        yield_!(n);
        loop {
            for i in 1..3 {
                yield_!(i);
            }
            n += 1;
            if n == limit {
                return;
            }
        }
    }
    assert_eq!(rounds(2).collect::<Vec<_>>(), [0, 1, 2, 1, 2]);
}

// As a statement of its own, the assignment to the first place would begin with a block.
#[test]
fn a_place_among_several_that_begins_with_a_block() {
    #[generator]
    fn places() -> impl Iterator<Item = u8> {
        let mut pair = (1, 2);
        let other;
        (
            {
                yield_!(0);
                &mut pair
            }
            .0,
            other,
        ) = (3, 4);
        yield_!(pair.0 + other);
    }
    assert_eq!(places().collect::<Vec<_>>(), [0, 7]);
}
