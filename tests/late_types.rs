//! Types that come late: what tells the type of a local stands behind a yield, in an arm of the machine that comes after those that mention it.
//!
//! Expected is what nightly's `gen fn` makes of the same body.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_assignments,
    unused_variables,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque},
    rc::Rc,
};

use gen_runtime::{generator, yield_};
use support::items_of;

/// What follows a loop is looked at before what comes behind a yield in it.
mod after_the_loop {
    use super::*;

    #[test]
    fn a_last_value_that_is_used_after_the_loop() {
        #[generator]
        fn last_line(text: &str) -> impl Iterator<Item = usize> {
            let mut last = None;
            for line in text.lines() {
                yield_!(line.len());
                last = Some(line.to_string());
            }
            if let Some(l) = last {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| last_line("ab\nc")), [2, 1, 1]);
    }

    #[test]
    fn a_vector_that_is_filled_behind_the_yield() {
        #[generator]
        fn rest_of(items: Vec<u32>) -> impl Iterator<Item = u32> {
            let mut rest = Vec::new();
            for x in items {
                yield_!(x);
                rest.push(x.to_string());
            }
            for r in rest {
                yield_!(r.len() as u32)
            }
        }
        assert_eq!(items_of(|| rest_of(vec![1, 20])), [1, 20, 1, 2]);
    }

    #[test]
    fn a_question_mark_after_a_closure() {
        #[generator]
        fn last_of(items: Vec<&str>) -> impl Iterator<Item = Result<usize, String>> {
            let mut seen = Vec::new();
            for item in items {
                let tail = item
                    .find(|c| c == '=')
                    .map(|at| &item[at..])
                    .ok_or("no tail")?;
                yield_!(Ok(seen.len()));
                seen.push(tail);
            }
            let last = seen.pop().ok_or_else(|| "none".to_string())?;
            yield_!(Ok(last.len()));
            let long = seen.iter().find_map(|tail| tail.get(3..)).ok_or("short")?;
            yield_!(Ok(long.len()));
        }
        let items = items_of(|| last_of(vec!["a=b", "c=def", "=x"]));
        assert_eq!(items, [Ok(0), Ok(1), Ok(2), Ok(2), Ok(1)]);
        assert_eq!(
            items_of(|| last_of(vec!["a"])),
            [Err("no tail".to_string())]
        );
        assert_eq!(items_of(|| last_of(vec![])), [Err("none".to_string())]);
    }

    #[test]
    fn parameters_of_closures_after_the_loop() {
        #[generator]
        fn closure_after(items: Vec<u32>) -> impl Iterator<Item = u32> {
            let mut seen = Vec::new();
            for x in items {
                yield_!(x);
                seen.push((x, x.to_string()));
            }
            seen.sort_by_key(|pair| pair.1.len());
            let total = seen.iter().map(|pair| pair.0.pow(2)).sum();
            yield_!(total);
            let longest = seen.iter().max_by(|a, b| a.1.len().cmp(&b.1.len()));
            if let Some(longest) = longest {
                yield_!(longest.1.len() as u32)
            }
        }
        assert_eq!(
            items_of(|| closure_after(vec![1, 20, 3])),
            [1, 20, 3, 410, 2]
        );
    }

    #[test]
    fn an_option_in_an_option() {
        #[generator]
        fn nested_options(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut best = Some(None);
            for x in items {
                yield_!(usize::from(x));
                best = Some(Some(x.to_string()));
            }
            if let Some(Some(best)) = best {
                yield_!(best.len())
            }
        }
        assert_eq!(items_of(|| nested_options(vec![1, 20])), [1, 20, 2]);
    }

    #[test]
    fn variables_of_a_tuple() {
        #[generator]
        fn tuple(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let (mut first, mut others) = (None, Vec::new());
            for x in items {
                yield_!(usize::from(x));
                if first.is_none() {
                    first = Some(x.to_string());
                } else {
                    others.push(x.to_string());
                }
            }
            if let Some(first) = &first {
                yield_!(first.len())
            }
            yield_!(others.iter().map(|other| other.len()).sum());
        }
        assert_eq!(items_of(|| tuple(vec![1, 20, 30])), [1, 20, 30, 1, 4]);
    }

    #[test]
    fn variables_that_hide_each_other() {
        #[generator]
        fn shadowed(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let last = 3;
            yield_!(last);
            let mut last = None;
            for x in items {
                yield_!(usize::from(x));
                last = Some(x.to_string());
            }
            let last = last.map(|last| last.len());
            yield_!(1);
            yield_!(last.unwrap_or(7));
        }
        assert_eq!(items_of(|| shadowed(vec![1, 20])), [3, 1, 20, 1, 2]);
    }

    #[test]
    fn a_variable_without_a_value() {
        #[generator]
        fn declared(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last;
            let mut i = 0;
            loop {
                if i == items.len() {
                    last = None;
                    break;
                }
                yield_!(i);
                last = Some(items[i].to_string());
                if items[i] == 2 {
                    break;
                }
                i += 1;
            }
            yield_!(last.as_ref().map_or(0, |last| last.len()));
            if let Some(last) = last {
                yield_!(last.len() + 10)
            }
        }
        assert_eq!(items_of(|| declared(vec![1, 2, 3])), [0, 1, 1, 11]);
    }

    #[test]
    fn items_of_an_argument_of_unnamed_type() {
        #[generator]
        fn from_impl(items: impl Iterator<Item = u8>) -> impl Iterator<Item = usize> {
            let mut previous = None;
            for item in items {
                yield_!(usize::from(item));
                previous = Some((
                    previous.map_or(0, |(n, _): (usize, String)| n) + 1,
                    item.to_string(),
                ));
            }
            if let Some((n, text)) = previous {
                yield_!(n + text.len())
            }
        }
        assert_eq!(items_of(|| from_impl(vec![1, 20].into_iter())), [1, 20, 4]);
    }

    #[test]
    fn a_map() {
        #[generator]
        fn map_of(text: &str) -> impl Iterator<Item = (String, usize)> {
            let mut counts = BTreeMap::new();
            for word in text.split(' ') {
                yield_!((word.to_string(), 0));
                *counts.entry(word.to_string()).or_insert(0) += 1;
            }
            for (word, n) in counts {
                yield_!((word.to_uppercase(), n))
            }
        }
        assert_eq!(
            items_of(|| map_of("a b a")),
            [
                ("a".to_string(), 0),
                ("b".to_string(), 0),
                ("a".to_string(), 0),
                ("A".to_string(), 2),
                ("B".to_string(), 1)
            ]
        );
    }

    #[test]
    fn a_boxed_tuple() {
        #[generator]
        fn boxed(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut chain = None;
            for x in items {
                yield_!(usize::from(x));
                chain = Some(Box::new((x.to_string(), 1)));
            }
            if let Some(pair) = chain {
                yield_!(pair.0.len() + pair.1)
            }
        }
        assert_eq!(items_of(|| boxed(vec![1, 20])), [1, 20, 3]);
    }

    #[test]
    fn a_result() {
        #[generator]
        fn results(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut outcome = Err(0);
            for x in items {
                yield_!(usize::from(x));
                outcome = Ok(x.to_string());
            }
            match outcome {
                Ok(text) => yield_!(text.len()),
                Err(n) => yield_!(n),
            }
        }
        assert_eq!(items_of(|| results(vec![1, 20])), [1, 20, 2]);
    }

    #[test]
    fn variables_inside_of_a_loop() {
        #[generator]
        fn inner_loop(rows: Vec<Vec<u8>>) -> impl Iterator<Item = usize> {
            for row in rows {
                let mut texts = vec![];
                for x in row {
                    yield_!(usize::from(x));
                    texts.push(x.to_string());
                }
                yield_!(texts.concat().len());
                let joined = texts.join("-");
                yield_!(joined.len());
            }
        }
        assert_eq!(
            items_of(|| inner_loop(vec![vec![1, 20], vec![], vec![3]])),
            [1, 20, 3, 4, 0, 0, 3, 1, 1]
        );
    }

    #[test]
    fn a_stack() {
        #[generator]
        fn while_let(mut stack: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut done = Vec::new();
            while let Some(top) = stack.pop() {
                yield_!(usize::from(top));
                if top > 1 {
                    stack.push(top - 2);
                }
                done.push(top.to_string());
            }
            done.reverse();
            yield_!(done.first().map_or(0, |first| first.len()));
            yield_!(done.concat().len());
        }
        assert_eq!(items_of(|| while_let(vec![1, 5])), [5, 3, 1, 1, 1, 4]);
    }

    #[test]
    fn a_loop_that_is_continued() {
        #[generator]
        fn continued(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut odd = Vec::new();
            for x in items {
                if x % 2 == 0 {
                    yield_!(usize::from(x));
                    continue;
                }
                yield_!(0);
                odd.push(x.to_string());
            }
            let n = odd.iter().filter(|x| x.len() == 1).count();
            yield_!(n);
            let [ref a, ..] = odd[..] else { return };
            yield_!(a.len());
        }
        assert_eq!(items_of(|| continued(vec![1, 2, 3])), [0, 2, 0, 2, 1]);
    }

    #[test]
    fn a_value_found_in_two_loops() {
        #[generator]
        fn labelled(items: Vec<Vec<u8>>) -> impl Iterator<Item = usize> {
            let mut found = None;
            'outer: for row in items {
                for x in row {
                    yield_!(usize::from(x));
                    if x == 3 {
                        found = Some(x.to_string());
                        break 'outer;
                    }
                }
            }
            let text = found.unwrap_or_default();
            yield_!(text.len());
        }
        assert_eq!(
            items_of(|| labelled(vec![vec![1, 2], vec![3, 4]])),
            [1, 2, 3, 1]
        );
    }

    #[test]
    fn two_that_tell_each_others_types() {
        #[generator]
        fn two_late(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut a = None;
            let mut b = None;
            for x in items {
                yield_!(usize::from(x));
                a = b;
                b = Some(x.to_string());
            }
            if let (Some(a), Some(b)) = (a, b) {
                yield_!(a.len() + b.len())
            }
        }
        assert_eq!(items_of(|| two_late(vec![1, 20])), [1, 20, 3]);
    }

    #[test]
    fn moved_from_one_to_another() {
        #[generator]
        fn chain_of_moves(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut first = Vec::new();
            let mut second = vec![];
            for x in items {
                yield_!(usize::from(x));
                first.push(x.to_string());
                second = first.clone();
            }
            let third = second;
            yield_!(third.iter().map(|x| x.len()).sum());
            yield_!(third.concat().len() + first.len());
        }
        assert_eq!(items_of(|| chain_of_moves(vec![1, 20])), [1, 20, 3, 5]);
    }

    #[test]
    fn an_array_of_options() {
        #[generator]
        fn array(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut slots = [None, None];
            for (i, x) in items.into_iter().enumerate() {
                yield_!(i);
                slots[i % 2] = Some(x.to_string());
            }
            for slot in slots {
                if let Some(text) = slot {
                    yield_!(text.len());
                }
            }
        }
        assert_eq!(items_of(|| array(vec![1, 20, 3])), [0, 1, 2, 1, 2]);
    }

    #[test]
    fn references_of_two_lifetimes() {
        #[generator]
        fn two_lifetimes<'a, 'b>(
            one: &'a [&'a str],
            other: &'b [&'b str],
        ) -> impl Iterator<Item = usize> {
            let mut longest = None;
            let mut seen = Vec::new();
            for a in one {
                yield_!(a.len());
                longest = Some(a);
            }
            for b in other {
                yield_!(b.len());
                seen.push(b);
            }
            if let Some(l) = longest {
                yield_!(l.len())
            }
            yield_!(seen.iter().map(|b| b.len()).sum());
        }
        assert_eq!(
            items_of(|| two_lifetimes(&["a", "bc"], &["def"])),
            [1, 2, 3, 2, 3]
        );
    }

    #[test]
    fn a_position_in_a_text() {
        #[generator]
        fn cursor(text: &str) -> impl Iterator<Item = String> {
            let mut token = String::new();
            let mut start = None;
            for (i, c) in text.char_indices() {
                if c == ' ' {
                    if let Some(s) = start {
                        yield_!(text[s..i].to_string());
                    }
                    start = None;
                    token.clear();
                } else {
                    token.push(c);
                    if start.is_none() {
                        yield_!("+".to_string());
                        start = Some(i);
                    }
                }
            }
            if let Some(s) = start {
                yield_!(text[s..].to_string());
                yield_!(token)
            }
        }
        assert_eq!(
            items_of(|| cursor("ab c def")),
            ["+", "ab", "+", "c", "+", "def", "def"]
        );
    }

    #[test]
    fn a_state_that_is_matched() {
        #[generator]
        fn match_arms(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut state = None;
            for x in items {
                state = match state {
                    None => {
                        yield_!(0);
                        Some((x, String::new()))
                    }
                    Some((n, text)) if n == x => {
                        yield_!(1);
                        Some((n, text + "a"))
                    }
                    Some((_, text)) => {
                        yield_!(text.len());
                        None
                    }
                };
            }
            if let Some((n, text)) = state {
                yield_!(usize::from(n) + text.len())
            }
        }
        assert_eq!(
            items_of(|| match_arms(vec![1, 1, 2, 3, 3])),
            [0, 1, 1, 0, 1, 4]
        );
    }

    #[test]
    fn a_vector_that_is_yielded() {
        #[generator]
        fn moved_groups(items: Vec<u8>) -> impl Iterator<Item = Vec<String>> {
            let mut group = Vec::new();
            for x in items {
                if x == 0 {
                    yield_!(group);
                    group = vec![];
                }
                group.push(x.to_string());
            }
            if !group.is_empty() {
                yield_!(group)
            }
        }
        assert_eq!(
            items_of(|| moved_groups(vec![1, 0, 2, 30])),
            [vec!["1"], vec!["0", "2", "30"]]
        );
    }

    #[test]
    fn a_vector_made_anew_on_one_way() {
        #[generator]
        fn redeclared(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut group = Vec::new();
            for x in items {
                if x == 0 {
                    yield_!(group.len());
                    group = Vec::new();
                    yield_!(9);
                }
                group.push(x.to_string());
            }
            yield_!(group.iter().map(|g| g.len()).sum());
        }
        assert_eq!(items_of(|| redeclared(vec![1, 0, 2, 30])), [1, 9, 4]);
    }

    #[test]
    fn a_value_taken_and_set_again() {
        #[generator]
        fn reassigned_none(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut pending = None;
            for x in items {
                if let Some(text) = pending {
                    yield_!(String::len(&text));
                }
                yield_!(usize::from(x));
                pending = None;
                if x > 1 {
                    pending = Some(x.to_string());
                }
            }
            if let Some(text) = pending {
                yield_!(text.len())
            }
        }
        assert_eq!(
            items_of(|| reassigned_none(vec![1, 20, 3])),
            [1, 20, 2, 3, 1]
        );
    }

    #[test]
    fn a_vector_that_is_extended() {
        #[generator]
        fn zipped(text: &str) -> impl Iterator<Item = usize> {
            let mut widths = Vec::new();
            for (i, line) in text.lines().enumerate() {
                yield_!(i);
                widths.extend(line.split(' ').map(|w| w.len().to_string()));
            }
            widths.sort_unstable();
            for i in 0..widths.len() {
                yield_!(widths[i].len())
            }
            yield_!(widths.concat().len());
        }
        assert_eq!(items_of(|| zipped("a bc\nd")), [0, 1, 1, 1, 1, 3]);
    }

    #[test]
    fn characters_that_are_peeked_at() {
        #[generator]
        fn peeking(text: &str) -> impl Iterator<Item = String> {
            let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
            let mut pending = Vec::new();
            while let Some(c) = chars.next() {
                if c.is_ascii_digit() {
                    yield_!(c.to_string());
                    pending.push(c);
                } else if chars.peek().is_some_and(|next| next.is_ascii_digit()) {
                    yield_!("!".to_string());
                }
            }
            pending.reverse();
            yield_!(pending.iter().collect());
            yield_!(
                pending
                    .iter()
                    .rev()
                    .map(|c| c.to_string())
                    .collect::<Vec<_>>()
                    .join(",")
            );
        }
        assert_eq!(items_of(|| peeking("1 a 2")), ["1", "!", "2", "21", "1,2"]);
    }

    #[test]
    fn two_of_one_name() {
        #[generator]
        fn same_names(items: Vec<u8>) -> impl Iterator<Item = usize> {
            {
                let mut last = None;
                for x in items.clone() {
                    yield_!(usize::from(x));
                    last = Some(x.to_string());
                }
                if let Some(l) = last {
                    yield_!(l.len())
                }
            }
            {
                let mut last = None;
                for x in items {
                    yield_!(usize::from(x));
                    last = Some(x);
                }
                if let Some(l) = last {
                    yield_!(l.pow(1).into())
                }
            }
        }
        assert_eq!(items_of(|| same_names(vec![1, 20])), [1, 20, 2, 1, 20, 20]);
    }

    #[test]
    fn names_that_are_keywords() {
        #[generator]
        fn raw_names(r#type: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut r#match = None;
            let mut _unused = Vec::new();
            for x in r#type {
                yield_!(usize::from(x));
                r#match = Some(x.to_string());
                _unused.push(x.to_string());
            }
            if let Some(l) = r#match {
                yield_!(l.len())
            }
            yield_!(_unused.concat().len());
        }
        assert_eq!(items_of(|| raw_names(vec![1, 20])), [1, 20, 2, 3]);
    }

    #[test]
    fn mentions_in_macros() {
        macro_rules! debug { ($($x:tt)*) => { _ = format!($($x)*) } }
        #[generator]
        fn in_macros(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last = None;
            let mut count = 0;
            for x in items {
                yield_!(usize::from(x));
                debug!("{last:?}");
                debug!("{}", last.is_none());
                last = Some(x.to_string());
                count += x.to_string().len();
            }
            if let Some(l) = last {
                yield_!(l.len())
            }
            let text = format!("{count} {}", {
                let n = count.pow(2);
                n
            });
            yield_!(text.len());
        }
        assert_eq!(items_of(|| in_macros(vec![1, 20])), [1, 20, 2, 3]);
    }

    #[test]
    fn borrowed_text() {
        #[generator]
        fn borrowed(text: &str) -> impl Iterator<Item = usize> {
            let mut previous = None;
            let mut longest = "";
            for line in text.lines() {
                yield_!(line.len());
                if line.len() > longest.len() {
                    longest = line;
                }
                previous = Some(line.trim());
            }
            yield_!(previous.map_or(0, |line| line.len()));
            yield_!(longest.len());
        }
        assert_eq!(items_of(|| borrowed("a\n bcd \ne")), [1, 5, 1, 1, 5]);
    }

    #[test]
    fn a_type_parameter() {
        #[generator]
        fn tree<T: Ord + Clone>(items: Vec<T>) -> impl Iterator<Item = T> {
            let mut sorted = Vec::new();
            let mut last = None;
            for x in items {
                yield_!(x.clone());
                let at = sorted.binary_search(&x).unwrap_or_else(|at| at);
                sorted.insert(at, x.clone());
                last = last.max(Some(x));
            }
            for x in sorted.iter().cloned().rev().collect::<Vec<_>>() {
                yield_!(x)
            }
            if let Some(x) = last {
                yield_!(x)
            }
        }
        assert_eq!(items_of(|| tree(vec![3, 1, 2])), [3, 1, 2, 3, 2, 1, 3]);
    }

    #[test]
    fn a_queue() {
        #[generator]
        fn queue(n: u8) -> impl Iterator<Item = usize> {
            let mut queue = VecDeque::new();
            let mut seen = BTreeSet::new();
            queue.push_back((n, 0));
            while let Some((x, depth)) = queue.pop_front() {
                yield_!(usize::from(x) + depth);
                if seen.insert(x.to_string()) && x > 1 {
                    queue.push_back((x / 2, depth + 1));
                    queue.push_back((x - 1, depth + 1));
                }
            }
            yield_!(seen.iter().map(|text| text.len()).sum());
            if let Some(first) = seen.into_iter().next() {
                yield_!(first.len())
            }
        }
        assert_eq!(items_of(|| queue(5)), [5, 3, 5, 3, 3, 4, 5, 4, 5, 5, 1]);
    }

    #[test]
    fn vectors_in_a_vector() {
        #[generator]
        fn nested_blocks(items: Vec<Vec<u8>>) -> impl Iterator<Item = usize> {
            let mut all = Vec::new();
            for row in items {
                let mut texts = Vec::new();
                let mut best = None;
                for x in row {
                    yield_!(usize::from(x));
                    texts.push(x.to_string());
                    best = match best {
                        Some(b) if b > x => Some(b),
                        _ => Some(x),
                    };
                }
                if let Some(b) = best {
                    yield_!(b.count_ones() as usize);
                }
                all.push(texts);
            }
            for texts in all {
                for text in texts {
                    yield_!(text.len())
                }
            }
        }
        assert_eq!(
            items_of(|| nested_blocks(vec![vec![1, 20], vec![3]])),
            [1, 20, 2, 3, 2, 1, 2, 1]
        );
    }

    #[test]
    fn a_tuple_that_is_matched() {
        #[generator]
        fn or_patterns(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut state = (None, 0usize);
            for x in items {
                yield_!(state.1);
                state = match state {
                    (None, n) | (Some(_), n) if n > 3 => (None, 0),
                    (_, n) => (Some(x.to_string()), n + 1),
                };
            }
            if let (Some(text), n) = state {
                yield_!(text.len() + n.pow(2))
            }
        }
        assert_eq!(items_of(|| or_patterns(vec![1, 20, 3])), [0, 1, 2, 10]);
    }

    #[test]
    fn a_let_that_may_fail() {
        #[generator]
        fn let_else(items: Vec<&str>) -> impl Iterator<Item = usize> {
            let mut good = Vec::new();
            for x in items {
                let Ok(n) = x.parse::<usize>() else {
                    yield_!(99);
                    continue;
                };
                yield_!(n);
                good.push((n, x.to_string()));
            }
            let Some((n, text)) = good.pop() else { return };
            yield_!(n.pow(2));
            yield_!(text.len());
        }
        assert_eq!(
            items_of(|| let_else(vec!["1", "x", "20"])),
            [1, 99, 20, 400, 2]
        );
    }
}

/// Values that leave the type open, in part or as a whole.
mod open_values {
    use super::*;

    #[test]
    fn an_integer_literal() {
        #[generator]
        fn literal(items: Vec<usize>) -> impl Iterator<Item = usize> {
            let mut count = 0;
            for x in items {
                yield_!(x);
                count += x;
            }
            yield_!(count.pow(2));
            yield_!(count.leading_zeros() as usize);
        }
        assert_eq!(items_of(|| literal(vec![3, 4])), [3, 4, 49, 61]);
    }

    #[test]
    fn a_float_literal() {
        #[generator]
        fn float(items: Vec<f32>) -> impl Iterator<Item = f32> {
            let mut sum = 0.0;
            for x in items {
                yield_!(x);
                sum += x;
            }
            yield_!(sum.sqrt());
        }
        assert_eq!(items_of(|| float(vec![2.0, 2.0])), [2.0, 2.0, 2.0]);
    }

    #[test]
    fn a_default_value() {
        #[generator]
        fn defaulted(items: Vec<String>) -> impl Iterator<Item = usize> {
            let mut seen = Default::default();
            for x in items {
                yield_!(x.len());
                seen = vec![x];
            }
            yield_!(seen.iter().map(|x| x.len()).sum());
            yield_!(seen.len());
        }
        assert_eq!(
            items_of(|| defaulted(vec!["a".to_string(), "bcd".to_string()])),
            [1, 3, 3, 1]
        );
    }

    #[test]
    fn a_parsed_number() {
        #[generator]
        fn parsed(text: &str) -> impl Iterator<Item = i16> {
            let mut n = text.parse().unwrap_or_default();
            for i in 0..2 {
                yield_!(i);
                n = i16::max(n, i);
            }
            yield_!(n.wrapping_mul(3));
        }
        assert_eq!(items_of(|| parsed("12")), [0, 1, 36]);
    }

    #[test]
    fn a_collection() {
        #[generator]
        fn collected(text: &str) -> impl Iterator<Item = usize> {
            let mut words = text.split(' ').map(|w| w.to_owned()).collect();
            for i in 0..2 {
                yield_!(i);
                words = Vec::<String>::clone(&words);
            }
            yield_!(words.len());
            words.retain(|w| w.len() > 1);
            yield_!(words.len());
        }
        assert_eq!(items_of(|| collected("a bc def")), [0, 1, 3, 2]);
    }

    #[test]
    fn a_converted_value() {
        #[generator]
        fn into_typed(items: Vec<u8>) -> impl Iterator<Item = u64> {
            let mut sum = 0u8.into();
            for x in items {
                yield_!(u64::from(x));
                sum = u64::max(sum, u64::from(x));
            }
            yield_!(sum.count_ones().into());
            yield_!(sum);
        }
        assert_eq!(items_of(|| into_typed(vec![1, 20])), [1, 20, 2, 20]);
    }

    #[test]
    fn a_sum() {
        #[generator]
        fn summed(items: Vec<u64>) -> impl Iterator<Item = u64> {
            let mut sum = items.iter().sum();
            for x in items {
                yield_!(x);
                sum = u64::max(sum, x);
            }
            yield_!(sum.count_ones().into());
        }
        assert_eq!(items_of(|| summed(vec![1, 20])), [1, 20, 3]);
    }

    #[test]
    fn a_binary_search() {
        #[generator]
        fn ranges(n: u8) -> impl Iterator<Item = usize> {
            let mut low = 0;
            let mut high = 10;
            let mut steps = Vec::new();
            while low < high {
                let middle = low + (high - low) / 2;
                yield_!(middle);
                steps.push(middle);
                if middle < usize::from(n) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            yield_!(low.pow(2) + high.count_ones() as usize);
            yield_!(steps.iter().sum());
        }
        assert_eq!(items_of(|| ranges(7)), [5, 8, 7, 6, 52, 26]);
    }

    #[test]
    fn a_loop_with_a_flag() {
        #[generator]
        fn while_flag(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut i = 0;
            let mut prev = None;
            let mut done = false;
            while !done {
                yield_!(i);
                if let Some(p) = prev {
                    if p == items[i] {
                        done = true;
                    }
                }
                prev = Some(items[i]);
                i += 1;
                done |= i == items.len();
            }
            if let Some(p) = prev {
                yield_!(p.swap_bytes().into())
            }
        }
        assert_eq!(items_of(|| while_flag(vec![1, 2, 2, 3])), [0, 1, 2, 2]);
    }
}

/// Whether it has to be dropped is asked of its type.
mod kept {
    use super::*;

    #[test]
    fn a_value_that_is_only_dropped() {
        #[generator]
        fn kept_only(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut previous = None;
            for x in items {
                yield_!(usize::from(x));
                previous = Some(x.to_string());
                yield_!(1);
            }
            drop(previous);
        }
        assert_eq!(items_of(|| kept_only(vec![1, 2])), [1, 1, 2, 1]);
    }

    #[test]
    fn none_again_behind_the_yield() {
        #[generator]
        fn again_none(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last = None;
            for x in items {
                yield_!(usize::from(x));
                last = None;
                if x > 1 {
                    last = Some(x.to_string());
                }
                if let Some(last) = &last {
                    yield_!(last.len())
                }
            }
            yield_!(last.map_or(0, |last| last.len()));
        }
        assert_eq!(items_of(|| again_none(vec![1, 20])), [1, 20, 2, 2]);
    }

    #[test]
    fn a_vector_made_anew() {
        #[generator]
        fn dead_local(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut batch = Vec::new();
            for x in items {
                batch.clear();
                batch.push(x.to_string());
                yield_!(batch.len());
                batch = Vec::new();
                yield_!(batch.len());
            }
        }
        assert_eq!(items_of(|| dead_local(vec![1, 2])), [1, 0, 1, 0]);
    }

    #[test]
    fn a_value_that_no_yield_sees() {
        #[generator]
        fn never_live(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut found = None;
            for x in items {
                yield_!(usize::from(x));
                found = None;
                if x > 1 {
                    found = Some(x.to_string());
                }
                if let Some(text) = found {
                    yield_!(text.len())
                }
                found = None;
                yield_!(0);
            }
        }
        assert_eq!(items_of(|| never_live(vec![1, 20])), [1, 0, 20, 2, 0]);
    }

    #[test]
    fn dropped_at_every_yield() {
        #[generator]
        fn dead_then_none(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last = None;
            for x in items {
                last = Some(x.to_string());
                yield_!(usize::from(x));
                last = None;
                if let Some(text) = last {
                    yield_!(String::len(&text));
                }
                last = Some(String::new());
                yield_!(7);
            }
        }
        assert_eq!(items_of(|| dead_then_none(vec![1, 20])), [1, 7, 20, 7]);
    }

    #[test]
    fn none_again_on_the_way() {
        #[generator]
        fn restored_none(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last = None;
            for x in items {
                if let Some(text) = &last {
                    let n = String::len(text);
                    yield_!(n)
                }
                yield_!(usize::from(x));
                last = None;
                yield_!(1);
                if let Some(text) = last {
                    yield_!(text.len())
                }
                last = Some(x.to_string());
            }
        }
        assert_eq!(items_of(|| restored_none(vec![1, 20])), [1, 1, 1, 20, 1]);
    }

    #[test]
    fn a_copied_value() {
        #[generator]
        fn copy_none(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut last = None;
            for x in items {
                yield_!(usize::from(x));
                last = None;
                if x > 1 {
                    last = Some(x);
                }
                if let Some(n) = last {
                    yield_!(n.count_ones() as usize)
                }
            }
            if let Some(n) = last {
                yield_!(n.leading_zeros() as usize)
            }
        }
        assert_eq!(items_of(|| copy_none(vec![1, 20])), [1, 20, 2, 3]);
    }
}

/// Nothing has told the type yet where it is asked whether there is something to drop.
mod asked {
    use super::*;

    #[test]
    fn a_number_that_is_never_used() {
        #[generator]
        fn kept_parse(text: &str) -> impl Iterator<Item = usize> {
            let mut name = text.parse().unwrap_or_default();
            for i in 0..2 {
                yield_!(i);
                name = i.to_string();
            }
        }
        assert_eq!(items_of(|| kept_parse("ab cde f")), [0, 1]);
    }

    #[test]
    fn none_that_is_never_used() {
        #[generator]
        fn kept_none(text: &str) -> impl Iterator<Item = usize> {
            let mut name = None;
            for i in 0..2 {
                yield_!(i);
                name = Some(text.to_string());
            }
        }
        assert_eq!(items_of(|| kept_none("ab cde f")), [0, 1]);
    }

    #[test]
    fn a_copied_value_that_is_never_used() {
        #[generator]
        fn kept_none_copy(text: &str) -> impl Iterator<Item = usize> {
            let mut name = None;
            let mut rest = text.to_string();
            for i in 0..2 {
                yield_!(i);
                name = Some(i);
                rest.push('x');
            }
            yield_!(rest.len());
        }
        assert_eq!(items_of(|| kept_none_copy("ab cde f")), [0, 1, 10]);
    }

    #[test]
    fn a_closure_that_is_dropped_behind_the_yield() {
        #[generator]
        fn kept_closure(text: String) -> impl Iterator<Item = usize> {
            let mut f = None;
            let mut n = 0;
            for i in 0..2 {
                yield_!(i);
                let t = text.clone();
                f = Some(move || t.len());
                n += f.as_ref().map_or(0, |f| f());
            }
            yield_!(n);
        }
        assert_eq!(items_of(|| kept_closure("ab".to_string())), [0, 1, 4]);
    }

    #[test]
    fn collections_that_are_overwritten() {
        #[generator]
        fn kept_default(text: &str) -> impl Iterator<Item = usize> {
            let mut list = Default::default();
            for i in 0..2 {
                yield_!(i);
                list = vec![text.len()];
            }
            let mut other = text.split(' ').collect();
            for i in 0..2 {
                yield_!(i);
                other = vec![text];
                yield_!(other.len());
                other = vec![];
            }
        }
        assert_eq!(items_of(|| kept_default("ab cde f")), [0, 1, 0, 1, 1, 1]);
    }

    #[test]
    fn variables_without_values() {
        #[generator]
        fn kept_unassigned(text: &str) -> impl Iterator<Item = usize> {
            let a;
            for i in 0..2 {
                yield_!(i);
            }
            a = Some(text.to_string());
            yield_!(1);
            let b;
            if text.len() > 1 {
                yield_!(1);
                b = None;
                yield_!(2);
            } else {
                yield_!(3);
                b = Some(text.to_string());
                yield_!(4);
            }
            yield_!(5);
            _ = &b;
        }
        assert_eq!(items_of(|| kept_unassigned("ab cde f")), [0, 1, 1, 1, 2, 5]);
    }

    #[test]
    fn a_part_of_a_tuple() {
        #[generator]
        fn kept_tuple(text: &str) -> impl Iterator<Item = usize> {
            let mut pair = (None, 0);
            for i in 0..3 {
                yield_!(i);
                if i == 1 {
                    pair.0 = Some(text.to_string());
                }
                pair.1 += 1;
                yield_!(pair.1.clone());
            }
        }
        assert_eq!(items_of(|| kept_tuple("ab cde f")), [0, 1, 1, 2, 2, 3]);
    }

    #[test]
    fn none_on_some_of_the_ways() {
        #[generator]
        fn kept_in_branch(text: &str) -> impl Iterator<Item = usize> {
            for i in 0..3 {
                let mut held = None;
                if i == 1 {
                    yield_!(0);
                    held = Some(text.to_string());
                    yield_!(1);
                }
                yield_!(2);
                held = None;
                yield_!(3);
                if i == 2 {
                    held = Some(String::new());
                }
                yield_!(held.is_some() as usize);
            }
        }
        assert_eq!(
            items_of(|| kept_in_branch("ab cde f")),
            [2, 3, 0, 0, 1, 2, 3, 0, 2, 3, 1]
        );
    }

    #[test]
    fn collections_that_are_filled_on_another_way() {
        #[generator]
        fn counted<E: Clone + Ord>(results: &[Result<u32, E>]) -> impl Iterator<Item = usize> {
            let mut errors = Vec::new();
            let mut noted = vec![];
            let mut both = (Vec::new(), Vec::with_capacity(1));
            let mut numbered = Vec::<(usize, _)>::new();
            let mut slots = vec![None; 2];
            let mut least = BinaryHeap::new();
            for (at, result) in results.iter().enumerate() {
                match result {
                    Ok(n) if *n > 3 => {
                        yield_!(*n as usize);
                        return;
                    }
                    Ok(n) => {
                        yield_!(*n as usize);
                        break;
                    }
                    Err(error) => {
                        errors.push(error.clone());
                        noted.extend([error.clone()]);
                        both.0.push(at);
                        both.1.push(error.clone());
                        numbered.push((at, error.clone()));
                        slots[at % 2] = Some(error.clone());
                        least.push(Reverse(error.clone()));
                    }
                }
            }
        }
        let results = [Err("a"), Ok(2)].map(|result| result.map_err(Rc::new));
        let count = || match &results[0] {
            Err(error) => Rc::strong_count(error),
            Ok(_) => 0,
        };
        assert_eq!(items_of(|| counted(&results)), [2]);
        let mut suspended = counted(&results);
        assert_eq!(suspended.next(), Some(2));
        assert_eq!(count(), 7);
        drop(suspended);
        assert_eq!(count(), 1);
        assert_eq!(items_of(|| counted(&[Err('a'), Ok(5)])), [5]);
    }

    #[test]
    fn a_vector_that_is_filled_if_nothing_is_missing() {
        #[generator]
        fn whole(items: Vec<Option<String>>) -> impl Iterator<Item = Vec<String>> {
            let mut group = Vec::new();
            for item in items {
                let Some(item) = item else {
                    yield_!(vec![]);
                    return;
                };
                group.push(item);
            }
            yield_!(group);
        }
        let a = || Some("a".to_string());
        assert_eq!(items_of(|| whole(vec![a(), a()])), [["a", "a"]]);
        assert_eq!(items_of(|| whole(vec![a(), None])), [[""; 0]]);
    }

    #[test]
    fn popped_before_anything_was_pushed() {
        #[generator]
        fn moved_unknown(text: &str) -> impl Iterator<Item = usize> {
            let mut stack = vec![];
            for i in 0..3 {
                let top = stack.pop();
                yield_!(i);
                if let Some(top) = top {
                    yield_!(String::len(&top));
                }
                stack.push(text.to_string());
            }
            let mut stack = Vec::new();
            for i in 0..3 {
                let top = stack.pop();
                yield_!(i);
                if let Some((n, _)) = top {
                    yield_!(n);
                }
                stack.push((i, text.to_string()));
            }
        }
        assert_eq!(
            items_of(|| moved_unknown("ab cde f")),
            [0, 1, 8, 2, 8, 0, 1, 0, 2, 1]
        );
    }

    #[test]
    fn a_window() {
        #[generator]
        fn deque(text: &str) -> impl Iterator<Item = usize> {
            let mut window = VecDeque::new();
            for word in text.split(' ') {
                if window.len() == 2 {
                    window.pop_front();
                }
                yield_!(window.len());
                window.push_back(word.to_string());
            }
            while let Some(word) = window.pop_front() {
                yield_!(word.len())
            }
        }
        assert_eq!(items_of(|| deque("ab cde f")), [0, 1, 1, 3, 1]);
    }

    #[test]
    fn a_part_of_the_type_written() {
        #[generator]
        fn best(text: &str) -> impl Iterator<Item = usize> {
            let mut best = None::<(usize, _)>;
            let mut count: BTreeMap<_, _> = BTreeMap::new();
            for word in text.split(' ') {
                yield_!(word.len());
                best = best.max(Some((word.len(), word.to_string())));
                count.entry(word.len()).and_modify(|n| *n += 1).or_insert(1);
            }
            if let Some((n, word)) = best {
                yield_!(n + word.len())
            }
            let most = count
                .iter()
                .max_by_key(|(_, n)| **n)
                .map(|(len, n)| len * n);
            yield_!(most.unwrap_or_default());
        }
        assert_eq!(items_of(|| best("ab cde f")), [2, 3, 1, 6, 3]);
    }
}

/// Where a type has a closure in it, it is another one in each copy of the body, and is not told.
mod closures {
    use super::*;

    #[test]
    fn an_iterator_with_a_closure_in_it() {
        #[generator]
        fn with_filter(text: &str) -> impl Iterator<Item = usize> {
            let mut long = None;
            for line in text.lines().filter(|line| !line.is_empty()) {
                yield_!(line.len());
                long = Some(line.to_string());
            }
            if let Some(l) = long {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| with_filter("ab\n\ncde")), [2, 3, 3]);
    }

    #[test]
    fn what_a_closure_made() {
        #[generator]
        fn with_map(text: &str) -> impl Iterator<Item = usize> {
            let mut long = None;
            for line in text.lines().map(|line| line.to_string()) {
                yield_!(line.len());
                long = Some(line);
            }
            if let Some(l) = long {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| with_map("ab\ncde")), [2, 3, 3]);
    }

    #[test]
    fn what_a_stored_iterator_gives() {
        #[generator]
        fn stored_adaptor(text: &str) -> impl Iterator<Item = usize> {
            let mut lines = text.lines().map(|line| line.to_string());
            let mut long = Vec::new();
            while let Some(line) = lines.next() {
                yield_!(line.len());
                long.push(line);
            }
            for l in long {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| stored_adaptor("ab\ncde")), [2, 3, 2, 3]);
    }

    #[test]
    fn an_option_that_a_closure_made() {
        #[generator]
        fn option_map(text: &str) -> impl Iterator<Item = usize> {
            let mut last = None;
            for line in text.lines() {
                yield_!(line.len());
                last = line.split(' ').next().map(|word| word.to_string());
            }
            if let Some(l) = last {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| option_map("ab cd\nefg h")), [5, 5, 3]);
    }

    #[test]
    fn what_a_closure_returns() {
        #[generator]
        fn helper_closure(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let text = |x: u8| x.to_string();
            let mut last = None;
            for x in items {
                yield_!(usize::from(x));
                last = Some(text(x));
            }
            if let Some(l) = last {
                yield_!(l.len())
            }
        }
        assert_eq!(items_of(|| helper_closure(vec![1, 20])), [1, 20, 2]);
    }

    #[test]
    fn items_of_a_closure() {
        #[generator]
        fn from_fn_iter(n: u8) -> impl Iterator<Item = usize> {
            let mut i = 0;
            let mut all = Vec::new();
            let source = std::iter::from_fn(move || {
                i += 1;
                (i < n).then_some(i)
            });
            for x in source {
                yield_!(usize::from(x));
                all.push(x.to_string());
            }
            yield_!(all.concat().len());
        }
        assert_eq!(items_of(|| from_fn_iter(4)), [1, 2, 3, 3]);
    }

    #[test]
    fn a_vector_that_is_retained() {
        #[generator]
        fn refilled(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut seen = Vec::new();
            let mut by_text = items.iter().map(|x| x.to_string()).collect::<Vec<_>>();
            by_text.sort();
            for x in by_text {
                yield_!(x.len());
                seen.push(x.parse().unwrap_or(0u8));
            }
            let sum = seen.iter().fold(0, |a, b| a + usize::from(*b));
            yield_!(sum);
            let big = |n: &u8| *n > 3;
            seen.retain(big);
            yield_!(seen.len());
            yield_!(
                seen.iter()
                    .copied()
                    .filter(big)
                    .map(|x| x.rotate_left(1))
                    .map(usize::from)
                    .sum()
            );
        }
        assert_eq!(items_of(|| refilled(vec![1, 20, 3])), [1, 2, 1, 24, 1, 40]);
    }

    #[test]
    fn captured_by_a_closure() {
        #[generator]
        fn captured_by_closure(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut total = 0;
            let mut names = Vec::new();
            for x in items {
                let mut add = |n: usize| {
                    total += n;
                    names.push(n.to_string());
                };
                add(usize::from(x));
                add(1);
                yield_!(total);
            }
            yield_!(total.pow(2));
            yield_!(names.concat().len());
        }
        assert_eq!(
            items_of(|| captured_by_closure(vec![1, 20])),
            [2, 23, 529, 5]
        );
    }

    #[test]
    fn closures_over_pairs() {
        #[generator]
        fn late_param(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut pairs = Vec::new();
            for x in items {
                yield_!(usize::from(x));
                pairs.push((x, x.to_string()));
            }
            pairs.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
            let long = pairs
                .iter()
                .filter(|p| p.1.len() > 1)
                .map(|p| p.1.as_str())
                .collect::<Vec<_>>()
                .join("");
            yield_!(long.len());
            let show = |p: &(u8, _)| format!("{}{:?}", p.0, p.1);
            let shown = pairs.iter().map(show).collect::<String>();
            yield_!(shown.len());
            let tail = pairs.split_off(1);
            yield_!(
                tail.into_iter()
                    .map(|(n, text)| usize::from(n) + text.len())
                    .sum()
            );
        }
        assert_eq!(
            items_of(|| late_param(vec![1, 20, 3])),
            [1, 20, 3, 2, 14, 6]
        );
    }

    #[test]
    fn closures_behind_a_trait() {
        #[generator]
        fn dyn_late(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut fs = Vec::new();
            for x in items {
                yield_!(usize::from(x));
                fs.push(Box::new(move || usize::from(x)) as Box<dyn Fn() -> usize>);
            }
            for f in fs {
                yield_!(f())
            }
        }
        assert_eq!(items_of(|| dyn_late(vec![1, 20])), [1, 20, 1, 20]);
    }

    #[test]
    fn closures_whose_types_come_in_time() {
        #[generator]
        fn closures_in_a_vector(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut all = Vec::new();
            for x in items {
                all.push(move |y: u8| usize::from(x + y));
                yield_!(usize::from(x));
            }
            for f in all {
                yield_!(f(1))
            }
        }
        assert_eq!(
            items_of(|| closures_in_a_vector(vec![1, 20])),
            [1, 20, 2, 21]
        );
    }

    #[test]
    fn closures_that_go_through_a_vector() {
        #[generator]
        fn closures_pushed_through(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut all = vec![];
            let mut push = Vec::new();
            for x in items {
                yield_!(usize::from(x));
                push.push(move || usize::from(x));
                all.append(&mut push);
            }
            for f in all {
                yield_!(f())
            }
            yield_!(push.len());
        }
        assert_eq!(
            items_of(|| closures_pushed_through(vec![1, 20])),
            [1, 20, 1, 20, 0]
        );
    }

    #[test]
    fn an_iterator_with_a_closure_that_comes_late() {
        #[generator]
        fn adaptor_late(lists: Vec<Vec<u8>>) -> impl Iterator<Item = usize> {
            let mut rest = None;
            for list in lists {
                yield_!(list.len());
                rest = Some(list.into_iter().map(|x| usize::from(x) + 1));
            }
            if let Some(rest) = rest {
                for x in rest {
                    yield_!(x)
                }
            }
        }
        assert_eq!(
            items_of(|| adaptor_late(vec![vec![1], vec![2, 3]])),
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn an_iterator_with_a_closure_out_of_a_loop() {
        #[generator]
        fn adaptor_by_break(lists: Vec<Vec<u8>>) -> impl Iterator<Item = usize> {
            let mut n = 0;
            let found = loop {
                if n == lists.len() {
                    break None;
                }
                yield_!(n);
                if lists[n].len() > 1 {
                    break Some(
                        lists[n]
                            .clone()
                            .into_iter()
                            .filter(move |x| usize::from(*x) > n),
                    );
                }
                n += 1;
            };
            yield_!(9);
            for x in found.into_iter().flatten() {
                yield_!(usize::from(x))
            }
            yield_!(n.pow(2));
        }
        assert_eq!(
            items_of(|| adaptor_by_break(vec![vec![1], vec![2, 3]])),
            [0, 1, 9, 2, 3, 1]
        );
    }

    #[test]
    fn closures_in_a_map() {
        #[generator]
        fn closure_in_map_entry(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut table = BTreeMap::new();
            for x in items {
                yield_!(usize::from(x));
                table.entry(x).or_insert_with(|| move || usize::from(x));
            }
            for (k, f) in table {
                yield_!(usize::from(k) + f())
            }
        }
        assert_eq!(
            items_of(|| closure_in_map_entry(vec![1, 20])),
            [1, 20, 2, 40]
        );
    }

    #[test]
    fn a_closure_given_to_a_closure() {
        #[generator]
        fn closure_argument_of_closure(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut seen = Vec::new();
            let id = |f| f;
            for x in items {
                yield_!(usize::from(x));
                let g = id(move || usize::from(x));
                seen.push(g);
            }
            for f in seen {
                yield_!(f())
            }
        }
        assert_eq!(
            items_of(|| closure_argument_of_closure(vec![1, 20])),
            [1, 20, 1, 20]
        );
    }

    #[test]
    fn closures_that_extend_a_vector() {
        #[generator]
        fn extended(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut all = Vec::new();
            for x in items {
                yield_!(usize::from(x));
                all.extend([1, 2].map(|n| move || n + usize::from(x)));
            }
            for f in all {
                yield_!(f())
            }
        }
        assert_eq!(items_of(|| extended(vec![1, 20])), [1, 20, 2, 3, 21, 22]);
    }
}

/// All forms of machines.
mod machines {
    use super::*;

    #[test]
    fn a_large_machine() {
        #[generator]
        fn big_machine(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut table = [0; 64];
            let mut names = vec![String::new(); 3];
            let mut last = None;
            let mut pairs = Vec::new();
            for x in items {
                table[usize::from(x)] += 1;
                yield_!(usize::from(x));
                names[usize::from(x) % 3].push('x');
                last = Some((x, x.to_string()));
                pairs.push((x.to_string(), x));
                if x > 2 {
                    yield_!(names[0].len());
                }
                if x > 3 {
                    yield_!(names[1].len());
                }
                if x > 4 {
                    yield_!(names[2].len());
                }
            }
            pairs.sort_by(|a, b| b.1.cmp(&a.1));
            pairs.dedup_by_key(|pair| pair.0.len());
            for (text, n) in pairs {
                yield_!(text.len() + usize::from(n));
            }
            if let Some((n, text)) = last {
                yield_!(usize::from(n) + text.len());
            }
            for (i, n) in table.into_iter().enumerate() {
                if n > 0 {
                    yield_!(i);
                }
            }
            yield_!(table.len());
        }
        assert_eq!(
            items_of(|| big_machine(vec![1, 5, 3, 4])),
            [1, 5, 0, 1, 1, 3, 1, 4, 1, 2, 6, 5, 1, 3, 4, 5, 64]
        );
    }

    #[test]
    fn locals_that_stay_in_place() {
        #[generator]
        fn in_place_late(items: Vec<u8>) -> impl Iterator<Item = usize> {
            let mut grid = [[0; 8]; 8];
            let mut counts = vec![Vec::new(); 4];
            for x in items {
                yield_!(usize::from(x));
                grid[usize::from(x)][0] = x.to_string().len();
                counts[usize::from(x) % 4].push(x.to_string());
            }
            yield_!(grid[1][0].pow(2));
            yield_!(counts[1].iter().map(|c| c.len()).sum());
            yield_!(counts.iter().map(|c| c.concat().len()).sum());
        }
        assert_eq!(
            items_of(|| in_place_late(vec![1, 5, 3])),
            [1, 5, 3, 1, 2, 3]
        );
    }
}
/// That its type is told changes nothing else of a generator.
mod told {
    use super::*;

    struct Texts {
        items: Vec<u8>,
    }

    impl Texts {
        #[generator]
        fn twice<T: Clone + ToString>(&self, value: T) -> impl Iterator<Item = String> {
            let mut out = Vec::new();
            for x in &self.items {
                yield_!(x.to_string());
                out.push(value.clone());
            }
            for x in out {
                yield_!(x.to_string())
            }
        }
    }

    #[test]
    fn in_a_method_with_a_type_parameter() {
        let texts = Texts { items: vec![1, 2] };
        assert_eq!(items_of(|| texts.twice('x')), ["1", "2", "x", "x"]);
    }

    #[generator]
    fn lasts<'a>(
        one: &'a [String],
        other: &'a str,
    ) -> impl Iterator<Item = usize> + Clone + Send + Sync + use<'a> {
        let mut last = None;
        let mut seen = vec![];
        for text in one {
            yield_!(text.len());
            last = Some(text);
            seen.push(&other[..1]);
        }
        yield_!(last.map_or(0, |last| last.len()) + seen.concat().len());
    }

    #[test]
    fn is_sent_shared_and_cloned() {
        let texts = ["a".to_string(), "bc".to_string()];
        let mut items = lasts(&texts, "xy");
        assert_eq!(items.next(), Some(1));
        let rest = std::thread::scope(|scope| {
            let rest = items.clone();
            scope.spawn(|| rest.collect::<Vec<_>>()).join()
        });
        assert_eq!(rest.ok(), Some(vec![2, 4]));
        assert!(items.eq([2, 4]));
    }

    #[generator]
    fn told(items: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut last = None;
        for item in items {
            yield_!(item);
            last = Some(item);
        }
        yield_!(last.map_or(0, |last| last.pow(2)));
    }

    #[generator]
    fn written(items: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut last: Option<u32> = None;
        for item in items {
            yield_!(item);
            last = Some(item);
        }
        yield_!(last.map_or(0, |last| last.pow(2)));
    }

    #[test]
    fn is_as_large_as_with_the_type_written() {
        assert_eq!(items_of(|| told(vec![3])), [3, 9]);
        assert_eq!(items_of(|| written(vec![3])), [3, 9]);
        assert_eq!(size_of_val(&told(vec![])), size_of_val(&written(vec![])));
    }

    #[test]
    fn is_dropped_as_written() {
        #[generator]
        fn all(log: support::Log) -> impl Iterator<Item = usize> {
            let mut last = None;
            let mut rest = Vec::new();
            for name in ["a", "b"] {
                yield_!(name.len());
                last = Some(log.noisy(name));
                rest.push(log.noisy("rest"));
            }
            if let Some(last) = last {
                yield_!(last.name().len());
            }
            log.say("end");
            drop(rest);
        }
        let before = ["item 1", "item 1", "drop a", "item 1"];
        let after = ["drop b", "end", "drop rest", "drop rest"];
        assert_eq!(support::log_of(all), [before, after].concat());
        let dropped = ["--", "drop b", "drop rest", "drop rest"];
        assert_eq!(support::log_of_first(3, all), [before, dropped].concat());
        let dropped = ["item 1", "item 1", "--", "drop rest", "drop a"];
        assert_eq!(support::log_of_first(2, all), dropped);
    }
}

/// What is assigned behind a yield has the type of the variable, to which it is coerced, and not one of its own.
mod coercions {
    use super::*;

    struct Node {
        value: u32,
        next: Option<Box<Node>>,
    }

    fn list() -> Node {
        let next = Some(Box::new(Node {
            value: 2,
            next: None,
        }));
        Node { value: 1, next }
    }

    #[test]
    fn of_a_reference_to_a_box() {
        #[generator]
        fn values(list: &Node) -> impl Iterator<Item = u32> {
            let mut cursor = Some(list);
            while let Some(Node {
                value,
                next: Some(node),
            }) = cursor
            {
                yield_!(*value);
                cursor = Some(node);
            }
        }
        let list = list();
        assert_eq!(items_of(|| values(&list)), [1]);
    }

    #[test]
    fn in_one_of_the_ways_to_a_value() {
        #[generator]
        fn matched(list: &Node) -> impl Iterator<Item = u32> {
            let mut cursor = Some(list);
            while let Some(node) = cursor {
                yield_!(node.value);
                cursor = match &node.next {
                    Some(next) => Some(next),
                    None => None,
                };
            }
        }
        #[generator]
        fn chosen(list: &Node) -> impl Iterator<Item = u32> {
            let mut cursor = Some(list);
            while let Some(node) = cursor {
                yield_!(node.value);
                cursor = if let Some(next) = &node.next {
                    Some(next)
                } else {
                    None
                };
            }
        }
        let list = list();
        assert_eq!(items_of(|| matched(&list)), [1, 2]);
        assert_eq!(items_of(|| chosen(&list)), [1, 2]);
    }

    #[test]
    fn in_a_tuple_in_a_branch() {
        #[generator]
        fn counted(list: &Node, twice: bool) -> impl Iterator<Item = (u32, u8)> {
            let mut cursor = (Some(list), 0_u8);
            while let (Some(node), n) = cursor {
                yield_!((node.value, n));
                if let Some(next) = &node.next {
                    cursor = (Some(next), n + 1);
                    if twice {
                        yield_!((node.value, 9));
                    }
                } else {
                    cursor = (None, n);
                }
            }
        }
        let list = list();
        assert_eq!(items_of(|| counted(&list, true)), [(1, 0), (1, 9), (2, 1)]);
    }

    #[test]
    fn to_a_trait_object() {
        #[generator]
        fn displayed(n: u32) -> impl Iterator<Item = String> {
            let first: Box<dyn std::fmt::Display> = Box::new(n);
            let mut shown = Some(first);
            while let Some(show) = shown {
                yield_!(show.to_string());
                shown = if n > 0 { Some(Box::new("text")) } else { None };
                if let Some(show) = &shown {
                    let text = show.to_string();
                    yield_!(text);
                }
                if n > 0 {
                    break;
                }
            }
        }
        assert_eq!(items_of(|| displayed(1)), ["1", "text"]);
        assert_eq!(items_of(|| displayed(0)), ["0"]);
    }
}
