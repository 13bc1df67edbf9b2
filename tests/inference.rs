//! Inference: locals need no annotations, whatever lives across the yields.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_assignments,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::cell::RefCell;
use std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque, btree_map, hash_map,
};
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;

use gen_runtime::{generator, yield_};
use support::items_of;

#[test]
fn a_vector_typed_by_a_later_push() {
    #[generator]
    fn grouped(words: &[&str], size: usize) -> impl Iterator<Item = Vec<String>> {
        let mut group = Vec::new();
        for word in words {
            group.push(word.to_string());
            if group.len() == size {
                yield_!(group);
                group = Vec::new();
            }
        }
        if !group.is_empty() {
            yield_!(group);
        }
    }
    assert_eq!(
        items_of(|| grouped(&["a", "b", "c"], 2)),
        [vec!["a", "b"], vec!["c"]]
    );
}

#[test]
fn a_vector_typed_after_a_yield() {
    #[generator]
    fn late() -> impl Iterator<Item = usize> {
        let mut list = Vec::new();
        yield_!(0);
        list.push('x');
        yield_!(list.len());
        let other = list.iter().map(|c| c.len_utf8()).sum();
        yield_!(other);
    }
    assert_eq!(items_of(late), [0, 1, 1]);
}

#[test]
fn none_typed_by_a_later_assignment() {
    #[generator]
    fn runs(text: &str) -> impl Iterator<Item = (char, u32)> {
        let mut current = None;
        for c in text.chars() {
            match current {
                Some((last, n)) if last == c => current = Some((last, n + 1)),
                Some(run) => {
                    yield_!(run);
                    current = Some((c, 1));
                }
                None => current = Some((c, 1)),
            }
        }
        if let Some(run) = current {
            yield_!(run);
        }
    }
    assert_eq!(items_of(|| runs("aabccc")), [('a', 2), ('b', 1), ('c', 3)]);
    assert_eq!(items_of(|| runs("")), []);
}

#[test]
fn integer_and_float_literals() {
    #[generator]
    fn numbers(step: u64) -> impl Iterator<Item = (u64, f32)> {
        let mut n = 1;
        let mut x = 0.5;
        let shift = 40;
        while n < 1 << shift {
            yield_!((n, x));
            n <<= 20;
            n += step;
            x *= 2.0;
        }
    }
    assert_eq!(items_of(|| numbers(3)), [(1, 0.5), (1_048_579, 1.0)]);
}

#[test]
fn an_integer_that_falls_back_to_i32() {
    #[generator]
    fn sizes() -> impl Iterator<Item = usize> {
        let n = 1;
        yield_!(size_of_val(&n));
        let x = 1.0;
        yield_!(size_of_val(&x));
        yield_!(size_of_val(&n) + size_of_val(&x));
    }
    assert_eq!(items_of(sizes), [4, 8, 12]);
}

#[test]
fn default_and_into_typed_by_use() {
    #[generator]
    fn all(n: u8) -> impl Iterator<Item = u64> {
        let mut sum = Default::default();
        let wide = n.into();
        yield_!(wide);
        sum += wide;
        yield_!(sum);
    }
    assert_eq!(items_of(|| all(3)), [3, 3]);
}

#[test]
fn collect_with_a_turbofish_and_by_use() {
    #[generator]
    fn all(text: &str) -> impl Iterator<Item = String> {
        let sorted = {
            let mut chars = text.chars().collect::<Vec<_>>();
            chars.sort_unstable();
            chars
        };
        yield_!(sorted.iter().collect());
        let upper = sorted
            .iter()
            .map(|c| c.to_ascii_uppercase())
            .collect::<String>();
        yield_!(upper.clone());
        let joined = [upper, "!".to_string()].concat();
        yield_!(joined);
    }
    assert_eq!(items_of(|| all("cab")), ["abc", "ABC", "ABC!"]);
}

#[test]
fn parse_typed_by_the_item() {
    #[generator]
    fn parsed(text: &str) -> impl Iterator<Item = i16> {
        let n = text.parse().unwrap_or(-1);
        yield_!(n);
        let m = text.parse::<u8>().unwrap_or_default();
        yield_!(m.into());
    }
    assert_eq!(items_of(|| parsed("12")), [12, 12]);
}

#[test]
fn closures_kept_across_yields() {
    #[generator]
    fn mapped(limit: u32) -> impl Iterator<Item = u32> {
        let square = |n| n * n;
        let mut total = 0;
        let mut add = move |n| {
            total += n;
            total
        };
        let offset = limit * 100;
        let shifted = move |n| n + offset;
        for n in 0..limit {
            yield_!(square(n));
            yield_!(add(n));
            yield_!(shifted(n));
        }
    }
    assert_eq!(items_of(|| mapped(3)), [0, 0, 300, 1, 1, 301, 4, 3, 302]);
}

#[test]
fn a_closure_that_borrows_an_argument() {
    #[generator]
    fn lookups<'a>(
        keys: &'a [&'a str],
        table: &'a HashMap<String, u32>,
    ) -> impl Iterator<Item = u32> {
        let find = move |key: &str| table.get(key).copied();
        for key in keys {
            if let Some(n) = find(key) {
                yield_!(n);
            }
        }
    }
    let table = HashMap::from([("a".to_string(), 1), ("b".to_string(), 2)]);
    assert_eq!(items_of(|| lookups(&["b", "x", "a"], &table)), [2, 1]);
}

#[test]
fn a_boxed_and_a_returned_closure() {
    #[generator]
    fn all(flag: bool) -> impl Iterator<Item = i32> {
        let f: Box<dyn Fn(i32) -> i32> = if flag {
            Box::new(|n| n + 1)
        } else {
            Box::new(|n| n - 1)
        };
        let compose = |g: fn(i32) -> i32| move |n| g(n) * 10;
        let g = compose(i32::abs);
        yield_!(f(5));
        yield_!(g(-5));
        yield_!(f(g(-1)));
    }
    assert_eq!(items_of(|| all(true)), [6, 50, 11]);
    assert_eq!(items_of(|| all(false)), [4, 50, 9]);
}

#[test]
fn a_hash_map_typed_by_its_entries() {
    #[generator]
    fn first_seen(words: &str) -> impl Iterator<Item = (String, usize)> {
        let mut seen = HashMap::new();
        for (i, word) in words.split(' ').enumerate() {
            let count = seen.entry(word).or_insert(0);
            *count += 1;
            if *count == 1 {
                yield_!((word.to_string(), i));
            }
        }
        yield_!(("total".to_string(), seen.values().sum()));
    }
    assert_eq!(
        items_of(|| first_seen("a b a")),
        [
            ("a".to_string(), 0),
            ("b".to_string(), 1),
            ("total".to_string(), 3)
        ]
    );
}

#[test]
fn iterators_over_text() {
    #[generator]
    fn pieces(text: &str) -> impl Iterator<Item = &str> {
        let mut lines = text.lines();
        let Some(head) = lines.next() else { return };
        yield_!(head);
        let mut chars = head.char_indices();
        chars.next();
        while let Some((i, _)) = chars.next() {
            yield_!(&head[i..]);
        }
        for line in lines {
            let mut words = line.split([' ', ',']);
            while let Some(word) = words.next() {
                yield_!(word);
            }
        }
    }
    assert_eq!(
        items_of(|| pieces("xyz\na b,c\nd")),
        ["xyz", "yz", "z", "a", "b", "c", "d"]
    );
    assert_eq!(items_of(|| pieces("")), [""; 0]);
}

#[test]
fn a_peekable_tokenizer() {
    #[generator]
    fn tokens(text: &str) -> impl Iterator<Item = String> {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_ascii_digit() {
                let mut number = c.to_string();
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                yield_!(number);
            } else if !c.is_whitespace() {
                yield_!(c.to_string());
            }
        }
    }
    assert_eq!(items_of(|| tokens("12+ 3")), ["12", "+", "3"]);
}

#[test]
fn windows_chunks_and_zips_of_an_argument() {
    #[generator]
    fn all(list: &[i32]) -> impl Iterator<Item = i32> {
        for window in list.windows(2) {
            yield_!(window[1] - window[0]);
        }
        for chunk in list.chunks(2) {
            let sum = chunk.iter().sum();
            yield_!(sum);
        }
        for (a, b) in list.iter().zip(list.iter().rev()) {
            yield_!(a * b);
        }
    }
    assert_eq!(items_of(|| all(&[1, 4, 9])), [3, 5, 5, 9, 9, 16, 9]);
}

#[test]
fn adaptors_stored_in_locals() {
    #[generator]
    fn all(list: Vec<u32>) -> impl Iterator<Item = u32> {
        let total = list.len() as u32;
        let mut odd = list
            .into_iter()
            .filter(|n| n % 2 == 1)
            .map(|n| n * 10)
            .fuse();
        yield_!(total);
        let first = odd.next();
        yield_!(first.unwrap_or_default());
        let mut rest = odd.chain([7]).skip(1);
        while let Some(n) = rest.next() {
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| all(vec![1, 2, 3, 5])), [4, 10, 50, 7]);
}

#[test]
fn references_to_arguments_across_yields() {
    #[generator]
    fn longest_first<'a>(left: &'a str, right: &'a str) -> impl Iterator<Item = &'a str> {
        let (long, short) = if left.len() < right.len() {
            (right, left)
        } else {
            (left, right)
        };
        yield_!(long);
        let tail = &long[1..];
        yield_!(short);
        yield_!(tail);
    }
    assert_eq!(items_of(|| longest_first("a", "bcd")), ["bcd", "a", "cd"]);
}

#[test]
fn references_into_a_slice_argument() {
    #[generator]
    fn extremes(list: &[String]) -> impl Iterator<Item = &String> {
        let mut best = &list[0];
        for candidate in list {
            if candidate.len() > best.len() {
                best = candidate;
                yield_!(best);
            }
        }
        yield_!(best);
    }
    let list = ["a", "bb", "c", "ddd"].map(String::from);
    assert_eq!(items_of(|| extremes(&list)), ["bb", "ddd", "ddd"]);
}

#[test]
fn iter_mut_of_a_field() {
    struct Board {
        cells: Vec<Vec<u8>>,
        scale: u8,
    }
    impl Board {
        #[generator]
        fn grow(&mut self) -> impl Iterator<Item = u8> {
            let scale = self.scale;
            for row in self.cells.iter_mut() {
                for cell in row.iter_mut() {
                    *cell *= scale;
                    yield_!(*cell);
                }
            }
        }
    }
    let mut board = Board {
        cells: vec![vec![1], vec![2, 3]],
        scale: 2,
    };
    assert_eq!(board.grow().collect::<Vec<_>>(), [2, 4, 6]);
    assert_eq!(board.grow().sum::<u8>(), 4 + 8 + 12);
    assert_eq!(board.cells, [vec![4], vec![8, 12]]);
}

#[test]
fn streaming_rows_borrowed_from_their_source() {
    struct Rows {
        text: String,
        at: usize,
    }
    impl Rows {
        fn next(&mut self) -> Option<&str> {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let end = rest.find('\n').unwrap_or(rest.len());
            self.at += end + 1;
            Some(&rest[..end])
        }
    }
    #[generator]
    fn lengths(text: String) -> impl Iterator<Item = (usize, String)> {
        let mut rows = Rows { text, at: 0 };
        let mut number = 0;
        while let Some(row) = rows.next() {
            number += 1;
            let upper = row.to_uppercase();
            yield_!((row.len(), upper));
        }
        while let Some(row) = rows.next() {
            yield_!((0, row.to_string()));
        }
        yield_!((number, rows.text));
    }
    assert_eq!(
        items_of(|| lengths("ab\nc".to_string())),
        [
            (2, "AB".to_string()),
            (1, "C".to_string()),
            (2, "ab\nc".to_string())
        ]
    );
}

#[test]
fn a_buffer_filled_again_and_again() {
    #[generator]
    fn lines(mut reader: impl std::io::BufRead) -> impl Iterator<Item = String> {
        let mut buffer = String::new();
        while reader.read_line(&mut buffer).is_ok_and(|n| n > 0) {
            let line = buffer.trim_end();
            if !line.is_empty() {
                yield_!(line.to_string());
            }
            buffer.clear();
        }
    }
    assert_eq!(items_of(|| lines(&b"a\n\n b\n"[..])), ["a", " b"]);
}

#[test]
fn arrays_indexed_across_yields() {
    #[generator]
    fn histogram(bytes: &[u8]) -> impl Iterator<Item = (u8, usize)> {
        let mut counts = [0; 256];
        for byte in bytes {
            counts[usize::from(*byte)] += 1;
        }
        for value in 0..=255 {
            let count = counts[usize::from(value)];
            if count > 0 {
                yield_!((value, count));
                counts[0] += 1;
            }
        }
        yield_!((0, counts[0]));
    }
    assert_eq!(items_of(|| histogram(b"aba")), [(97, 2), (98, 1), (0, 2)]);
}

#[test]
fn tuples_and_nested_arrays() {
    #[generator]
    fn spiral(steps: usize) -> impl Iterator<Item = (i32, i32)> {
        let mut at = (0, 0);
        let turns = [(1, 0), (0, 1), (-1, 0), (0, -1)];
        let mut seen = [[false; 5]; 5];
        for step in 0..steps {
            let (dx, dy) = turns[step % 4];
            at.0 += dx;
            at.1 += dy;
            if std::mem::replace(&mut seen[at.0 as usize][at.1 as usize], true) {
                return;
            }
            yield_!(at);
        }
    }
    assert_eq!(items_of(|| spiral(9)), [(1, 0), (1, 1), (0, 1), (0, 0)]);
}

#[test]
fn an_optional_mutable_reference() {
    struct Node {
        value: u32,
        next: Option<Box<Node>>,
    }
    #[generator]
    fn walk<'a>(list: Option<&'a mut Node>) -> impl Iterator<Item = &'a mut u32> {
        let mut current = list;
        while let Some(node) = current {
            let Node { value, next } = node;
            yield_!(value);
            current = next.as_deref_mut();
        }
    }
    let mut list = Node {
        value: 1,
        next: Some(Box::new(Node {
            value: 2,
            next: None,
        })),
    };
    for value in walk(Some(&mut list)) {
        *value *= 10;
    }
    assert_eq!(walk(Some(&mut list)).map(|value| *value).sum::<u32>(), 30);
    assert_eq!(walk(None).count(), 0);
}

#[test]
fn splitting_a_mutable_slice() {
    #[generator]
    fn heads<T>(list: &mut [T]) -> impl Iterator<Item = &mut T> {
        let mut rest = list;
        while let Some((head, tail)) = rest.split_first_mut() {
            rest = tail;
            yield_!(head);
        }
    }
    let mut list = [1, 2, 3];
    heads(&mut list).for_each(|n| *n += 1);
    for n in heads(&mut list) {
        *n *= 2;
    }
    assert_eq!(list, [4, 6, 8]);
}

#[test]
fn a_short_borrow_of_a_local_between_yields() {
    #[generator]
    fn all(mut list: Vec<u32>) -> impl Iterator<Item = u32> {
        let shared = RefCell::new(0);
        loop {
            let last = list.last_mut();
            let Some(last) = last else { break };
            *last -= 1;
            let value = *last;
            *shared.borrow_mut() += value;
            yield_!(value);
            if value == 0 {
                list.pop();
            }
        }
        yield_!(shared.into_inner());
    }
    assert_eq!(items_of(|| all(vec![1, 3])), [2, 1, 0, 0, 3]);
}

#[test]
fn two_branches_decide_one_type() {
    #[generator]
    fn all(flag: bool) -> impl Iterator<Item = String> {
        let mut slot = None;
        let mut list = vec![];
        if flag {
            yield_!("yes".to_string());
            slot = Some(1u8);
        } else {
            list.push('n');
            yield_!("no".to_string());
        }
        yield_!(shown(&slot) + &shown(&list));
    }
    fn shown<T: Debug>(value: &T) -> String {
        format!("{value:?}")
    }
    assert_eq!(items_of(|| all(true)), ["yes", "Some(1)[]"]);
    assert_eq!(items_of(|| all(false)), ["no", "None['n']"]);
}

#[test]
fn generic_locals() {
    #[generator]
    fn sorted<T: Ord + Clone, I: IntoIterator<Item = T>>(
        list: I,
    ) -> impl Iterator<Item = (T, usize)> {
        let mut rest = list.into_iter().collect::<Vec<_>>();
        rest.sort();
        let mut pending = rest.into_iter();
        let mut current = pending.next();
        let mut count = 1;
        while let Some(value) = current {
            current = pending.next();
            if current.as_ref() == Some(&value) {
                count += 1;
            } else {
                yield_!((value.clone(), count));
                count = 1;
            }
        }
    }
    assert_eq!(
        items_of(|| sorted("banana".chars())),
        [('a', 3), ('b', 1), ('n', 2)]
    );
}

#[test]
fn a_local_taken_and_assigned_again_whose_type_has_nothing_to_drop() {
    #[generator]
    fn triangle(rows: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(rows);
        while let Some(n) = next.take() {
            for i in 0..n {
                yield_!(i);
            }
            next = n.checked_sub(1);
        }
    }
    assert_eq!(items_of(|| triangle(3)), [0, 1, 2, 0, 1, 0]);
}

#[test]
fn a_number_taken_whose_type_is_settled_later() {
    #[generator]
    fn digits(list: &[u32]) -> impl Iterator<Item = u32> + '_ {
        let mut held = None;
        for &digit in list {
            if digit == 10 {
                yield_!(held.take().unwrap_or(0) + 1);
                for _ in 0..2 {
                    yield_!(0);
                }
                held = Some(0);
            } else {
                if let Some(digit) = held {
                    yield_!(digit);
                }
                held = Some(digit);
            }
        }
    }
    assert_eq!(items_of(|| digits(&[3, 4, 10, 5])), [3, 5, 0, 0, 0]);
}

#[test]
fn a_closure_that_can_be_called_once_is_gone_after_the_call() {
    #[generator]
    fn once(f: impl FnOnce() -> u8, g: impl FnOnce(u8) -> u8) -> impl Iterator<Item = u8> {
        let x = f();
        yield_!(x);
        let y = g(x);
        yield_!(y);
    }
    #[generator]
    fn all(list: Vec<Box<dyn FnOnce(u8) -> u8>>) -> impl Iterator<Item = u8> {
        for f in list {
            yield_!(f(1));
        }
    }
    #[generator]
    fn again(mut f: impl FnMut(u8) -> u8) -> impl Iterator<Item = u8> {
        yield_!(f(1));
        yield_!(f(2));
        yield_!(3);
    }
    assert_eq!(once(|| 1, |n| n + 1).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(
        all(vec![Box::new(|n| n), Box::new(|n| n + 5)]).collect::<Vec<_>>(),
        [1, 6]
    );
    assert_eq!(again(|n| n * 2).collect::<Vec<_>>(), [2, 4, 3]);
}

#[test]
fn a_closure_that_borrows_is_not_kept_after_its_last_call() {
    fn taken(text: String) -> usize {
        text.len()
    }
    #[generator]
    fn last(items: Vec<u8>) -> impl Iterator<Item = u8> {
        let last = || items.last().copied();
        let found = last();
        yield_!(found.unwrap_or(0));
        yield_!(items.len() as u8);
    }
    #[generator]
    fn negated<P: Fn(u8) -> bool>(p: P) -> impl Iterator<Item = bool> {
        let not = |n| !p(n);
        let both = [not(3), not(4)];
        yield_!(both[0]);
        yield_!(both[1]);
        yield_!(p(3));
    }
    #[generator]
    fn in_a_loop(text: &str) -> impl Iterator<Item = usize> {
        let lines = |more: usize| text.lines().count() + more;
        yield_!(lines(1));
        for i in 0..2 {
            let more = |n: usize| lines(n) + i;
            let count = more(3);
            yield_!(count);
        }
    }
    // On one of the paths it was not called, so it may hold the text.
    #[generator]
    fn on_some_paths(calls: bool, text: String) -> impl Iterator<Item = usize> {
        let length = || taken(text);
        if calls {
            let length = length();
            yield_!(length);
        } else {
            yield_!(0);
        }
        yield_!(9);
    }
    assert_eq!(items_of(|| last(vec![1, 7])), [7, 2]);
    assert_eq!(items_of(|| negated(|n| n > 3)), [true, false, false]);
    assert_eq!(items_of(|| in_a_loop("a\nb")), [3, 5, 6]);
    assert_eq!(items_of(|| on_some_paths(true, "abc".into())), [3, 9]);
    assert_eq!(items_of(|| on_some_paths(false, "abc".into())), [0, 9]);
}

#[test]
fn what_derefs_to_a_function_is_there_after_the_call() {
    #[generator]
    fn shared(f: Rc<dyn Fn(u8) -> u8>) -> impl Iterator<Item = u8> {
        yield_!(f(3));
        yield_!(1);
    }
    #[generator]
    fn all(list: Vec<Arc<dyn Fn() -> usize>>) -> impl Iterator<Item = usize> {
        for f in list {
            let g = f.clone();
            let count = g();
            yield_!(count);
            yield_!(f());
        }
    }
    let held = Rc::new(());
    let inside = Rc::clone(&held);
    let mut items = shared(Rc::new(move |n| n + Rc::strong_count(&inside) as u8));
    assert_eq!((items.next(), Rc::strong_count(&held)), (Some(5), 2));
    assert_eq!((items.next(), Rc::strong_count(&held)), (Some(1), 2));
    assert_eq!((items.next(), Rc::strong_count(&held)), (None, 1));
    assert_eq!(items_of(|| all(vec![Arc::new(|| 7)])), [7, 7]);
}

#[test]
fn a_closure_made_in_a_block_owns_what_it_captured() {
    #[generator]
    fn texts() -> impl Iterator<Item = String> {
        let f = {
            let text = String::from("inner");
            move || text
        };
        yield_!("first".to_owned());
        yield_!({ f }());
    }
    assert_eq!(items_of(texts), ["first", "inner"]);
}

/// The first value of a local does not tell its type, and at the first yield nothing else does.
mod nothing_at_first {
    use super::*;

    #[generator]
    fn pairs(items: Vec<String>) -> impl Iterator<Item = Option<String>> {
        let mut previous = None;
        for item in items {
            yield_!(None);
            if let Some(previous) = previous {
                yield_!(Some(previous));
            }
            previous = Some(item);
        }
        drop(previous);
    }

    #[generator]
    fn lasts<T: Clone>(items: Vec<T>) -> impl Iterator<Item = usize> {
        let mut last = (1, None);
        let mut failure = Err(1);
        let mut other = Default::default();
        for item in items {
            yield_!(last.0);
            last = (last.0 + 1, Some(item.clone()));
            failure = Ok(item.clone());
            other = vec![item];
        }
        drop((last, failure, other));
    }

    #[generator]
    fn numbers(count: u32) -> impl Iterator<Item = u32> {
        let mut previous: Option<_> = None;
        for n in 0..count {
            yield_!(n);
            previous = Some(n);
        }
        yield_!(previous.unwrap_or(7));
    }

    #[test]
    fn is_kept_without_asking_its_type() {
        let items = || ["a", "b"].map(str::to_owned).to_vec();
        let expected = [None, None, Some("a".to_owned())];
        assert!(pairs(items()).eq(expected));
        assert!(lasts(items()).eq([1, 2]));
        assert!(numbers(2).eq([0, 1, 1]));
        assert!(numbers(0).eq([7]));
    }
}

/// Functions in which an iterator borrows a local and is in scope at a yield, but not used again.
macro_rules! only_borrowing {
    ($($name:ident($local:ident: $value:expr) => $iterator:expr;)*) => {
        $(
            #[generator]
            fn $name() -> impl Iterator<Item = usize> {
                #[allow(unused_mut)]
                let mut $local = $value;
                let mut iterator = $iterator;
                yield_!(usize::from(iterator.next().is_some()));
                yield_!($local.len() + 1);
            }
        )*

        #[test]
        fn iterators_that_only_borrow_are_not_kept() {
            $(
                let items = items_of($name);
                assert_eq!(items[0], 1, stringify!($name));
                assert!(items[1] > 1, stringify!($name));
            )*
        }
    };
}

only_borrowing! {
    of_a_map(map: BTreeMap::from([(1, 2)])) => map.iter();
    of_the_keys(map: BTreeMap::from([(1, 2)])) => map.keys();
    of_a_range(map: BTreeMap::from([(1, 2)])) => map.range(..2);
    of_values_to_change(map: BTreeMap::from([(1, 2)])) => map.values_mut();
    of_a_set(set: BTreeSet::from([1])) => set.iter();
    of_a_queue(queue: VecDeque::from([1])) => queue.iter();
    of_a_heap(heap: BinaryHeap::from([1])) => heap.iter();
    split_by_characters(text: String::from("a,b;c")) => text.split([',', ';']);
    split_by_a_string(text: String::from("a,b;c")) => text.split(&*text);
    split_by_a_function(text: String::from("a,b;c")) => text.split(char::is_whitespace);
    split_by_a_closure(text: String::from("a,b;c")) => text.split(|c: char| c.is_ascii_punctuation());
    grouped(list: vec![1, 2]) => list.chunk_by(|a, b| a < b);
    from_behind(list: vec![1, 2]) => list.rchunks(2);
    while_it_holds(list: vec![1, 2]) => list.iter().take_while(|n| **n < 2);
    summed(list: vec![1, 2]) => list.iter().scan(0, |sum, n| { *sum += n; Some(*sum) });
    flat(list: vec![vec![1], vec![2]]) => list.iter().flat_map(|list| list.iter());
    flattened(list: vec![vec![1], vec![2]]) => list.iter().flatten().fuse();
    for_ever(list: vec![1, 2]) => list.iter().cycle();
    chained(list: vec![1, 2]) => list.iter().chain(std::iter::once(&3));
    of_a_hash_map(map: HashMap::from([(1, 2)])) => map.iter();
    of_the_keys_of_a_hash_map(map: HashMap::from([(1, 2)])) => map.keys();
    of_values_of_a_hash_map_to_change(map: HashMap::from([(1, 2)])) => map.values_mut();
    of_a_hash_set(set: HashSet::from([1])) => set.iter();
    of_a_difference(set: HashSet::from([1])) => set.difference(&set).chain(&set);
    of_a_path(path: std::path::PathBuf::from("a/b").into_os_string()) => std::path::Path::new(&path).components();
    escaped(text: String::from("a")) => text.escape_debug();
    of_a_function(list: vec![1, 2]) => std::iter::from_fn(|| list.first());
    repeated(list: vec![1, 2]) => std::iter::repeat_with(|| list.len());
    following(list: vec![1, 2]) => std::iter::successors(list.first(), |n| list.get(**n));
    of_two(list: vec![1, 2]) => [list.iter(), list.iter()].into_iter().next().unwrap();
}

#[test]
fn an_entry_without_a_key_of_its_own_is_not_kept() {
    #[generator]
    fn repeated(words: Vec<String>) -> impl Iterator<Item = String> {
        let mut counts = HashMap::new();
        let mut sorted = BTreeMap::new();
        for word in words {
            match sorted.entry(word.clone()) {
                btree_map::Entry::Vacant(entry) => {
                    entry.insert(1);
                }
                btree_map::Entry::Occupied(mut entry) => {
                    *entry.get_mut() += 1;
                    yield_!(entry.key().clone());
                }
            }
            match counts.entry(word) {
                hash_map::Entry::Vacant(entry) => {
                    entry.insert(1);
                }
                hash_map::Entry::Occupied(mut entry) => {
                    *entry.get_mut() += 1;
                    yield_!(entry.key().clone());
                }
            }
        }
        yield_!(counts.len().to_string());
    }

    #[generator]
    fn vacant(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut counts = HashMap::new();
        let mut sorted = BTreeMap::new();
        for number in numbers {
            let entry = counts.entry(number);
            let key = *entry.key();
            yield_!(key);
            if let btree_map::Entry::Vacant(entry) = sorted.entry(number) {
                let key = *entry.key();
                yield_!(key);
            }
            counts.insert(number, 1);
            sorted.insert(number, 1);
        }
    }
    let words = ["a", "b", "a"].map(str::to_owned);
    assert_eq!(items_of(|| repeated(words.to_vec())), ["a", "a", "2"]);
    assert_eq!(items_of(|| vacant(vec![1, 2, 1])), [1, 1, 2, 2, 1]);
}

#[test]
fn what_is_not_kept_has_nothing_to_drop() {
    fn has_nothing<T>() {
        assert!(
            !std::mem::needs_drop::<T>(),
            "{}",
            std::any::type_name::<T>()
        );
    }
    type Noisy = Vec<String>;
    has_nothing::<btree_map::Entry<u8, Noisy>>();
    has_nothing::<btree_map::OccupiedEntry<Noisy, Noisy>>();
    has_nothing::<btree_map::RangeMut<Noisy, Noisy>>();
    has_nothing::<hash_map::Entry<u8, Noisy>>();
    has_nothing::<hash_map::IterMut<Noisy, Noisy>>();
    has_nothing::<hash_map::OccupiedEntry<Noisy, Noisy>>();
    has_nothing::<hash_map::ValuesMut<Noisy, Noisy>>();
    has_nothing::<std::collections::hash_set::Union<Noisy, Noisy>>();
    has_nothing::<std::path::Components>();
    has_nothing::<std::str::EscapeDebug>();
    has_nothing::<std::sync::mpsc::TryIter<Noisy>>();
}

#[test]
fn what_splits_by_a_closure_that_changes_something_is_not_kept() {
    #[generator]
    fn all(text: String, list: Vec<u32>) -> impl Iterator<Item = usize> {
        let mut calls = 0;
        let mut parts = text.split(|c: char| {
            calls += 1;
            c == ' '
        });
        let length = parts.next().map_or(0, str::len);
        yield_!(length);
        yield_!(text.len() + calls);
        let mut rises = 0;
        let mut groups = list.chunk_by(|a, b| {
            rises += usize::from(a < b);
            a < b
        });
        let length = groups.next().map_or(0, <[u32]>::len);
        yield_!(length);
        yield_!(list.len() + rises);
    }
    assert_eq!(
        items_of(|| all("ab cd".into(), vec![1, 2, 0])),
        [2, 8, 2, 4]
    );
}

#[test]
fn a_vector_of_what_it_borrows() {
    #[generator]
    fn sums(lines: Vec<String>) -> impl Iterator<Item = (usize, u32)> + Clone {
        for line in lines {
            let columns: Vec<&str> = line.split(',').collect();
            let numbers = columns.iter().filter_map(|column| column.parse().ok());
            let numbers = numbers.collect::<Vec<u32>>().into_boxed_slice();
            let largest: BinaryHeap<(usize, &str)> = columns
                .iter()
                .map(|column| (column.len(), *column))
                .collect();
            if largest.is_empty() {
                continue;
            }
            yield_!((columns.len(), numbers.iter().sum()));
            let last = line.clone();
            yield_!((last.len(), 0));
        }
    }
    #[generator]
    fn words(text: &str) -> impl Iterator<Item = usize> + Send + Sync {
        let nothing: Vec<&str> = Vec::new();
        let zero_sized = vec![(); 3];
        let mut words: Vec<&str> = text.split(' ').collect();
        while let Some(word) = words.pop() {
            let letters: Vec<(usize, char)> = word.char_indices().collect();
            yield_!(letters.len() + nothing.len());
        }
        yield_!(zero_sized.len());
    }
    #[generator]
    fn records<R: std::io::BufRead>(
        reader: R,
    ) -> impl Iterator<Item = Result<(u32, String), Box<dyn std::error::Error>>> {
        for line in reader.lines() {
            let line = line?;
            let trimmed = line.trim();
            let fields: Vec<&str> = trimmed.split(',').map(str::trim).collect();
            let [id, name, ..] = fields[..] else { continue };
            yield_!(Ok((id.parse()?, name.to_owned())));
        }
    }
    let found: Vec<_> = records("1, a\n\n2,b,c\nx,y\n3,z".as_bytes()).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].as_ref().unwrap(), &(2, "b".to_owned()));
    assert_eq!(
        found[2].as_ref().unwrap_err().to_string(),
        "invalid digit found in string"
    );
    let lines = ["1,2,a", "x"].map(str::to_owned).to_vec();
    let mut items = sums(lines);
    assert_eq!(items.next(), Some((3, 3)));
    let copy = items.clone();
    assert_eq!(items.collect::<Vec<_>>(), [(5, 0), (1, 0), (1, 0)]);
    assert_eq!(copy.collect::<Vec<_>>(), [(5, 0), (1, 0), (1, 0)]);
    drop(words("a bc"));
    let mut items = words("one three");
    assert_eq!(items.next(), Some(5));
    assert_eq!(items.next(), Some(3));
}

/// A local that is declared again behind a yield has the type that it had.
mod declared_again {
    use super::*;

    #[test]
    fn numbers() {
        #[generator]
        fn powers(unit: u64, names: &[&str]) -> impl Iterator<Item = String> {
            let mut bytes = unit;
            yield_!(format!("unit {bytes}"));
            for (exponent, name) in names.iter().enumerate() {
                bytes = 1;
                for _ in 0..exponent {
                    bytes *= 1024;
                }
                yield_!(format!("{name} {bytes}"));
            }
        }
        assert_eq!(
            items_of(|| powers(512, &["B", "kB", "MB", "GB", "TB"])),
            [
                "unit 512",
                "B 1",
                "kB 1024",
                "MB 1048576",
                "GB 1073741824",
                "TB 1099511627776"
            ]
        );
        #[generator]
        fn shifted() -> impl Iterator<Item = u64> {
            let mut x = 0_u64;
            for i in 30..33 {
                x = 1;
                x <<= i;
                yield_!(x as u64);
            }
        }
        assert_eq!(items_of(shifted), [1 << 30, 1 << 31, 1 << 32]);
        #[generator]
        fn masks(mut mask: u8, times: u32) -> impl Iterator<Item = String> {
            yield_!(format!("{mask:b}"));
            for i in 0..times {
                mask = !0;
                mask >>= i;
                yield_!(format!("{mask:b}"));
            }
        }
        assert_eq!(items_of(|| masks(5, 2)), ["101", "11111111", "1111111"]);
        #[generator]
        fn sums(rows: Vec<Vec<f32>>) -> impl Iterator<Item = String> {
            let mut total = 0.1_f32;
            for row in rows {
                yield_!(format!("{}", row.len()));
                total = row.iter().sum();
                total = total.sqrt();
                yield_!(format!("{}", total / 3.0));
            }
        }
        let root = format!("{}", 2_f32.sqrt() / 3.0);
        assert_eq!(items_of(|| sums(vec![vec![0.5, 1.5]])), ["2", &root]);
    }

    trait Kind {
        fn kind(&self) -> &'static str;
    }

    impl Kind for str {
        fn kind(&self) -> &'static str {
            "str"
        }
    }

    impl Kind for &str {
        fn kind(&self) -> &'static str {
            "&str"
        }
    }

    impl Kind for String {
        fn kind(&self) -> &'static str {
            "String"
        }
    }

    impl Kind for &String {
        fn kind(&self) -> &'static str {
            "&String"
        }
    }

    #[test]
    fn what_is_coerced() {
        #[generator]
        fn kinds(names: &[String]) -> impl Iterator<Item = String> {
            let mut current = "none";
            yield_!(current.kind().to_string());
            for name in names {
                current = name;
                yield_!(format!("{} {current}", current.kind()));
                if name.len() > 1 {
                    current = name;
                } else {
                    current = &name[..0];
                }
                yield_!(format!("{} {current}", current.kind()));
            }
        }
        let names = ["ab", "c"].map(String::from);
        assert_eq!(
            items_of(|| kinds(&names)),
            ["str", "str ab", "str ab", "str c", "str "]
        );
        fn twice(n: u32) -> u32 {
            n * 2
        }
        fn next(n: u32) -> u32 {
            n + 1
        }
        #[generator]
        fn applied(mut function: fn(u32) -> u32, first: bool) -> impl Iterator<Item = u32> {
            yield_!(function(10));
            if first {
                function = twice;
            } else {
                function = next;
            }
            yield_!(function(10));
        }
        assert_eq!(items_of(|| applied(next, true)), [11, 20]);
        assert_eq!(items_of(|| applied(next, false)), [11, 11]);
        #[generator]
        fn boxes(numbers: &[u32]) -> impl Iterator<Item = Box<dyn Debug>> {
            let mut boxed: Box<dyn Debug> = Box::new("none");
            for number in numbers {
                yield_!(boxed);
                if *number > 1 {
                    boxed = Box::new(*number);
                } else {
                    boxed = Box::new('1');
                }
            }
            yield_!(boxed);
        }
        let shown = boxes(&[1, 2]).map(|boxed| format!("{boxed:?}"));
        assert_eq!(shown.collect::<Vec<_>>(), ["\"none\"", "'1'", "2"]);
    }

    #[test]
    fn what_a_pattern_binds() {
        #[generator]
        fn counts(entries: Vec<Option<u64>>) -> impl Iterator<Item = u64> {
            for entry in entries {
                if let Some(mut count) = entry {
                    yield_!(count);
                    count = 1;
                    count <<= 40;
                    yield_!(count as u64);
                }
                match entry {
                    Some(mut count) => {
                        yield_!(count);
                        count = !0;
                        yield_!(count as u64);
                    }
                    None => yield_!(0),
                }
            }
        }
        assert_eq!(
            items_of(|| counts(vec![Some(3), None])),
            [3, 1 << 40, 3, u64::MAX, 0]
        );
    }
}

/// What a pattern matches is kept at a yield before anything tells its type.
#[test]
fn a_head_that_is_typed_by_what_follows() {
    #[generator]
    fn numbers(text: &str) -> impl Iterator<Item = u8> {
        for word in text.split(' ') {
            let number = match word.parse() {
                Ok(number) => number,
                Err(_) => {
                    yield_!(0);
                    continue;
                }
            };
            yield_!(number);
        }
    }
    assert_eq!(items_of(|| numbers("1 x 300 4")), [1, 0, 0, 4]);
    #[generator]
    fn pairs(lines: &[&str]) -> impl Iterator<Item = Result<(u32, i8), String>> {
        for line in lines {
            let pair = line.split_once('-');
            let (a, b) = match pair.map(|(a, b)| (a.parse(), b.parse())) {
                Some((Ok(a), Ok(b))) => (a, b),
                Some(_) => {
                    yield_!(Err(format!("bad {line}")));
                    continue;
                }
                None => {
                    yield_!(Err("none".to_string()));
                    continue;
                }
            };
            yield_!(Ok((a, b)));
        }
    }
    assert_eq!(
        items_of(|| pairs(&["1-2", "3", "x-1"])),
        [
            Ok((1, 2)),
            Err("none".to_string()),
            Err("bad x-1".to_string())
        ]
    );
    #[generator]
    fn widened(bytes: Vec<Option<u8>>) -> impl Iterator<Item = u64> {
        for byte in bytes {
            let wide = match byte.map(Into::into) {
                Some(wide) => wide,
                None => {
                    yield_!(1 << 40);
                    continue;
                }
            };
            let wide: u64 = wide;
            yield_!(wide);
        }
    }
    assert_eq!(items_of(|| widened(vec![Some(1), None])), [1, 1 << 40]);
}

#[test]
fn an_iterator_is_consumed_after_the_yield() {
    #[generator]
    fn counts(text: &str) -> impl Iterator<Item = usize> {
        let words = text.split(' ');
        yield_!(0);
        yield_!(words.collect::<Vec<_>>().join("").len());
        let words = text.split(' ');
        yield_!(1);
        let mut sorted = words.collect::<Vec<_>>();
        sorted.sort_by_key(|word| word.len());
        yield_!(sorted[0].len());
        let words = text.split(' ');
        yield_!(2);
        let (long, short) = words.partition::<Vec<_>, _>(|word| word.len() > 1);
        yield_!(long.len() * 10 + short.len());
        let words = text.split(' ');
        yield_!(3);
        yield_!(words.collect::<HashSet<_>>().len());
        let words = text.split(' ').map(str::parse::<usize>);
        yield_!(4);
        yield_!(words.sum::<Result<usize, _>>().unwrap());
    }
    assert_eq!(
        items_of(|| counts("10 2 2")),
        [0, 4, 1, 1, 2, 12, 3, 2, 4, 14]
    );
}

#[test]
fn a_generic_function_by_its_path_is_an_argument() {
    #[generator]
    fn words(text: &str) -> impl Iterator<Item = String> {
        let words = text.split(' ');
        yield_!("0".to_owned());
        let words = words.map(ToString::to_string);
        yield_!("1".to_owned());
        let words = words.map(Rc::new);
        yield_!("2".to_owned());
        let longest = words.reduce(std::cmp::max);
        yield_!(longest.map_or_else(String::new, |word| word.to_string()));
        let numbers = text.split(' ').map(str::parse::<u32>);
        yield_!("3".to_owned());
        for number in numbers.filter_map(Result::ok) {
            yield_!(number.to_string());
        }
        let first = text.split(' ').next();
        yield_!("4".to_owned());
        let first = first.map(ToOwned::to_owned);
        yield_!("5".to_owned());
        yield_!(first.map(Some).flatten().unwrap_or_default());
    }
    assert_eq!(
        items_of(|| words("b 12 a")),
        ["0", "1", "2", "b", "3", "12", "4", "5", "b"]
    );
}
