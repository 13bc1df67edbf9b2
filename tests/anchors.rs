//! Anchors: values that stay borrowed across yields.

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
