//! `&mut` references that are used again after something borrowed from them across a yield.

#![allow(
    clippy::cast_possible_truncation,
    clippy::explicit_iter_loop,
    clippy::infallible_destructuring_match,
    clippy::match_single_binding,
    clippy::needless_arbitrary_self_type,
    clippy::needless_pass_by_ref_mut,
    clippy::ptr_arg,
    clippy::while_let_loop,
    clippy::while_let_on_iterator,
    reason = "the bodies are there for their shape"
)]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::slice;

use gen_runtime::{anchor, generator, yield_, yield_from};

type Items<'a, I> = Box<dyn Iterator<Item = I> + 'a>;

/// The items of a generator and what it leaves of the value that it borrows, after checking that it does what the plain function does
/// that hands its items to a consumer: driven by `next`, by `fold`, by both, and dropped after each item, where the
/// consumer of the function panics.
#[track_caller]
fn as_plain<T, I>(
    value: &T,
    generator: impl for<'a> Fn(&'a mut T) -> Items<'a, I>,
    plain: impl Fn(&mut T, &mut dyn FnMut(I)),
) -> (Vec<I>, T)
where
    T: Clone + Debug + PartialEq,
    I: Debug + PartialEq,
{
    let (mut items, mut left) = (Vec::new(), value.clone());
    plain(&mut left, &mut |item| items.push(item));
    for split in 0..=items.len() + 1 {
        let (mut found, mut changed) = (Vec::new(), value.clone());
        let mut driven = generator(&mut changed);
        found.extend(driven.by_ref().take(split));
        driven.for_each(|item| found.push(item));
        assert_eq!(found, items, "{split} times `next`, then `fold`");
        assert_eq!(changed, left, "{split} times `next`, then `fold`");
    }
    let mut untouched = value.clone();
    drop(generator(&mut untouched));
    assert_eq!(&untouched, value, "never started");
    for count in 1..=items.len() {
        let mut dropped = value.clone();
        let mut driven = generator(&mut dropped);
        assert_eq!(driven.by_ref().take(count).count(), count);
        drop(driven);
        let (mut panicked, mut seen) = (value.clone(), 0);
        let run = AssertUnwindSafe(|| {
            plain(&mut panicked, &mut |_| {
                seen += 1;
                if seen == count {
                    resume_unwind(Box::new("enough"));
                }
            });
        });
        assert!(catch_unwind(run).is_err());
        assert_eq!(dropped, panicked, "dropped after {count} items");
    }
    (items, left)
}

/// Compares the generator `$name` with the plain function that `sink!` in place of `yield_!` makes of the same body.
macro_rules! check {
    ($value:expr, fn($name:ident: $ty:ty) -> $item:ty { $($body:tt)* }) => {{
        #[generator]
        fn generated($name: $ty) -> impl Iterator<Item = $item> {
            $($body)*
        }
        fn plain($name: $ty, sink: &mut dyn FnMut($item)) {
            macro_rules! yield_ {
                ($yielded:expr) => { sink($yielded) };
            }
            $($body)*
        }
        as_plain(&$value, |value| Box::new(generated(value)), plain)
    }};
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Queue {
    items: Vec<u32>,
    served: u32,
    log: Vec<String>,
}

impl Queue {
    fn new() -> Self {
        Self {
            items: vec![1, 2, 3],
            ..Self::default()
        }
    }

    fn finish(&mut self) {
        self.log.push(format!("{} left", self.items.len()));
    }

    #[generator]
    fn serve(&mut self) -> impl Iterator<Item = u32> {
        for item in self.items.iter() {
            yield_!(*item);
            self.served += 1;
        }
        self.log.push("end".into());
    }

    #[generator]
    fn drain(&mut self) -> impl Iterator<Item = u32> {
        for item in self.items.drain(..) {
            yield_!(item);
        }
        self.finish();
    }

    #[generator]
    fn drain_typed(self: &mut Self) -> impl Iterator<Item = u32> + '_ {
        yield_from!(self.items.drain(1..));
        self.finish();
        yield_!(self.items.len() as u32);
        self.finish();
    }
}

#[test]
fn another_field_of_self_is_assigned_while_one_is_iterated() {
    let (items, left) = as_plain(
        &Queue::new(),
        |queue| Box::new(queue.serve()),
        |queue, sink| {
            for item in queue.items.iter() {
                sink(*item);
                queue.served += 1;
            }
            queue.log.push("end".into());
        },
    );
    assert_eq!(items, [1, 2, 3]);
    assert_eq!((left.served, left.log), (3, vec!["end".to_owned()]));
}

#[test]
fn self_is_used_as_a_whole_after_the_borrow() {
    let (items, left) = as_plain(
        &Queue::new(),
        |queue| Box::new(queue.drain()),
        |queue, sink| {
            for item in queue.items.drain(..) {
                sink(item);
            }
            queue.finish();
        },
    );
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(left.log, ["0 left"]);
    let mut queue = Queue::new();
    assert_eq!(queue.drain_typed().collect::<Vec<_>>(), [2, 3, 1]);
    assert_eq!(queue.log, ["1 left", "1 left"]);
}

#[test]
fn an_argument_is_used_after_the_borrow() {
    let (items, left) = check!(vec![1, 2], fn(v: &mut Vec<u32>) -> u32 {
        for x in v.iter_mut() {
            *x += 1;
            yield_!(*x);
        }
        v.push(7);
        yield_!(7);
        v.clear();
    });
    assert_eq!((items, left), (vec![2, 3, 7], vec![]));
}

#[test]
fn two_fields_are_borrowed_at_a_time() {
    #[derive(Clone, Debug, PartialEq)]
    struct Pair {
        left: Vec<u32>,
        right: Vec<u32>,
        sum: u32,
    }
    let pair = Pair {
        left: vec![1, 2],
        right: vec![10, 20],
        sum: 0,
    };
    let (items, left) = check!(pair, fn(pair: &mut Pair) -> u32 {
        for (l, r) in pair.left.iter_mut().zip(&pair.right) {
            *l += *r;
            yield_!(*l);
            pair.sum += *l;
            yield_!(pair.sum);
        }
        std::mem::swap(&mut pair.left, &mut pair.right);
        *pair = Pair { sum: 1, ..pair.clone() };
    });
    assert_eq!(items, [11, 11, 22, 33]);
    assert_eq!(left.left, [10, 20]);
}

#[test]
fn an_array_in_a_struct_is_written_while_another_field_is() {
    #[derive(Clone, Debug, PartialEq)]
    struct Ring {
        cells: [u32; 4],
        turns: u32,
    }
    let ring = Ring {
        cells: [1, 2, 3, 4],
        turns: 0,
    };
    let (items, left) = check!(ring, fn(ring: &mut Ring) -> u32 {
        for cell in &mut ring.cells {
            *cell *= 2;
            yield_!(*cell);
            ring.turns += 1;
            *cell += 1;
        }
        ring.cells[0] = 0;
    });
    assert_eq!(items, [2, 4, 6, 8]);
    assert_eq!((left.cells, left.turns), ([0, 5, 7, 9], 4));
}

#[test]
fn an_argument_is_borrowed_again_and_again() {
    let (items, left) = check!(vec![1], fn(v: &mut Vec<u32>) -> u32 {
        loop {
            for x in v.iter() {
                yield_!(*x);
            }
            v.push(v.len() as u32);
            if v.len() > 3 {
                return;
            }
        }
    });
    assert_eq!(items, [1, 1, 1, 1, 1, 2]);
    assert_eq!(left, [1, 1, 2, 3]);
}

#[test]
fn a_closure_that_mentions_the_reference_lives_across_yields() {
    let (items, left) = check!(vec![1], fn(v: &mut Vec<u32>) -> u32 {
        let mut push = |x| v.push(x);
        push(2);
        yield_!(0);
        push(3);
        yield_!(v.len() as u32);
        v.clear();
    });
    assert_eq!((items, left), (vec![0, 3], vec![]));
}

#[test]
fn arguments_in_patterns_are_lent() {
    #[generator]
    fn generated(
        (a, b): (&mut Vec<u32>, &mut Vec<u32>),
        #[allow(unused_mut)] mut c: &mut Vec<u32>,
    ) -> impl Iterator<Item = u32> {
        for x in a.iter() {
            yield_!(*x);
            b.push(*x);
            c.push(*x);
        }
        for (x, y) in b.iter().zip(c.iter()) {
            yield_!(x + y);
            a.push(*x);
        }
        a.clear();
        b.clear();
        c.clear();
    }
    let (mut a, mut b, mut c) = (vec![1, 2], vec![10], vec![]);
    assert_eq!(
        generated((&mut a, &mut b), &mut c)
            .take(3)
            .collect::<Vec<_>>(),
        [1, 2, 11]
    );
    assert_eq!((a, b, c), (vec![1, 2], vec![10, 1, 2], vec![1, 2]));
}

#[test]
fn slices_and_trait_objects_are_lent() {
    let (items, left) = check!(Box::<[u32]>::from([1, 2]), fn(boxed: &mut Box<[u32]>) -> u32 {
        let slice: &mut [u32] = boxed;
        for x in slice.iter_mut() {
            *x += 1;
            yield_!(*x);
        }
        slice[0] = 9;
        yield_!(slice.iter().sum());
        slice.sort_unstable();
    });
    assert_eq!((items, &left[..]), (vec![2, 3, 12], &[3, 9][..]));

    let (items, _) = check!(0..4_u32, fn(range: &mut std::ops::Range<u32>) -> u32 {
        let numbers: &mut dyn Iterator<Item = u32> = range;
        let mut doubled = numbers.map(|n| n * 2);
        while let Some(n) = doubled.next() {
            yield_!(n);
            if n > 2 {
                break;
            }
        }
        let rest: u32 = numbers.sum();
        yield_!(rest);
    });
    assert_eq!(items, [0, 2, 4, 3]);
}

#[derive(Default, Clone, Debug, PartialEq)]
struct Node {
    values: Vec<u32>,
    next: Option<Box<Node>>,
}

fn nodes() -> Node {
    let last = Node {
        values: vec![3],
        next: None,
    };
    Node {
        values: vec![1, 2],
        next: Some(Box::new(last)),
    }
}

#[test]
fn a_local_reference_is_lent() {
    let (items, left) = check!(nodes(), fn(list: &mut Node) -> u32 {
        let values = &mut list.values;
        for x in values.iter_mut() {
            *x += 1;
            yield_!(*x);
            if let Some(next) = &mut list.next {
                next.values.push(*x);
            }
        }
        values.push(7);
        yield_!(values.len() as u32);
        list.values.clear();
    });
    assert_eq!(items, [2, 3, 3]);
    assert_eq!(left.next.map(|next| next.values), Some(vec![3, 2, 3]));
}

#[test]
fn a_cursor_is_assigned_and_lent() {
    let (items, left) = check!(nodes(), fn(list: &mut Node) -> u32 {
        let mut cursor = &mut *list;
        loop {
            for x in cursor.values.drain(..) {
                yield_!(x);
            }
            cursor.values.push(0);
            cursor = match &mut cursor.next {
                Some(next) => next,
                None => break,
            };
            yield_!(100);
        }
        list.values.push(list.next.is_some().into());
    });
    assert_eq!(items, [1, 2, 100, 3]);
    assert_eq!(left.values, [0, 1]);
    assert_eq!(left.next.map(|next| next.values), Some(vec![0]));
}

#[test]
fn an_assigned_argument_is_lent() {
    #[generator]
    fn generated<'a>(
        mut v: &'a mut Vec<u32>,
        w: &'a mut Vec<u32>,
        early: bool,
    ) -> impl Iterator<Item = u32> {
        if early {
            v = w;
        } else {
            for x in v.iter() {
                yield_!(*x);
            }
            v.push(5);
            yield_!(0);
            v = w;
            v.clear();
        }
        for x in v.iter() {
            yield_!(*x);
        }
        v.push(6);
    }
    let (mut v, mut w) = (vec![1], vec![2, 3]);
    assert_eq!(generated(&mut v, &mut w, true).collect::<Vec<_>>(), [2, 3]);
    assert_eq!((&v[..], &w[..]), (&[1][..], &[2, 3, 6][..]));
    assert_eq!(generated(&mut v, &mut w, false).collect::<Vec<_>>(), [1, 0]);
    assert_eq!((&v[..], &w[..]), (&[1, 5][..], &[6][..]));
}

#[test]
fn what_a_pattern_binds_is_lent() {
    let (items, left) = check!(nodes(), fn(list: &mut Node) -> u32 {
        if let Some(next) = &mut list.next {
            for x in next.values.iter() {
                yield_!(*x);
            }
            next.values.clear();
        }
        match list {
            Node { values, next } => {
                for x in values.drain(..) {
                    yield_!(x);
                    if let Some(next) = next {
                        next.values.push(x);
                    }
                }
                values.push(8);
                yield_!(values.len() as u32);
            }
        }
        list.values.push(9);
    });
    assert_eq!(items, [3, 1, 2, 1]);
    assert_eq!(left.values, [8, 9]);
}

#[test]
fn what_is_bound_by_ref_mut_is_lent() {
    let (items, left) = check!(nodes(), fn(list: &mut Node) -> u32 {
        let Node { ref mut values, ref mut next } = *list;
        for x in values.iter() {
            yield_!(*x);
        }
        values.clear();
        if let Some(ref mut next) = *next {
            for x in next.values.iter() {
                yield_!(*x);
                next.next = None;
            }
            next.values.push(4);
        }
        list.values.push(9);
    });
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(left.values, [9]);
    assert_eq!(left.next.map(|next| next.values), Some(vec![3, 4]));
}

/// `&mut words` may be an iterator, as here, and what comes out of it values.
#[test]
fn what_comes_out_of_an_iterator_is_no_reference() {
    struct Length(usize);
    fn length(word: &str) -> Length {
        Length(word.len())
    }
    struct Words {
        words: std::vec::IntoIter<String>,
        longest: usize,
    }
    impl Words {
        #[generator]
        fn lengths(&mut self) -> impl Iterator<Item = usize> {
            let mut all = vec![];
            for word in &mut self.words {
                all.push(length(&word));
                yield_!(word.len());
                self.longest = self.longest.max(length(&word).0);
            }
            yield_!(all.iter().map(|length| length.0).sum());
        }
    }
    let with = || Words {
        words: vec!["a".to_string(), "bc".to_string(), "d".to_string()].into_iter(),
        longest: 0,
    };
    let (mut by_next, mut by_fold) = (with(), with());
    let mut items = Vec::new();
    let mut driven = by_next.lengths();
    while let Some(item) = driven.next() {
        items.push(item);
    }
    drop(driven);
    assert_eq!(items, [1, 2, 1, 4]);
    assert_eq!(by_fold.lengths().sum::<usize>(), 8);
    assert_eq!((by_next.longest, by_fold.longest), (2, 2));
}

#[test]
fn what_comes_out_of_a_collection_is_lent() {
    let (items, left) = check!(vec![nodes(), nodes()], fn(rows: &mut Vec<Node>) -> u32 {
        for row in rows.iter_mut() {
            for x in &row.values {
                yield_!(*x);
                row.next = None;
            }
            row.values.push(8);
        }
        for (i, row) in rows.iter_mut().enumerate().skip(1) {
            for x in row.values.iter_mut() {
                *x += i as u32;
                yield_!(*x);
                row.next = Some(Box::default());
            }
        }
        for row in &mut *rows {
            for x in row.values.drain(..) {
                yield_!(x);
            }
            row.values.push(7);
        }
        for Node { values, next } in rows.iter_mut() {
            for x in values.drain(..) {
                yield_!(x);
                *next = None;
            }
            values.push(6);
        }
        for pair in rows.chunks_mut(2) {
            if let [first, second] = pair {
                for x in &first.values {
                    yield_!(*x);
                    first.next = None;
                    second.values.push(*x);
                }
            }
        }
    });
    assert_eq!(items, [1, 2, 1, 2, 2, 3, 9, 1, 2, 8, 2, 3, 9, 7, 7, 6]);
    assert_eq!(
        (&left[0].values[..], &left[1].values[..]),
        (&[6][..], &[6, 6][..])
    );
}

#[test]
fn what_is_in_an_option_of_a_collection_is_lent() {
    let (items, left) = check!(vec![nodes(), nodes()], fn(rows: &mut Vec<Node>) -> u32 {
        if let Some(row) = rows.last_mut() {
            for x in &row.values {
                yield_!(*x);
                row.next = None;
            }
        }
        let most = rows.iter_mut().max_by_key(|row| row.values.len()).unwrap();
        for x in &most.values {
            yield_!(*x);
            most.next = None;
        }
        let mut at = 0;
        while let Some(row) = rows.get_mut(at) {
            for x in row.values.iter_mut() {
                yield_!(*x);
                *x += 1;
                row.next = None;
            }
            at += 1;
        }
        let Some(first) = rows.first_mut() else { return };
        for x in first.values.drain(..) {
            yield_!(x);
            first.next = None;
        }
        first.values.push(5);
    });
    assert_eq!(items, [1, 2, 1, 2, 1, 2, 1, 2, 2, 3]);
    assert_eq!(
        (&left[0].values[..], &left[1].values[..]),
        (&[5][..], &[2, 3][..])
    );
}

#[test]
fn what_comes_out_of_a_map_is_lent() {
    let map = BTreeMap::from([(1, nodes()), (2, nodes())]);
    let (items, left) = check!(map, fn(map: &mut BTreeMap<u32, Node>) -> u32 {
        for (key, node) in map.iter_mut() {
            for x in node.values.iter().filter(|x| *x >= key) {
                yield_!(*x);
                node.next = None;
            }
            yield_!(*key);
        }
        for node in map.values_mut() {
            for x in node.values.drain(..) {
                yield_!(x);
                node.next = Some(Box::default());
            }
        }
        // A tuple, which is none of them.
        for entry in map.iter_mut() {
            let first = entry.1.values.first().copied();
            yield_!(*entry.0);
            entry.1.values.extend(first);
        }
    });
    assert_eq!(items, [1, 2, 1, 2, 2, 1, 2, 1, 2, 1, 2]);
    assert_eq!(left[&1].next, Some(Box::default()));
}

#[test]
fn what_has_no_mut_and_is_assigned_to_is_lent() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Row {
        cells: Vec<u32>,
        sum: u32,
    }
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Table {
        rows: BTreeMap<u32, Row>,
        sum: u32,
    }
    fn full(rows: &mut BTreeMap<u32, Row>) -> impl Iterator<Item = &mut Row> {
        rows.values_mut().filter(|row| !row.cells.is_empty())
    }
    let row = |cells: &[u32]| Row {
        cells: cells.to_vec(),
        sum: 0,
    };
    let table = Table {
        rows: BTreeMap::from([(1, row(&[1, 2])), (2, row(&[])), (3, row(&[3]))]),
        sum: 0,
    };
    let (items, left) = check!(table, fn(table: &mut Table) -> u32 {
        for (key, row) in &mut table.rows {
            for cell in &row.cells {
                row.sum += cell;
                table.sum += key;
                yield_!(*cell);
            }
        }
        for row in full(&mut table.rows) {
            for cell in row.cells.drain(..) {
                yield_!(cell);
                row.sum = 10 * cell;
            }
        }
        yield_!(table.sum);
    });
    assert_eq!(items, [1, 2, 3, 1, 2, 3, 5]);
    assert_eq!((left.rows[&1].sum, left.rows[&3].sum), (20, 30));
}

#[test]
fn what_is_taken_out_of_a_reference_is_none() {
    #[generator]
    fn anchored(list: Option<Vec<u32>>) -> impl Iterator<Item = usize> {
        let list = anchor!(list);
        let mut taken = list.take();
        if let Some(ref mut taken) = taken {
            yield_!(taken.len());
        }
        drop(taken);
    }
    let (items, left) = check!(Some(vec![1, 2]), fn(list: &mut Option<Vec<u32>>) -> u32 {
        let mut taken = list.take();
        if let Some(ref mut taken) = taken {
            yield_!(taken.len() as u32);
        }
        *list = taken;
    });
    assert_eq!((items, left), (vec![2], Some(vec![1, 2])));
    assert!(anchored(Some(vec![1])).eq([1]));
}

#[test]
fn a_reference_is_coerced_to_what_it_is_given_to() {
    let names = vec!["a".to_owned(), "bb".to_owned(), "ccc".to_owned()];
    let (items, left) = check!(names, fn(names: &mut Vec<String>) -> usize {
        let mut names = names.iter_mut().peekable();
        while let Some(name) = names.next() {
            if let Some(next) = names.peek_mut() {
                next.push_str(name);
                yield_!(next.len());
            }
            yield_!(name.len());
        }
    });
    assert_eq!(items, [3, 1, 6, 3, 6]);
    assert_eq!(left, ["a", "bba", "cccbba"]);
}

#[test]
fn an_annotated_variable_of_a_loop_is_lent() {
    let rows = vec![nodes(), nodes()];
    let (items, _) = check!(rows, fn(rows: &mut Vec<Node>) -> u32 {
        for row in rows.iter_mut() {
            let row: &mut Node = row;
            for x in row.values.drain(..) {
                yield_!(x);
            }
            row.next = None;
        }
        rows.truncate(1);
    });
    assert_eq!(items, [1, 2, 1, 2]);
}

/// Says on its drop how long the list is that it borrows, in the list.
struct Closes<'v>(&'v mut Vec<u32>);

impl Drop for Closes<'_> {
    fn drop(&mut self) {
        self.0.push(100 + self.0.len() as u32);
    }
}

#[test]
fn what_borrows_is_dropped_where_its_scope_ends() {
    let (items, left) = check!(vec![], fn(v: &mut Vec<u32>) -> u32 {
        {
            let first = Closes(v);
            first.0.push(1);
            yield_!(1);
            first.0.push(2);
        }
        yield_!(2);
        v.push(3);
        let second = Closes(v);
        yield_!(3);
        let mut third = vec![Closes(&mut *second.0)];
        third.pop();
        drop(third);
        yield_!(4);
        drop(second);
        v.push(4);
        yield_!(5);
        v.push(5);
    });
    assert_eq!(items, [1, 2, 3, 4, 5]);
    assert_eq!(left, [1, 2, 102, 3, 104, 105, 4, 5]);
}

#[test]
fn what_borrows_is_dropped_when_the_body_panics() {
    fn plain(v: &mut Vec<u32>, at: u32, sink: &mut dyn FnMut(u32)) {
        for round in 0..3 {
            let closes = Closes(v);
            closes.0.push(round);
            sink(round);
            assert_ne!(round, at, "enough");
        }
        v.push(7);
    }
    #[generator]
    fn generated(v: &mut Vec<u32>, at: u32) -> impl Iterator<Item = u32> {
        for round in 0..3 {
            let closes = Closes(v);
            closes.0.push(round);
            yield_!(round);
            assert_ne!(round, at, "enough");
        }
        v.push(7);
    }
    for at in 0..4 {
        let (mut expected, mut by_next, mut by_fold) = (vec![], vec![], vec![]);
        let caught = catch_unwind(AssertUnwindSafe(|| plain(&mut expected, at, &mut |_| {})));
        let mut generator = generated(&mut by_next, at);
        let stepped = catch_unwind(AssertUnwindSafe(|| generator.by_ref().for_each(drop)));
        assert_eq!(generator.next(), None);
        drop(generator);
        let folded = catch_unwind(AssertUnwindSafe(|| generated(&mut by_fold, at).count()));
        assert_eq!(caught.is_ok(), at == 3);
        assert_eq!((stepped.is_ok(), folded.is_ok()), (at == 3, at == 3));
        assert_eq!((&by_next, &by_fold), (&expected, &expected));
    }
}

#[test]
fn a_reference_that_is_not_used_until_it_is_assigned_is_lent_again() {
    let (items, left) = check!((vec![1], vec![2, 3]), fn(both: &mut (Vec<u32>, Vec<u32>)) -> u32 {
        let mut list = &mut both.0;
        for x in list.iter() {
            yield_!(*x);
        }
        list.push(7);
        yield_!(0);
        list = &mut both.1;
        for x in list.drain(1..) {
            yield_!(x);
        }
        list.push(8);
        std::mem::swap(&mut both.0, &mut both.1);
    });
    assert_eq!(items, [1, 0, 3]);
    assert_eq!(left, (vec![2, 8], vec![1, 7]));
}

#[test]
fn a_yield_stands_in_an_operand() {
    let (items, left) = check!(vec![1, 2], fn(v: &mut Vec<u32>) -> u32 {
        let mut first = v.iter_mut();
        if let Some(x) = first.next() {
            *x += {
                yield_!(*x);
                4
            };
            yield_!(*x);
        }
        v.push({
            yield_!(0);
            7
        });
        let last = v.len() - 1;
        v[last] += 1;
        yield_!(v[last]);
    });
    assert_eq!(items, [1, 5, 0, 8]);
    assert_eq!(left, [5, 2, 8]);
}

#[test]
fn a_large_local_stays_in_place_beside_it() {
    let (items, left) = check!(vec![1, 2, 3], fn(v: &mut Vec<u32>) -> u32 {
        let mut seen = [0_u32; 64];
        let mut log = Vec::new();
        for x in v.iter_mut() {
            seen[*x as usize] += 1;
            log.push(*x);
            yield_!(seen[1] + *x);
            *x = seen[2];
        }
        v.extend(log.iter().rev());
        yield_!(log.len() as u32);
        v.push(seen[3]);
    });
    assert_eq!(items, [2, 3, 4, 3]);
    assert_eq!(left, [0, 1, 1, 3, 2, 1, 1]);
}

#[test]
fn anchors_borrow_from_it() {
    #[generator]
    fn generated(queue: &mut Queue) -> impl Iterator<Item = u32> {
        let rest = anchor!(queue.items.split_off(1));
        for x in rest.iter() {
            yield_!(*x);
            queue.served += 1;
        }
        let drained = anchor!(queue.items.drain(..));
        while let Some(x) = drained.next() {
            yield_!(x);
            queue.served += 1;
        }
        drop(std::mem::take(rest));
        queue.log.push("end".to_owned());
    }
    let (items, left) = as_plain(
        &Queue::new(),
        |queue| Box::new(generated(queue)),
        |queue, sink| {
            let rest = queue.items.split_off(1);
            for x in &rest {
                sink(*x);
                queue.served += 1;
            }
            for x in queue.items.drain(..) {
                sink(x);
                queue.served += 1;
            }
            queue.log.push("end".to_owned());
        },
    );
    assert_eq!(items, [2, 3, 1]);
    assert_eq!((left.served, left.items), (3, vec![]));
}

#[test]
fn a_reference_is_shadowed_in_the_arguments_of_a_macro_that_yields() {
    #[generator]
    fn shadowed(list: &mut Vec<u32>, first: bool) -> impl Iterator<Item = Option<String>> {
        let text = format!(
            "{}",
            if first {
                (Some((list.len(), {
                    yield_!(None);
                    1
                }))?)
                .0
            } else {
                let mut list = list.iter_mut();
                list.next().map_or(0, |n| *n as usize)
            }
        );
        yield_!(Some(text));
        list.push(5);
        yield_!(Some(list.len().to_string()));
    }
    let text = |text: &str| Some(text.to_owned());
    let mut list = vec![7];
    assert!(shadowed(&mut list, false).eq([text("7"), text("2")]));
    assert!(shadowed(&mut list, true).eq([None, text("2"), text("3")]));
}

#[test]
fn macros_see_the_reference() {
    macro_rules! with_default {
        ($this:ident . $field:ident) => {
            (stringify!($this).len() as u32, $this.$field)
        };
    }
    #[generator]
    fn generated(queue: &mut Queue) -> impl Iterator<Item = String> {
        for x in queue.items.iter_mut() {
            assert!(*x > 0, "{}", queue.served);
            yield_!(format!("{x} {}", queue.served));
            let (length, served) = with_default!(queue.served);
            *x += length;
            queue.served = served + 1;
        }
        yield_!(format!("{queue:?}"));
        queue.log = vec![format!("{:?}", queue.items)];
    }
    let mut queue = Queue::new();
    let items: Vec<String> = generated(&mut queue).collect();
    assert_eq!(items[..3], ["1 0", "2 1", "3 2"]);
    assert_eq!(items[3], "Queue { items: [6, 7, 8], served: 3, log: [] }");
    assert_eq!(queue.log, ["[6, 7, 8]"]);
}

#[test]
fn what_compiled_without_being_lent_compiles() {
    // `n` might borrow from `v`, as far as the syntax tells.
    #[generator]
    fn a_macro_of_the_body(v: &mut Vec<u32>) -> impl Iterator<Item = usize> {
        macro_rules! length {
            () => {
                v.capacity().min(v.len())
            };
        }
        let n = usize::max(v.len(), 1) + std::convert::identity(length!());
        yield_!(n);
        v.push(1);
        yield_!(n);
    }
    #[generator]
    fn a_jump_in_a_macro(v: &mut Vec<u32>) -> impl Iterator<Item = Option<u32>> {
        macro_rules! or {
            ($value:expr, $otherwise:expr) => {
                match $value {
                    Some(value) => value,
                    None => $otherwise,
                }
            };
        }
        loop {
            let last = or!(v.last().copied(), break);
            yield_!(Some(last));
            or!(v.pop(), break);
            yield_!(Some(last + 1));
        }
        v.push(0);
        yield_!(v.pop());
    }
    #[generator]
    fn it_is_borrowed_itself(v: &mut Vec<u32>) -> impl Iterator<Item = usize> {
        let first;
        let n = std::convert::identity(v.len());
        yield_!(n);
        {
            yield_!(9);
            first = &v;
        }
        yield_!(n + first.len());
    }
    #[generator]
    fn it_writes_itself_on(mut v: &mut [u8]) -> impl Iterator<Item = usize> {
        use std::io::Write;
        for n in 1..3 {
            let written = v.write(&[n; 2]).unwrap_or_default();
            yield_!(written);
        }
    }
    assert_eq!(
        a_macro_of_the_body(&mut vec![1]).collect::<Vec<_>>(),
        [2, 2]
    );
    assert_eq!(
        a_jump_in_a_macro(&mut vec![4]).collect::<Vec<_>>(),
        [Some(4), Some(5), Some(0)]
    );
    assert_eq!(
        it_is_borrowed_itself(&mut vec![]).collect::<Vec<_>>(),
        [0, 9, 0]
    );
    let mut bytes = [0; 3];
    assert_eq!(it_writes_itself_on(&mut bytes).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(bytes, [1, 1, 2]);
}

// What `&mut self.rows` gives are `&mut` references, unless `rows` is an iterator.
mod loops_over_a_field {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Row {
        cells: Vec<u32>,
        seen: u32,
    }

    impl Row {
        fn see(&mut self) {
            self.seen += 1;
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    struct Table {
        rows: Vec<Row>,
        named: BTreeMap<&'static str, Row>,
        seen: u32,
    }

    fn table() -> Table {
        let row = |cells: &[u32]| Row {
            cells: cells.to_vec(),
            seen: 0,
        };
        Table {
            rows: vec![row(&[1, 2]), row(&[]), row(&[3])],
            named: BTreeMap::from([("a", row(&[4, 5]))]),
            seen: 0,
        }
    }

    #[test]
    fn of_a_collection() {
        let (items, left) = check!(table(), fn(table: &mut Table) -> u32 {
            for row in &mut table.rows {
                for cell in &row.cells {
                    yield_!(*cell);
                }
                row.see();
                table.seen += 1;
            }
            for (name, row) in &mut table.named {
                for cell in &mut row.cells {
                    *cell += 1;
                    yield_!(*cell);
                }
                yield_!(name.len() as u32 + row.seen);
                row.see();
            }
        });
        assert_eq!(items, [1, 2, 3, 5, 6, 1]);
        assert_eq!((left.seen, left.rows[1].seen), (3, 1));
    }

    struct Source<I> {
        rows: I,
        read: usize,
    }

    #[test]
    fn of_an_iterator_of_values() {
        #[generator]
        fn lengths(source: &mut Source<impl Iterator<Item = Row>>) -> impl Iterator<Item = usize> {
            for mut row in &mut source.rows {
                let cells = row.cells.len();
                yield_!(cells);
                row.see();
                source.read += cells;
            }
        }
        let mut source = Source {
            rows: table().rows.into_iter(),
            read: 0,
        };
        assert_eq!(lengths(&mut source).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(source.read, 3);
    }

    #[test]
    fn of_an_iterator_of_references() {
        #[generator]
        fn cells(source: &mut Source<slice::Iter<'_, Row>>) -> impl Iterator<Item = u32> {
            for row in &mut source.rows {
                for cell in &row.cells {
                    yield_!(*cell);
                }
                source.read += row.cells.len();
            }
        }
        let table = table();
        let mut source = Source {
            rows: table.rows.iter(),
            read: 0,
        };
        assert_eq!(cells(&mut source).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(source.read, 3);
    }
}

// Variables of patterns that match what `&mut` references refer to, also in the middle of a pattern, are `&mut` references.
mod bound_by_patterns {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Row {
        cells: Vec<u32>,
        seen: u32,
    }

    #[derive(Clone, Debug, PartialEq)]
    struct Table {
        rows: Vec<Row>,
        named: BTreeMap<&'static str, Vec<u32>>,
        last: Option<Row>,
        perhaps: Vec<(u32, Option<Row>)>,
    }

    impl Table {
        fn first(&mut self) -> &mut Row {
            &mut self.rows[0]
        }
    }

    fn row(cells: &[u32]) -> Row {
        Row {
            cells: cells.to_vec(),
            seen: 0,
        }
    }

    fn table() -> Table {
        Table {
            rows: vec![row(&[1, 2]), row(&[]), row(&[3])],
            named: BTreeMap::from([("a", vec![4, 5]), ("b", vec![6])]),
            last: Some(row(&[7])),
            perhaps: vec![(8, Some(row(&[9]))), (0, None)],
        }
    }

    #[test]
    fn of_the_items_of_a_field() {
        let (items, left) = check!(table(), fn(table: &mut Table) -> u32 {
            for (name, cells) in &mut table.named {
                for cell in cells.iter() {
                    yield_!(*cell);
                }
                cells.push(name.len() as u32);
            }
            for Row { cells, seen } in &mut table.rows {
                for cell in cells.iter_mut().rev() {
                    *seen += 1;
                    yield_!(*cell);
                }
                cells.clear();
            }
            for (number, row) in &mut table.perhaps {
                if let Some(Row { cells, .. }) = row {
                    for cell in cells.iter() {
                        yield_!(*cell + *number);
                    }
                    cells.push(*number);
                }
                *number += 1;
            }
        });
        assert_eq!(items, [4, 5, 6, 2, 1, 3, 17]);
        assert_eq!(left.named["a"], [4, 5, 1]);
        assert_eq!(
            left.rows[0],
            Row {
                cells: vec![],
                seen: 2
            }
        );
        assert_eq!(left.perhaps[0].1, Some(row(&[9, 8])));
    }

    #[test]
    fn with_the_rest_left_out() {
        let (items, left) = check!(table(), fn(table: &mut Table) -> u32 {
            for Row { cells, .. } in table.rows.iter_mut() {
                for cell in cells.iter() {
                    yield_!(*cell);
                }
                cells.clear();
            }
            match &mut table.last {
                Some(Row { cells, .. }) if !cells.is_empty() => {
                    for cell in cells.iter() {
                        yield_!(*cell);
                    }
                    cells.clear();
                }
                _ => {}
            }
        });
        assert_eq!(items, [1, 2, 3, 7]);
        assert_eq!((&left.rows[2], left.last), (&row(&[]), Some(row(&[]))));
    }

    #[test]
    fn in_an_option() {
        let (items, left) = check!(table(), fn(table: &mut Table) -> u32 {
            let Some(Row { cells, seen }) = &mut table.last else {
                yield_!(0);
                return;
            };
            for cell in cells.iter() {
                yield_!(*cell);
                *seen += 1;
            }
            cells.clear();
        });
        assert_eq!(
            (items, left.last),
            (
                vec![7],
                Some(Row {
                    cells: vec![],
                    seen: 1
                })
            )
        );
        let (items, left) = check!(Some(row(&[1, 2])), fn(last: &mut Option<Row>) -> u32 {
            if let Some(Row { cells, seen }) = last {
                for cell in cells.iter() {
                    yield_!(*cell + *seen);
                    *seen += 1;
                }
                cells.clear();
            }
        });
        assert_eq!(
            (items, left),
            (
                vec![1, 3],
                Some(Row {
                    cells: vec![],
                    seen: 2
                })
            )
        );
    }

    #[test]
    fn of_two_iterators_at_a_time() {
        let pair = ([vec![1, 2], vec![3]], [0, 10]);
        let (items, left) = check!(pair, fn(pair: &mut ([Vec<u32>; 2], [u32; 2])) -> u32 {
            let (lists, sums) = pair;
            for (number, (list, sum)) in lists.iter_mut().zip(sums).enumerate() {
                for cell in list.iter() {
                    *sum += *cell;
                    yield_!(*sum);
                }
                list.push(number as u32);
            }
        });
        assert_eq!(items, [1, 3, 13]);
        assert_eq!(left, ([vec![1, 2, 0], vec![3, 1]], [3, 13]));
    }

    #[test]
    fn of_the_parts_of_a_slice() {
        let lists = || [vec![1, 2], vec![3], vec![4]];
        let (items, left) = check!(lists(), fn(lists: &mut [Vec<u32>; 3]) -> u32 {
            let (left, right) = lists.split_at_mut(1);
            for cell in left[0].iter() {
                yield_!(*cell);
            }
            left.swap_with_slice(&mut right[..1]);
            let Some((last, rest)) = lists.split_last_mut() else { return };
            for list in rest {
                for cell in list.iter() {
                    yield_!(*cell);
                    last.push(*cell);
                }
                list.clear();
            }
            let [first, rest @ ..] = lists;
            for list in rest.iter() {
                yield_!(list.len() as u32);
                first.push(5);
            }
            rest.reverse();
        });
        assert_eq!(items, [1, 2, 3, 1, 2, 0, 4]);
        assert_eq!(left, [vec![5, 5], vec![4, 3, 1, 2], vec![]]);
    }

    #[test]
    fn that_show_by_what_changes_them() {
        let (items, left) = check!(table(), fn(table: &mut Table) -> u32 {
            let row = table.first();
            for cell in row.cells.iter() {
                yield_!(*cell);
            }
            row.cells.clear();
            let cells = &mut table.first().cells;
            cells.push(8);
            for row in &mut table.rows {
                for cell in row.cells.iter().take(9) {
                    yield_!(*cell);
                }
                row.cells.push(9);
            }
        });
        assert_eq!(items, [1, 2, 8, 3]);
        assert_eq!(left.rows[0].cells, [8, 9]);
    }

    #[derive(Clone, Debug, PartialEq)]
    struct List {
        value: u32,
        seen: Vec<u32>,
        next: Option<Box<List>>,
    }

    fn list() -> Option<Box<List>> {
        let after = |value, next| {
            let seen = vec![];
            Some(Box::new(List { value, seen, next }))
        };
        after(1, after(2, after(3, None)))
    }

    #[test]
    fn of_a_cursor() {
        let (items, left) = check!(list(), fn(list: &mut Option<Box<List>>) -> u32 {
            let mut at = list.as_deref_mut();
            while let Some(List { value, next, .. }) = at {
                yield_!(*value);
                *value += 1;
                at = next.as_deref_mut();
            }
            let mut at: Option<&mut List> = list.as_deref_mut();
            loop {
                let Some(List { value, seen, next }) = at else {
                    break;
                };
                seen.push(*value);
                for x in seen.iter() {
                    yield_!(*x);
                }
                seen.clear();
                match next {
                    Some(next) if next.value < 4 => at = Some(next),
                    _ => at = None,
                }
            }
        });
        assert_eq!(items, [1, 2, 3, 2, 3]);
        assert_eq!(left.map(|first| first.value), Some(2));
    }

    #[test]
    fn of_a_cursor_that_hands_out() {
        #[generator]
        fn values(list: &mut Option<Box<List>>) -> impl Iterator<Item = &mut u32> {
            let mut at = list.as_deref_mut();
            while let Some(List { value, next, .. }) = at {
                yield_!(value);
                at = next.as_deref_mut();
            }
        }
        let mut list = list();
        for value in values(&mut list) {
            *value *= 2;
        }
        assert_eq!(values(&mut list).map(|value| *value).sum::<u32>(), 12);
    }

    #[test]
    fn behind_a_shared_reference() {
        #[generator]
        fn cells(last: &mut Option<&Row>) -> impl Iterator<Item = u32> {
            if let Some(Row { cells, seen }) = last {
                for cell in cells.iter() {
                    yield_!(*cell + *seen);
                }
                yield_!(cells.len() as u32);
            }
            *last = None;
        }
        let seen = row(&[1, 2]);
        let mut last = Some(&seen);
        assert_eq!(cells(&mut last).collect::<Vec<_>>(), [1, 2, 2]);
        assert_eq!(last, None);
    }

    struct Token<'t> {
        text: &'t str,
        parts: &'t [u32],
        kind: u32,
    }

    // What these have borrowed is no part of them.
    #[test]
    fn of_the_values_that_an_iterator_gives() {
        struct Lexer<I> {
            tokens: I,
        }
        #[generator]
        fn parts<'t>(
            lexer: &mut Lexer<impl Iterator<Item = Token<'t>>>,
        ) -> impl Iterator<Item = u32> {
            for token in &mut lexer.tokens {
                for letter in token.text.chars() {
                    yield_!(u32::from(letter));
                }
                for part in token.parts.iter() {
                    yield_!(*part);
                }
                yield_!(token.kind);
                if token.kind == 0 {
                    break;
                }
            }
            for Token { text, parts, kind } in &mut lexer.tokens {
                for letter in text.chars() {
                    yield_!(u32::from(letter) + kind);
                }
                for part in parts.iter() {
                    yield_!(*part);
                }
                yield_!(text.len() as u32 + kind);
            }
        }
        let token = |kind| Token {
            text: "a",
            parts: &[1, 2],
            kind,
        };
        let mut lexer = Lexer {
            tokens: [token(0), token(1)].into_iter(),
        };
        let items: Vec<u32> = parts(&mut lexer).collect();
        assert_eq!(items, [97, 1, 2, 0, 98, 1, 2, 2]);
    }
}

#[test]
fn a_trait_for_everything_does_not_get_the_pointer() {
    /// Has the names of what generated code might call.
    #[expect(dead_code, reason = "nobody should call it")]
    trait Takes: Sized {
        fn lend(self) {
            panic!("a reference was taken");
        }
        fn reborrow(self) {
            panic!("a pointer was taken");
        }
    }
    impl<T> Takes for T {}
    let (items, left) = check!(vec![1], fn(v: &mut Vec<u32>) -> u32 {
        for x in v.iter() {
            yield_!(*x);
        }
        v.push(2);
    });
    assert_eq!((items, left), (vec![1], vec![1, 2]));
}

#[test]
fn it_is_sent_and_shared_and_as_small_as_the_reference() {
    fn send_and_sync<T: Send + Sync>(value: T) -> T {
        value
    }
    #[generator]
    fn moved(v: &mut Vec<u32>) -> impl Iterator<Item = u32> + Send + Sync {
        yield_!(0);
        v.push(1);
        yield_!(1);
        v.push(1);
    }
    #[generator]
    fn lent(v: &mut Vec<u32>) -> impl Iterator<Item = u32> + Send + Sync {
        let first = v.first();
        yield_!(0);
        yield_!(*first.unwrap_or(&1));
        v.push(1);
    }
    let mut one = vec![];
    let moved = size_of_val(&send_and_sync(moved(&mut one)));
    let lent = size_of_val(&send_and_sync(lent(&mut one)));
    assert_eq!(lent, moved + size_of::<Option<&u32>>());
}
