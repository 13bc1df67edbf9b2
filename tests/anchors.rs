//! Anchors: values that stay borrowed across yields.

#![allow(
    clippy::cast_possible_truncation,
    clippy::implicit_clone,
    clippy::many_single_char_names,
    clippy::never_loop,
    clippy::single_match_else,
    clippy::while_let_on_iterator,
    reason = "the bodies are there for their shape"
)]

use std::cell::{Cell, RefCell};
use std::fmt::Debug;

use gen_runtime::{anchor, generator, yield_, yield_from};
use support::{Log, Noisy, items_of, log_of, log_of_first};

#[test]
fn a_local_is_borrowed_across_yields() {
    #[generator]
    fn words(text: String) -> impl Iterator<Item = String> {
        let text = anchor!(text);
        for word in text.split_whitespace() {
            yield_!(word.to_uppercase());
        }
        text.push_str(" end");
        for word in text.split_whitespace().rev() {
            yield_!(word.to_owned());
        }
    }
    assert_eq!(
        items_of(|| words("a b".to_owned())),
        ["A", "B", "end", "b", "a"]
    );
}

#[test]
fn anchors_borrow_from_each_other() {
    struct Statement<'c>(&'c RefCell<Vec<u32>>, usize);
    impl Statement<'_> {
        fn rows(&mut self, from: usize) -> Rows<'_> {
            self.1 += 1;
            Rows(self.0, from, &mut self.1)
        }
    }
    struct Rows<'s>(&'s RefCell<Vec<u32>>, usize, &'s mut usize);
    impl Rows<'_> {
        fn next(&mut self) -> Option<u32> {
            *self.2 += 1;
            self.1 += 1;
            self.0.borrow().get(self.1 - 1).copied()
        }
    }
    #[generator]
    fn all() -> impl Iterator<Item = (usize, u32)> {
        let connection = anchor!(RefCell::new(vec![1, 2, 3]));
        let statement = anchor!(Statement(connection, 0));
        for from in 0..3 {
            let mut rows = statement.rows(from);
            while let Some(row) = rows.next() {
                yield_!((from, row));
            }
            yield_!((statement.1, 0));
        }
    }
    assert_eq!(
        items_of(all),
        [
            (0, 1),
            (0, 2),
            (0, 3),
            (5, 0),
            (1, 2),
            (1, 3),
            (9, 0),
            (2, 3),
            (12, 0)
        ]
    );
}

#[test]
fn an_anchor_dies_where_a_local_declared_just_before_it_would() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = &'static str> {
        let _first = log.noisy("first");
        let value = anchor!(log.noisy("anchored"));
        let borrower = Borrower(value, log.clone());
        let _last = log.noisy("last");
        yield_!(borrower.0.name());
        {
            let inner = anchor!(log.noisy("inner"));
            yield_!(inner.name());
            log.say("inner scope");
        }
        yield_!("end");
        drop(borrower);
        yield_!(value.name());
    }
    struct Borrower<'a>(&'a Noisy, Log);
    impl Drop for Borrower<'_> {
        fn drop(&mut self) {
            self.1.say(format_args!("borrower of {}", self.0.name()));
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "item anchored",
            "item inner",
            "inner scope",
            "drop inner",
            "item end",
            "borrower of anchored",
            "item anchored",
            "drop last",
            "drop anchored",
            "drop first"
        ]
    );
    assert_eq!(
        log_of_first(2, |log| items(log.clone())),
        [
            "item anchored",
            "item inner",
            "--",
            "drop inner",
            "drop last",
            "borrower of anchored",
            "drop anchored",
            "drop first"
        ]
    );
    assert_eq!(log_of_first(0, |log| items(log.clone())), ["--"]);
}

#[test]
fn each_round_of_a_loop_has_an_anchor_of_its_own() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        for name in ["one", "two", "three"] {
            let value = anchor!(log.noisy(name));
            if name == "two" {
                continue;
            }
            let shared = &*value;
            yield_!(shared.name().len());
            yield_!(value.name().len() + shared.name().len());
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "item 3",
            "item 6",
            "drop one",
            "drop two",
            "item 5",
            "item 10",
            "drop three"
        ]
    );
}

#[test]
fn a_value_with_a_yield_or_a_question_mark_in_it() {
    #[generator]
    fn items(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
        let n = anchor!({
            yield_!(Ok(1));
            text.parse::<u32>()?
        });
        let r = &mut *n;
        *r += 1;
        yield_!(Ok(2));
        *r += 1;
        yield_!(Ok(*r));
    }
    assert_eq!(items_of(|| items("7")), [Ok(1), Ok(2), Ok(9)]);
    assert!(items_of(|| items("x"))[1].is_err());
}

struct Matrix<T>(Vec<Vec<T>>);

impl<T: Clone + Debug> Matrix<T> {
    #[generator]
    fn cells<'a>(&'a self, extra: &'a [T]) -> impl Iterator<Item = (usize, T)> {
        let rows: &mut Vec<Vec<T>> = anchor!(self.0.clone());
        rows.push(extra.to_vec());
        for (index, row) in rows.iter().enumerate() {
            for cell in row {
                yield_!((index, cell.clone()));
            }
        }
    }
}

trait Source {
    fn all(&self) -> Box<dyn Iterator<Item = u8> + '_>;
}

impl Source for str {
    #[generator]
    fn all(&self) -> Box<dyn Iterator<Item = u8> + '_> {
        let copy = anchor!(self.to_owned());
        yield_from!(copy.bytes());
    }
}

#[test]
fn methods_generics_and_traits() {
    let matrix = Matrix(vec![vec!['a'], vec!['b', 'c']]);
    let extra = ['d'];
    assert_eq!(
        items_of(|| matrix.cells(&extra)),
        [(0, 'a'), (1, 'b'), (1, 'c'), (2, 'd')]
    );
    assert_eq!(items_of(|| "hi".all()), b"hi");
}

#[test]
fn a_generator_that_says_so_is_send_and_sync() {
    #[generator]
    fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> + Send + Sync {
        let list = anchor!(list);
        for n in list.iter() {
            yield_!(*n);
        }
    }
    let mut started = numbers(vec![1, 2, 3]);
    assert_eq!(started.next(), Some(1));
    let rest = std::thread::scope(|scope| scope.spawn(|| started.sum::<u32>()).join());
    assert_eq!(rest.ok(), Some(5));
}

#[test]
fn closures_and_macros_mention_anchors() {
    #[generator]
    fn items() -> impl Iterator<Item = String> {
        let list = anchor!(vec![3, 1, 2]);
        list.sort_unstable();
        let largest = list.iter().map(|n| n + list.len()).max();
        for n in list.iter() {
            yield_!(format!("{n} of {}", list.len()));
        }
        let mut push = |n| list.push(n);
        push(5);
        push(6);
        yield_!(format!("{largest:?} {:?}", list));
        assert_eq!(list.len(), 5);
        let [first, ..] = &mut list[..] else { return };
        *first = 9;
        yield_!(first.to_string());
        *first += 1;
        let moved = list;
        yield_!(moved[0].to_string());
    }
    assert_eq!(
        items_of(items),
        [
            "1 of 3",
            "2 of 3",
            "3 of 3",
            "Some(6) [1, 2, 3, 5, 6]",
            "9",
            "10"
        ]
    );
}

#[test]
fn a_panic_drops_what_is_anchored_once() {
    #[generator]
    fn items(log: Log, fail: u8) -> impl Iterator<Item = u8> {
        let value = anchor!(log.noisy("value"));
        let borrowed = &*value;
        yield_!(1);
        assert_ne!(fail, 1, "{}", borrowed.name());
        yield_!(2);
        assert_ne!(fail, 2, "{}", borrowed.name());
    }
    for fail in 1..=2 {
        let log = Log::new();
        let mut generator = items(log.clone(), fail);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            while generator.next().is_some() {}
        }));
        assert!(caught.is_err());
        assert_eq!(log.take(), ["drop value"]);
        assert_eq!(generator.next(), None);
        drop(generator);
        assert_eq!(log.take(), [""; 0]);
    }
}

#[test]
fn a_destructor_that_panics_leaves_the_rest_to_be_dropped() {
    struct Fails<'a>(&'a Noisy);
    impl Drop for Fails<'_> {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "{} is borrowed", self.0.name());
        }
    }
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let value = anchor!(log.noisy("value"));
        let _fails = Fails(value);
        yield_!(1);
    }
    let log = Log::new();
    let mut generator = items(log.clone());
    generator.next();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(generator)));
    assert!(caught.is_err());
    assert_eq!(log.take(), ["drop value"]);
}

#[test]
fn a_zero_sized_value_and_an_aligned_one() {
    #[repr(align(64))]
    struct Aligned(Cell<u8>);
    struct Nothing;
    impl Nothing {
        fn address(&self) -> usize {
            std::ptr::from_ref(self) as usize
        }
    }
    #[generator]
    fn items() -> impl Iterator<Item = bool> {
        let nothing = anchor!(Nothing);
        let aligned = anchor!(Aligned(Cell::new(1)));
        let (before, cell) = (nothing.address(), &aligned.0);
        yield_!((std::ptr::from_ref(cell) as usize).is_multiple_of(64));
        cell.set(cell.get() + 1);
        yield_!(before == nothing.address() && cell.get() == 2);
    }
    assert_eq!(items_of(items), [true, true]);
}

#[test]
fn iterator_adaptors_take_anchored_iterators() {
    #[generator]
    fn adaptors() -> impl Iterator<Item = u32> {
        let it = anchor!(vec![1u32, 2, 3, 4, 5, 6].into_iter());
        for n in it.by_ref().take(2) {
            yield_!(n);
        }
        for n in it.take(1) {
            yield_!(n * 10);
        }
    }

    #[generator]
    fn adaptors2() -> impl Iterator<Item = u32> {
        let it = anchor!(0u32..10);
        let evens = it.filter(|n| n % 2 == 0).map(|n| n * 2);
        yield_from!(evens.take(3));
    }

    assert_eq!(items_of(adaptors), [1, 2, 30]);
    assert_eq!(items_of(adaptors2), [0, 4, 8]);
}

#[test]
fn anchors_in_labelled_blocks_loops_and_arms() {
    #[generator]
    fn labels(log: Log) -> impl Iterator<Item = usize> {
        'outer: for i in 0..3usize {
            let a = anchor!(log.noisy("a"));
            let found = 'block: {
                let b = anchor!((log.noisy("b"), i));
                let r = &b.1;
                if *r == 1 {
                    break 'block 7;
                }
                yield_!(*r);
                if *r == 2 {
                    yield_!(100);
                    break 'outer;
                }
                *r + a.name().len()
            };
            yield_!(found);
            match i {
                0 => {
                    let c = anchor!(log.noisy("c"));
                    yield_!(c.name().len());
                    if i == 0 {
                        continue 'outer;
                    }
                }
                _ => {
                    let Some(d) = Some(i) else {
                        return;
                    };
                    let e = anchor!(vec![d]);
                    for x in e.iter() {
                        yield_!(*x)
                    }
                }
            }
            log.say("end");
        }
        log.say("after");
    }

    assert_eq!(
        log_of(|log| labels(log.clone())),
        [
            "item 0", "drop b", "item 1", "item 1", "drop c", "drop a", "drop b", "item 7",
            "item 1", "end", "drop a", "item 2", "item 100", "drop b", "drop a", "after"
        ]
    );
    assert_eq!(
        log_of_first(2, |log| labels(log.clone())),
        ["item 0", "drop b", "item 1", "--", "drop a"]
    );
    assert_eq!(
        log_of_first(1, |log| labels(log.clone())),
        ["item 0", "--", "drop b", "drop a"]
    );
}

#[test]
fn anchors_that_are_shadowed() {
    #[generator]
    fn shadows() -> impl Iterator<Item = usize> {
        let x = anchor!(vec![1usize, 2]);
        let y = x.iter();
        let x = anchor!(y.map(|n| n + 1).collect::<Vec<_>>());
        yield_!(x.len());
        let x = anchor!(x.iter());
        while let Some(n) = x.next() {
            let x = anchor!(*n);
            yield_!(*x);
            *x += 1;
            yield_!(*x);
        }
    }

    assert_eq!(items_of(shadows), [2, 2, 3, 3, 4]);
}

#[test]
fn values_that_break_and_mention_other_anchors() {
    #[generator]
    fn inits(n: Option<u32>) -> impl Iterator<Item = Option<u32>> {
        let first = anchor!(vec![1, 2]);
        loop {
            let second = anchor!({
                yield_!(first.first().copied());
                if first.len() > 4 {
                    break;
                }
                let v = n?;
                (first.len() as u32, v)
            });
            let r = &mut *second;
            yield_!(Some(r.0));
            first.push(r.1);
            r.1 += 1;
            yield_!(Some(r.1));
        }
        yield_!(first.last().copied());
    }

    assert_eq!(items_of(|| inits(Some(3))).len(), 11);
    assert_eq!(items_of(|| inits(None)), [Some(1), None]);
}

#[test]
fn anchored_values_are_swapped_and_assigned() {
    #[generator]
    fn swaps(log: Log) -> impl Iterator<Item = &'static str> {
        let a = anchor!(log.noisy("a"));
        let b = anchor!(log.noisy("b"));
        std::mem::swap(a, b);
        yield_!(a.name());
        *a = log.noisy("c");
        yield_!(b.name());
        let old = std::mem::replace(b, log.noisy("d"));
        yield_!(old.name());
        drop(old);
        std::mem::swap(a, b);
        yield_!(a.name());
    }

    assert_eq!(
        log_of(|log| swaps(log.clone())),
        [
            "item b", "drop b", "item a", "item a", "drop a", "item d", "drop c", "drop d"
        ]
    );
    assert_eq!(
        log_of_first(3, |log| swaps(log.clone())),
        [
            "item b", "drop b", "item a", "item a", "--", "drop a", "drop d", "drop c"
        ]
    );
}

#[test]
fn borrowers_that_are_moved_on_some_ways() {
    struct Guard<'a>(&'a Noisy, Log);
    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            self.1.say(format_args!("guard {}", self.0.name()));
        }
    }
    #[generator]
    fn guards(log: Log, c: bool) -> impl Iterator<Item = &'static str> {
        let a = anchor!(log.noisy("a"));
        let g = Guard(a, log.clone());
        let mut h;
        if c {
            drop(g);
            yield_!("dropped");
            h = Guard(a, log.clone());
        } else {
            yield_!("kept");
            h = g;
        }
        yield_!("both");
        let mut v = vec![h];
        yield_!("v");
        if c {
            v.pop();
            yield_!("popped");
        }
        h = Guard(a, log.clone());
        yield_!("h");
        let b = anchor!(vec![Guard(a, log.clone())]);
        yield_!(b[0].0.name());
        b.push(h);
        yield_!("pushed");
        b.remove(0);
        yield_!("removed");
    }

    assert_eq!(log_of(|log| guards(log.clone(), true)).len(), 13);
    for count in 0..=guards(Log::new(), false).count() {
        for dropped in [true, false] {
            let log = log_of_first(count, |log| guards(log.clone(), dropped));
            assert!(
                count == 0 || log.ends_with(&["drop a".to_owned()]),
                "{log:?}"
            );
        }
    }
}

#[test]
fn an_anchored_list_is_drained() {
    #[generator]
    fn drains() -> impl Iterator<Item = String> {
        let list = anchor!(vec!["a".to_string(), "b".into(), "c".into(), "d".into()]);
        'o: loop {
            for s in list.drain(1..) {
                if s == "c" {
                    break 'o;
                }
                yield_!(s.clone());
                yield_!(s);
            }
        }
        list.push("z".into());
        for s in list.iter_mut() {
            s.push('!');
            let r = &*s;
            yield_!(r.clone());
        }
        while let Some(s) = list.pop() {
            let s = &s;
            yield_!(s.to_string());
        }
    }

    assert_eq!(items_of(drains), ["b", "b", "a!", "z!", "z!", "a!"]);
}

#[test]
fn trait_objects_and_slices_of_anchored_values() {
    trait Shape {
        fn area(&self) -> u32;
        fn grow(&mut self);
    }
    struct Square(u32);
    impl Shape for Square {
        fn area(&self) -> u32 {
            self.0 * self.0
        }
        fn grow(&mut self) {
            self.0 += 1;
        }
    }
    #[generator]
    fn dyns() -> impl Iterator<Item = u32> {
        let square = anchor!(Square(2));
        let shape: &mut dyn Shape = square;
        yield_!(shape.area());
        shape.grow();
        yield_!(shape.area());
        let b: &mut Box<dyn Shape> = anchor!(Box::new(Square(5)));
        yield_!(b.area());
        b.grow();
        yield_!(b.area());
        let arr = anchor!([1u32, 2, 3]);
        let sl: &mut [u32] = arr;
        sl[0] = 9;
        yield_!(sl.iter().sum());
        sl.sort_unstable();
        yield_!(sl[0]);
    }

    assert_eq!(items_of(dyns), [4, 9, 25, 36, 14, 2]);
}

#[test]
fn cells_of_references_to_anchors() {
    #[generator]
    fn cells() -> impl Iterator<Item = u32> {
        let a = anchor!(vec![1u32]);
        let b = anchor!(vec![2u32, 3]);
        let c = anchor!(Cell::new(&a[..]));
        let d = &*c;
        yield_!(d.get().len() as u32);
        d.set(b);
        yield_!(c.get().len() as u32);
        let rc = anchor!(RefCell::new(vec![&a[0]]));
        let rr = &*rc;
        rr.borrow_mut().push(&b[1]);
        yield_!(rr.borrow().iter().copied().sum());
        let g = rr.borrow();
        yield_!(*g[1]);
        drop(g);
        let mut g = rr.borrow_mut();
        yield_!(1);
        g.clear();
    }

    assert_eq!(items_of(cells), [1, 2, 4, 3, 1]);
}

#[test]
fn patterns_that_borrow_from_anchors() {
    #[generator]
    fn ref_patterns(v: Option<String>) -> impl Iterator<Item = String> {
        let v = anchor!(v);
        if let Some(ref mut s) = *v {
            s.push('1');
            yield_!(s.clone());
            s.push('2');
            yield_!(s.clone());
        }
        match v {
            Some(s) => {
                yield_!(s.clone());
                s.clear();
                yield_!(s.clone())
            }
            None => yield_!("none".into()),
        }
        let Some(s) = v else { return };
        yield_!(s.clone());
        let p = anchor!((String::from("x"), 5));
        let (s, n) = p;
        s.push('y');
        *n += 1;
        yield_!(format!("{s}{n}"));
        *n += 1;
        yield_!(format!("{s}{n}"));
        let (s, n) = &mut *p;
        yield_!(format!("{s}{n}"));
        *n += 1;
        yield_!(format!("{}{}", s, n));
    }

    assert_eq!(
        items_of(|| ref_patterns(Some("abc".into()))),
        ["abc1", "abc12", "abc12", "", "", "xy6", "xy7", "xy7", "xy8"]
    );
    assert_eq!(items_of(|| ref_patterns(None)), ["none"]);
}

#[test]
fn an_anchored_borrower_is_taken_apart() {
    struct Holder<'a> {
        list: &'a mut Vec<u32>,
        n: usize,
    }
    impl Holder<'_> {
        fn next(&mut self) -> Option<&mut u32> {
            self.n += 1;
            self.list.get_mut(self.n - 1)
        }
    }
    #[generator]
    fn holders() -> impl Iterator<Item = u32> {
        let list = anchor!(vec![1, 2, 3]);
        let n = 0usize;
        let holder = anchor!(Holder { list, n });
        while let Some(r) = holder.next() {
            *r += 10;
            yield_!(*r);
            *r += 10;
        }
        let Holder { list, n } = holder;
        yield_!(list.len() as u32 + *n as u32);
        yield_!(list.iter().sum());
    }

    assert_eq!(items_of(holders), [11, 12, 13, 7, 66]);
}

#[test]
fn types_that_only_a_bound_mentions() {
    #[generator]
    fn generic<T: Debug + Clone, I>(
        items: I,
        f: impl Fn(&T) -> bool,
    ) -> impl Iterator<Item = String>
    where
        I: IntoIterator<Item = T>,
    {
        let all = anchor!(items.into_iter().collect::<Vec<T>>());
        let f = anchor!(f);
        let good = anchor!(all.iter().filter(|t| f(t)).collect::<Vec<&T>>());
        for g in good.iter() {
            yield_!(format!("{g:?}"));
        }
        yield_!(format!("{all:?} {}", good.len()));
    }

    assert_eq!(
        items_of(|| generic(vec![1, 2, 3], |n| n % 2 == 1)),
        ["1", "3", "[1, 2, 3] 2"]
    );
}

#[test]
fn a_recursive_generator_and_iterators_of_iterators() {
    #[generator]
    fn recursive(depth: u32) -> Box<dyn Iterator<Item = u32>> {
        let d = anchor!(vec![depth; 2]);
        let r = &d[..];
        if depth > 0 {
            for n in r {
                yield_!(*n);
                yield_from!(recursive(depth - 1));
            }
        }
    }

    #[generator]
    fn inner_gen() -> impl Iterator<Item = char> {
        let text = anchor!(String::from("ab cd"));
        let words = anchor!(text.split(' ').map(|w| w.chars()).collect::<Vec<_>>());
        for w in words.iter_mut() {
            yield_from!(w.by_ref());
        }
        let mut it = text.char_indices().peekable();
        while let Some((_, c)) = it.next() {
            if it.peek().is_some() {
                yield_!(c);
            }
        }
    }

    assert_eq!(items_of(|| recursive(2)), [2, 1, 1, 2, 1, 1]);
    assert_eq!(
        items_of(inner_gen),
        ['a', 'b', 'c', 'd', 'a', 'b', ' ', 'c']
    );
}

#[test]
fn macros_of_the_standard_library() {
    #[generator]
    fn macros() -> impl Iterator<Item = String> {
        let n = anchor!(3);
        let y = Some(4);
        if matches!(y, Some(n) if n > 3) {
            yield_!(format!("{n} {n:?} {0} {x}", n, x = *n + 1));
        }
        *n += 1;
        let v = vec![*n, *n + 1];
        assert!(*n == 4, "{n}");
        assert_eq!(*n, 4, "is {}", n);
        yield_!(format!("{v:?} {}", {
            yield_!("mid".into());
            *n
        }));
        macro_rules! add {
            ($a:expr, $b:expr) => {
                *$a += $b
            };
        }
        add!(n, 2);
        let s = anchor!(String::new());
        use std::fmt::Write;
        write!(s, "{n}-{}", n).unwrap();
        yield_!(s.clone());
        write!(
            s,
            "{}",
            loop {
                yield_!("in".into());
                break 5;
            }
        )
        .unwrap();
        yield_!(s.clone());
        let add = |n: i32| n + 1;
        yield_!(add(1).to_string());
    }

    assert_eq!(
        items_of(macros),
        ["3 3 3 4", "mid", "[4, 5] 4", "6-6", "in", "6-65", "2"]
    );
}

#[test]
fn anchors_in_blocks_that_never_yield() {
    #[generator]
    fn natives() -> impl Iterator<Item = usize> {
        let total = anchor!(0usize);
        for i in 0..3 {
            let part = anchor!(vec![i; i]);
            part.push(1);
            *total += part.len();
            if i == 5 {
                return;
            }
        }
        yield_!(*total);
        if *total > 2 {
            let x = anchor!(5);
            *x += 1;
            *total += *x;
        }
        yield_!(*total);
    }

    #[generator]
    fn two_phase() -> impl Iterator<Item = usize> {
        let v = anchor!(vec![1usize]);
        v.push(v.len());
        v.push({
            yield_!(1);
            5
        });
        let l = v.len() + {
            yield_!(2);
            v.push(1);
            v.len()
        };
        yield_!(l);
        v[0] = {
            yield_!(3);
            9
        };
        v[0] += 1;
        yield_!(v[0]);
    }

    assert_eq!(items_of(natives), [6, 12]);
    assert_eq!(items_of(two_phase), [1, 2, 7, 3, 10]);
}

// Code that tries to tell the two copies of the body apart, or to get at what it should not.

const TEXT: &str = "a text on the heap";

fn text() -> String {
    TEXT.to_owned()
}

#[test]
fn a_macro_sees_the_variable_and_nothing_else() {
    macro_rules! pick {
        ($name:ident) => {
            "a name"
        };
        ($($tokens:tt)*) => {
            $($tokens)*.as_str()
        };
    }
    #[generator]
    fn items() -> impl Iterator<Item = &'static str> {
        let x = anchor!(text());
        yield_!(pick!(x));
        yield_!(stringify!(x));
        x.clear();
    }
    assert_eq!(items_of(items), ["a name", "x"]);
}

#[test]
fn a_macro_sees_a_short_hand_as_it_is_written() {
    macro_rules! pick {
        ({ $name:ident }) => {
            "short"
        };
        ({ $long:ident: $name:ident }) => {
            $name
        };
    }
    #[generator]
    fn items() -> impl Iterator<Item = &'static str> {
        let x = anchor!(text());
        let name: &str = x;
        yield_!(pick!({ name }));
        assert!(!name.is_empty());
    }
    assert_eq!(items_of(items), ["short"]);
}

#[test]
fn a_constant_made_of_a_name_is_the_same_in_both_copies() {
    trait Pick {
        type Out<'a>;
        fn pick(text: &mut String) -> Self::Out<'_>;
    }
    struct IsShort<const SHORT: bool>;
    impl Pick for IsShort<true> {
        type Out<'a> = &'static str;
        fn pick(_: &mut String) -> &'static str {
            "short"
        }
    }
    impl Pick for IsShort<false> {
        type Out<'a> = &'a str;
        fn pick(text: &mut String) -> &str {
            text
        }
    }
    fn pick<const LENGTH: usize>(_: [(); LENGTH], text: &mut String) -> &'static str
    where
        [(); LENGTH]: Sized,
    {
        if LENGTH == 1 {
            "short"
        } else {
            text.clear();
            "long"
        }
    }
    #[generator]
    fn items() -> impl Iterator<Item = &'static str> {
        let x = anchor!(text());
        yield_!(<IsShort<{ stringify!(x).len() == 1 }> as Pick>::pick(x));
        yield_!(pick([(); stringify!(x).len()], x));
    }
    assert_eq!(items_of(items), ["short", "short"]);
}

struct Evil(String);

trait Name {
    fn name(self) -> &'static str;
}

impl Name for &'static mut Evil {
    fn name(self) -> &'static str {
        &self.0
    }
}

impl<F: Fn()> Name for F {
    fn name(self) -> &'static str {
        "a function"
    }
}

fn x() {}

macro_rules! another_x {
    ($x:ident) => {
        #[generator]
        fn name_of_x() -> impl Iterator<Item = &'static str> {
            let x = anchor!(Evil(text()));
            let _length = x.0.len();
            yield_!(Name::name($x));
        }
    };
}

another_x!(x);

#[test]
fn a_name_that_is_no_local_stays_what_it_is() {
    assert_eq!(items_of(name_of_x), ["a function"]);
}

#[test]
fn a_type_that_is_called_like_a_number_is_kept() {
    #[expect(non_camel_case_types, reason = "that is the point")]
    struct u32(String);
    #[generator]
    fn items() -> impl Iterator<Item = String> {
        let x: &mut u32 = anchor!(u32(text()));
        let borrowed: &str = &x.0;
        yield_!(borrowed.to_owned());
        yield_!(borrowed.to_owned());
    }
    assert_eq!(items_of(items), [TEXT, TEXT]);
}

#[test]
fn a_trait_for_everything_does_not_get_the_owner() {
    /// Has the names of what generated code might call.
    #[expect(dead_code, reason = "nobody should call it")]
    trait Takes: Sized {
        fn pointer(self) {
            panic!("an anchor's owner was taken");
        }
        fn reference(self) {
            panic!("an anchor's pointer was taken");
        }
        fn get(self) {
            panic!("an anchor's pointer was taken");
        }
        fn mention(self) {
            panic!("an anchor's pointer was taken");
        }
        fn open(self) {
            panic!("the frame was taken");
        }
    }
    impl<T> Takes for T {}
    #[generator]
    fn items() -> impl Iterator<Item = usize> {
        yield_!(0);
        let x = anchor!(text());
        yield_!(x.len());
        let y = anchor!(text());
        y.clear();
    }
    assert_eq!(items_of(items), [0, TEXT.len()]);
}

#[test]
fn a_closure_that_mentions_an_anchor_lives_across_yields() {
    #[generator]
    fn items() -> impl Iterator<Item = usize> {
        let list = anchor!(vec![1]);
        let mut push = |n| list.push(n);
        push(1);
        yield_!(1);
        push(2);
        yield_!(list.len());
        let mut take = move || list.pop();
        while let Some(n) = take() {
            yield_!(n);
            take();
        }
    }
    assert_eq!(items_of(items), [1, 3, 2, 1]);
}

#[test]
fn what_is_dropped_by_a_panic_in_a_destructor_is_dropped_once() {
    struct Fails(&'static str, Log, u8);
    impl Drop for Fails {
        fn drop(&mut self) {
            self.1.say(format_args!("drop {}", self.0));
            assert!(self.2 == 0 || std::thread::panicking(), "{}", self.0);
        }
    }
    #[generator]
    fn items(log: Log, fail: u8) -> impl Iterator<Item = u8> {
        let first = anchor!(Fails("first", log.clone(), fail & 1));
        let second = anchor!((first.0, Fails("second", log.clone(), fail & 2)));
        for round in 0..2 {
            let third = anchor!((&second.1, Fails("third", log.clone(), fail & 4)));
            yield_!(round);
            log.say(third.0.0);
        }
        *first = Fails("fourth", log.clone(), 0);
        yield_!(2);
    }
    for fail in 1..8 {
        for count in 0..4 {
            let log = Log::new();
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let mut generator = items(log.clone(), fail);
                for _ in 0..count {
                    generator.next();
                }
            }));
            assert!(
                caught.is_err() || count == 0 || fail & 6 == 0,
                "{fail} {count}"
            );
            let lines = log.take();
            let of = |name: &str| lines.iter().filter(|line| **line == name).count();
            assert_eq!(of("drop second"), usize::from(count > 0), "{lines:?}");
            assert_eq!(of("drop first"), usize::from(count > 0), "{lines:?}");
            assert!(of("drop third") <= 2, "{lines:?}");
        }
    }
}
