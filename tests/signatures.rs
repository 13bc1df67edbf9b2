//! Signatures: receivers, generics, lifetimes, argument patterns and return types stay as they are written.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::iter::FusedIterator;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use gen_runtime::{generator, yield_};
use support::items_of;

#[derive(Clone)]
struct Bag {
    items: Vec<u32>,
    taken: u32,
}

fn bag() -> Bag {
    Bag {
        items: vec![1, 2, 3],
        taken: 0,
    }
}

impl Bag {
    #[generator]
    fn by_value(self) -> impl Iterator<Item = u32> {
        yield_!(self.taken);
        for item in self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn by_mut_value(mut self) -> impl Iterator<Item = u32> {
        while let Some(item) = self.items.pop() {
            self.taken += 1;
            yield_!(item * 10 + self.taken);
        }
    }

    #[generator]
    fn by_ref(&self) -> impl Iterator<Item = &u32> {
        for item in &self.items {
            yield_!(item);
        }
        yield_!(&self.taken);
    }

    #[generator]
    fn by_mut_ref(&mut self) -> impl Iterator<Item = u32> {
        for item in self.items.iter_mut() {
            *item += 1;
            yield_!(*item);
        }
    }

    #[generator]
    fn by_named_ref<'a>(&'a mut self) -> impl Iterator<Item = &'a mut u32> {
        for item in &mut self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn by_box(self: Box<Self>) -> impl Iterator<Item = u32> {
        yield_!(self.items.len() as u32);
        for item in self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn by_mut_box(mut self: Box<Self>) -> impl Iterator<Item = u32> {
        while self.taken < 2 {
            self.taken += 1;
            yield_!(self.taken);
        }
    }

    #[generator]
    fn by_typed_ref(self: &Self) -> impl Iterator<Item = u32> {
        yield_!(self.items[0]);
        yield_!(self.items[1]);
    }

    #[generator]
    fn by_rc(self: Rc<Self>) -> impl Iterator<Item = u32> {
        for i in 0..self.items.len() {
            yield_!(self.items[i]);
        }
    }

    #[generator]
    fn by_ref_to_arc(self: &Arc<Self>) -> impl Iterator<Item = usize> {
        yield_!(Arc::strong_count(self));
        let own = Arc::clone(self);
        yield_!(Arc::strong_count(&own));
    }

    #[generator]
    fn by_pin(self: Pin<&mut Self>) -> impl Iterator<Item = u32> {
        let this = self.get_mut();
        this.taken += 1;
        yield_!(this.taken);
    }

    #[generator]
    fn self_in_macros_and_closures(&self, step: u32) -> impl Iterator<Item = String> {
        let add = move |n| n + step + self.taken;
        for i in 0..2 {
            yield_!(format!("{} {}", self.items[i], add(self.items[i])));
        }
    }

    #[generator]
    fn making_self() -> impl Iterator<Item = Self> {
        let new = Self {
            items: vec![],
            taken: 1,
        };
        yield_!(new.clone());
        yield_!(Self { taken: 2, ..new });
    }
}

#[test]
fn a_receiver_by_value() {
    assert_eq!(items_of(|| bag().by_value()), [0, 1, 2, 3]);
    assert_eq!(items_of(|| bag().by_mut_value()), [31, 22, 13]);
}

#[test]
fn a_receiver_by_reference() {
    let bag = bag();
    assert_eq!(items_of(|| bag.by_ref()), [&1, &2, &3, &0]);
}

#[test]
fn a_receiver_by_mutable_reference() {
    let mut bag = bag();
    assert_eq!(bag.by_mut_ref().collect::<Vec<_>>(), [2, 3, 4]);
    for item in bag.by_named_ref() {
        *item *= 2;
    }
    assert_eq!((bag.items, bag.taken), (vec![4, 6, 8], 0));
}

#[test]
fn a_boxed_receiver() {
    assert_eq!(items_of(|| Box::new(bag()).by_box()), [3, 1, 2, 3]);
    assert_eq!(items_of(|| Box::new(bag()).by_mut_box()), [1, 2]);
}

#[test]
fn a_receiver_with_a_written_type() {
    assert_eq!(
        items_of(|| bag().by_typed_ref().collect::<Vec<_>>().into_iter()),
        [1, 2]
    );
    assert_eq!(items_of(|| Rc::new(bag()).by_rc()), [1, 2, 3]);
    let arc = Arc::new(bag());
    assert_eq!(items_of(|| arc.by_ref_to_arc()), [1, 2]);
    assert_eq!(Pin::new(&mut bag()).by_pin().collect::<Vec<_>>(), [1]);
}

#[test]
fn self_inside_macros_closures_and_struct_literals() {
    let bag = bag();
    assert_eq!(
        items_of(|| bag.self_in_macros_and_closures(5)),
        ["1 6", "2 7"]
    );
    assert_eq!(
        Bag::making_self().map(|bag| bag.taken).collect::<Vec<_>>(),
        [1, 2]
    );
}

trait Shelf {
    type Book: Clone + Display;
    const COPIES: usize;

    fn books(&self) -> impl Iterator<Item = Self::Book>;

    #[generator]
    fn copies(&self) -> impl Iterator<Item = Self::Book> {
        for book in self.books() {
            for _ in 0..Self::COPIES {
                yield_!(book.clone());
            }
        }
    }

    #[generator]
    fn titles<'a>(&'a self) -> Box<dyn Iterator<Item = String> + 'a> {
        for book in self.books() {
            yield_!(format!("<{book}>"));
        }
    }
}

impl Shelf for Bag {
    type Book = u32;
    const COPIES: usize = 2;

    #[generator]
    fn books(&self) -> impl Iterator<Item = Self::Book> {
        for item in &self.items {
            yield_!(*item);
        }
    }
}

impl<'s> Shelf for &'s str {
    type Book = &'s str;
    const COPIES: usize = 1;

    #[generator]
    fn books(&self) -> impl Iterator<Item = <Self as Shelf>::Book> {
        for word in self.split(' ') {
            yield_!(word);
        }
    }

    #[generator]
    fn titles<'a>(&'a self) -> Box<dyn Iterator<Item = String> + 'a> {
        yield_!(self.to_uppercase());
    }
}

#[test]
fn a_trait_method_and_its_default() {
    let bag = bag();
    assert_eq!(items_of(|| bag.books()), [1, 2, 3]);
    assert_eq!(items_of(|| bag.copies()), [1, 1, 2, 2, 3, 3]);
    assert_eq!(items_of(|| bag.titles()), ["<1>", "<2>", "<3>"]);
}

#[test]
fn a_trait_method_for_a_borrowed_type() {
    let words = "a bc";
    assert_eq!(items_of(|| words.books()), ["a", "bc"]);
    assert_eq!(items_of(|| words.copies()), ["a", "bc"]);
    assert_eq!(items_of(|| words.titles()), ["A BC"]);
}

#[test]
fn an_iterator_from_into_iterator() {
    struct Countdown(u32);
    impl IntoIterator for Countdown {
        type Item = u32;
        type IntoIter = Box<dyn Iterator<Item = u32>>;

        #[generator]
        fn into_iter(self) -> Box<dyn Iterator<Item = Self::Item>> {
            let mut n = self.0;
            while n > 0 {
                yield_!(n);
                n -= 1;
            }
        }
    }
    let mut seen = vec![];
    for n in Countdown(3) {
        seen.push(n);
    }
    assert_eq!(seen, [3, 2, 1]);
}

#[test]
fn a_generic_impl() {
    struct Pair<T, const N: usize> {
        left: [T; N],
        right: T,
    }
    impl<T: Clone, const N: usize> Pair<T, N> {
        #[generator]
        fn all(&self) -> impl Iterator<Item = T> {
            for i in 0..N {
                yield_!(self.left[i].clone());
            }
            yield_!(self.right.clone());
        }
    }
    let pair = Pair {
        left: ["a", "b"],
        right: "c",
    };
    assert_eq!(items_of(|| pair.all()), ["a", "b", "c"]);
}

#[test]
fn type_parameters_with_bounds_and_where() {
    #[generator]
    fn pairs<A: Clone, B>(list: Vec<A>, other: B) -> impl Iterator<Item = (A, B)>
    where
        B: Clone + Default,
    {
        for a in list {
            yield_!((a.clone(), other.clone()));
            yield_!((a, B::default()));
        }
    }
    assert_eq!(items_of(|| pairs(vec!['x'], 5)), [('x', 5), ('x', 0)]);
}

#[test]
fn a_type_parameter_chosen_by_the_caller() {
    #[generator]
    fn parsed<T: std::str::FromStr>(text: &str) -> impl Iterator<Item = Option<T>> {
        for word in text.split_whitespace() {
            yield_!(word.parse::<T>().ok());
        }
    }
    assert_eq!(items_of(|| parsed::<u8>("1 300 x")), [Some(1), None, None]);
}

#[test]
fn const_generics() {
    #[generator]
    fn chunks<const N: usize>(list: Vec<u8>) -> impl Iterator<Item = [u8; N]> {
        let mut chunk = [0; N];
        let mut used = 0;
        for n in list {
            chunk[used] = n;
            used += 1;
            if used == N {
                yield_!(chunk);
                used = 0;
            }
        }
    }
    assert_eq!(
        items_of(|| chunks::<2>(vec![1, 2, 3, 4, 5])),
        [[1, 2], [3, 4]]
    );
}

#[test]
fn elided_lifetimes() {
    #[generator]
    fn words(text: &str) -> impl Iterator<Item = &str> {
        for line in text.lines() {
            for word in line.split(',') {
                yield_!(word);
            }
        }
    }
    let text = String::from("a,b\nc");
    assert_eq!(items_of(|| words(&text)), ["a", "b", "c"]);
}

#[test]
fn named_and_several_lifetimes() {
    #[generator]
    fn either<'a, 'b: 'a>(
        left: &'a [String],
        right: &'b str,
        _skip: &u8,
    ) -> impl Iterator<Item = &'a str> {
        for word in left {
            yield_!(word.as_str());
            yield_!(right);
        }
    }
    let left = ["a".to_string(), "b".to_string()];
    assert_eq!(items_of(|| either(&left, "-", &0)), ["a", "-", "b", "-"]);
}

#[test]
fn an_anonymous_lifetime_in_a_path() {
    struct View<'a>(&'a [u8]);
    #[generator]
    fn bytes(view: View<'_>) -> impl Iterator<Item = &'_ u8> {
        for byte in view.0 {
            yield_!(byte);
        }
    }
    assert_eq!(items_of(|| bytes(View(&[1, 2]))), [&1, &2]);
}

#[test]
fn a_higher_ranked_bound() {
    #[generator]
    fn lengths<F>(texts: Vec<String>, measure: F) -> impl Iterator<Item = usize>
    where
        F: for<'a> Fn(&'a str) -> usize,
    {
        for text in texts {
            yield_!(measure(&text));
        }
    }
    assert_eq!(items_of(|| lengths(vec!["ab".to_string()], str::len)), [2]);
}

#[test]
fn impl_trait_arguments() {
    #[generator]
    fn mapped(
        list: impl IntoIterator<Item = u32>,
        mut f: impl FnMut(u32) -> u32,
    ) -> impl Iterator<Item = u32> {
        for n in list {
            yield_!(f(n));
            yield_!(f(n));
        }
    }
    let make = || {
        let mut calls = 0;
        mapped(1..=2, move |n| {
            calls += 1;
            n * 10 + calls
        })
    };
    assert_eq!(items_of(make), [11, 12, 23, 24]);
}

#[test]
fn argument_patterns() {
    struct Size {
        width: u8,
        height: u8,
    }
    #[generator]
    fn all(
        (a, mut b): (u8, u8),
        Size { width, height: h }: Size,
        [c, _]: [u8; 2],
        &d: &u8,
    ) -> impl Iterator<Item = u8> {
        yield_!(a);
        b += a;
        yield_!(b);
        yield_!(width);
        yield_!(h);
        yield_!(c);
        yield_!(d);
    }
    assert_eq!(
        items_of(|| all(
            (1, 2),
            Size {
                width: 3,
                height: 4
            },
            [5, 0],
            &6
        )),
        [1, 3, 3, 4, 5, 6]
    );
}

#[test]
fn mut_and_ignored_arguments() {
    #[generator]
    fn down(mut n: u32, _: &str, _: (), _unused: u8) -> impl Iterator<Item = u32> {
        while n > 0 {
            yield_!(n);
            n /= 2;
        }
    }
    assert_eq!(items_of(|| down(5, "", (), 0)), [5, 2, 1]);
}

#[test]
fn function_pointers_and_trait_objects_as_arguments() {
    #[generator]
    fn all(
        f: fn(u8) -> u8,
        g: &dyn Fn(u8) -> u8,
        h: Box<dyn Fn(u8) -> u8 + '_>,
    ) -> impl Iterator<Item = u8> {
        for n in 1..3 {
            yield_!(f(n));
            yield_!(g(n));
            yield_!(h(n));
        }
    }
    let ten = 10;
    let make = || all(|n| n, &|n| n + 100, Box::new(move |n| n * ten));
    assert_eq!(items_of(make), [1, 101, 10, 2, 102, 20]);
}

#[test]
fn a_send_and_sync_return_type() {
    #[generator]
    fn shared(list: Arc<Vec<u8>>) -> impl Iterator<Item = u8> + Send + Sync {
        for i in 0..list.len() {
            yield_!(list[i]);
        }
    }
    let list = Arc::new(vec![1, 2]);
    assert_eq!(items_of(|| shared(list.clone())), [1, 2]);
    let mut generator = shared(list);
    assert_eq!(generator.next(), Some(1));
    assert_eq!(
        std::thread::spawn(move || generator.next()).join().unwrap(),
        Some(2)
    );
}

#[test]
fn a_fused_return_type() {
    #[generator]
    fn fused() -> impl Iterator<Item = u8> + FusedIterator {
        yield_!(1);
    }
    fn needs_fused(fused: impl FusedIterator<Item = u8>) -> Vec<u8> {
        fused.collect()
    }
    assert_eq!(needs_fused(fused()), [1]);
}

#[test]
fn a_return_type_with_a_lifetime() {
    #[generator]
    fn bounded<'a>(list: &'a [u8]) -> impl Iterator<Item = u8> + 'a {
        for n in list {
            yield_!(*n);
        }
    }
    assert_eq!(items_of(|| bounded(&[1, 2])), [1, 2]);

    #[generator]
    fn owned() -> impl Iterator<Item = u8> + Send + 'static {
        yield_!(1);
    }
    let _: Box<dyn Iterator<Item = u8> + Send> = Box::new(owned());
}

#[test]
fn a_return_type_that_captures_precisely() {
    #[generator]
    fn first<'a, 'b>(
        list: &'a [u8],
        _unused: &'a &'b str,
    ) -> impl Iterator<Item = u8> + use<'a, 'b> {
        yield_!(list[0]);
    }
    assert_eq!(items_of(|| first(&[1, 2], &"")), [1]);

    #[generator]
    fn free<T: Copy>(n: T) -> impl Iterator<Item = T> + use<T> {
        yield_!(n);
    }
    assert_eq!(items_of(|| free(3)), [3]);
}

#[test]
fn a_boxed_return_type() {
    #[generator]
    fn boxed<'a>(text: &'a str) -> Box<dyn Iterator<Item = char> + 'a> {
        for c in text.chars() {
            yield_!(c);
        }
    }
    assert_eq!(items_of(|| boxed("ab")), ['a', 'b']);

    #[generator]
    fn elided(text: &str) -> Box<dyn Iterator<Item = char> + Send + '_> {
        for c in text.chars() {
            yield_!(c);
        }
    }
    assert_eq!(items_of(|| elided("ab")), ['a', 'b']);
}

#[test]
fn a_boxed_recursion() {
    #[generator]
    fn tree(depth: u32) -> Box<dyn Iterator<Item = u32>> {
        if depth == 0 {
            return;
        }
        for n in tree(depth - 1) {
            yield_!(n);
        }
        yield_!(depth);
        for n in tree(depth - 1) {
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| tree(3)), [1, 2, 1, 3, 1, 2, 1]);
}

#[test]
fn a_return_type_by_full_paths() {
    #[generator]
    fn full()
    -> impl ::core::iter::Iterator<Item = ::core::option::Option<u8>> + ::core::marker::Send {
        yield_!(Some(1));
        yield_!(None);
    }
    assert_eq!(items_of(full), [Some(1), None]);

    #[generator]
    fn boxed() -> std::boxed::Box<dyn std::iter::Iterator<Item = u8>> {
        yield_!(1);
    }
    assert_eq!(items_of(boxed), [1]);
}

#[test]
fn an_item_that_is_impl_trait() {
    #[generator]
    fn shown(n: u8) -> impl Iterator<Item = impl Display + use<>> {
        yield_!(format!("{n}"));
        yield_!("two".to_string());
    }
    assert_eq!(
        shown(1).map(|item| item.to_string()).collect::<Vec<_>>(),
        ["1", "two"]
    );

    #[generator]
    fn nested<'a>(
        words: &'a [&'a str],
    ) -> impl Iterator<Item = (usize, impl Iterator<Item = char> + 'a)> {
        for word in words {
            yield_!((word.len(), word.chars().rev()));
        }
    }
    let collected: Vec<_> = nested(&["ab", "c"])
        .map(|(n, chars)| (n, chars.collect::<String>()))
        .collect();
    assert_eq!(collected, [(2, "ba".to_string()), (1, "c".to_string())]);
}

#[test]
fn an_item_with_associated_types_of_a_parameter() {
    #[generator]
    fn keyed<I>(list: I) -> impl Iterator<Item = (usize, I::Item)>
    where
        I: IntoIterator,
        I::Item: Debug,
    {
        let mut n = 0;
        for item in list {
            n += 1;
            yield_!((n, item));
        }
    }
    assert_eq!(items_of(|| keyed(["a", "b"])), [(1, "a"), (2, "b")]);
}

#[test]
fn items_coerce_to_the_written_type() {
    #[generator]
    fn slices() -> impl Iterator<Item = &'static [u8]> {
        yield_!(&[]);
        yield_!(b"ab");
        yield_!(&[1, 2, 3]);
    }
    assert_eq!(items_of(slices), [&[][..], b"ab", &[1, 2, 3]]);

    #[generator]
    fn shown() -> impl Iterator<Item = Box<dyn Display>> {
        yield_!(Box::new(1));
        yield_!(Box::new("two"));
    }
    assert_eq!(
        shown().map(|item| item.to_string()).collect::<Vec<_>>(),
        ["1", "two"]
    );
}

#[test]
fn an_unsafe_fn() {
    /// # Safety
    ///
    /// Every index must be in bounds.
    #[generator]
    unsafe fn unchecked(list: &[u8], indices: Range<usize>) -> impl Iterator<Item = u8> {
        for i in indices {
            yield_!(unsafe { *list.get_unchecked(i) });
        }
    }
    assert_eq!(items_of(|| unsafe { unchecked(&[1, 2, 3], 1..3) }), [2, 3]);
}

mod outer {
    #![deny(missing_docs, unused_must_use)]

    use gen_runtime::{generator, yield_};

    /// Its fields are private.
    pub struct Hidden(u8);

    impl Hidden {
        /// Documented, inlined and public.
        #[inline]
        #[must_use = "it is lazy"]
        #[generator]
        pub fn visible(n: u8) -> impl Iterator<Item = Hidden> {
            yield_!(Hidden(n));
        }

        /// The attribute may also come first.
        #[generator]
        #[inline(always)]
        #[allow(dead_code, clippy::needless_lifetimes)]
        pub(crate) fn restricted<'a>(&'a self) -> impl Iterator<Item = &'a u8> {
            yield_!(&self.0);
        }
    }

    /// Attributes that are compiled away.
    #[cfg_attr(all(), inline)]
    #[generator]
    #[doc(alias = "one")]
    pub(super) fn conditional(#[allow(unused_variables)] n: u8) -> impl Iterator<Item = u8> {
        yield_!(1);
    }
}

#[test]
fn attributes_and_visibility_stay() {
    let hidden: Vec<_> = outer::Hidden::visible(7).collect();
    assert_eq!(hidden[0].restricted().collect::<Vec<_>>(), [&7]);
    assert_eq!(items_of(|| outer::conditional(0)), [1]);
}

#[test]
fn made_by_a_macro() {
    macro_rules! counter {
        ($name:ident, $ty:ty, $limit:expr, |$n:ident| $item:expr) => {
            #[generator]
            fn $name() -> impl Iterator<Item = $ty> {
                let mut $n = 0;
                while $n < $limit {
                    yield_!($item);
                    $n += 1;
                }
            }
        };
    }
    counter!(squares, u32, 3 + 1, |n| n * n);
    counter!(texts, String, 2, |i| format!("{i}"));
    assert_eq!(items_of(squares), [0, 1, 4, 9]);
    assert_eq!(items_of(texts), ["0", "1"]);
}

#[test]
fn a_generator_held_in_a_struct_and_a_map() {
    #[generator]
    fn up(from: u32) -> impl Iterator<Item = u32> {
        for n in from.. {
            yield_!(n);
        }
    }
    let mut all = BTreeMap::from([("a", up(1)), ("b", up(10))]);
    all.get_mut("a").unwrap().next();
    let next: Vec<_> = all.values_mut().map(|generator| generator.next()).collect();
    assert_eq!(next, [Some(2), Some(10)]);
}

mod one_local_for_two_arguments {
    use super::*;

    #[generator]
    fn chained(a: &[u32], b: &[u32]) -> impl Iterator<Item = u32> + Clone {
        for n in a.iter().chain(b) {
            yield_!(*n);
        }
    }

    #[generator]
    fn shorter_first(a: &str, b: &str, separator: &str) -> impl Iterator<Item = char> {
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        for letter in short.chars() {
            yield_!(letter);
        }
        yield_!(separator.chars().next().unwrap_or(' '));
        for letter in long.chars() {
            yield_!(letter);
        }
    }

    #[generator]
    fn reachable(edges: &BTreeMap<&str, Vec<&str>>, root: &str) -> impl Iterator<Item = String> {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            yield_!(node.to_owned());
            if let Some(next) = edges.get(node) {
                stack.extend(next);
            }
        }
    }

    #[generator]
    fn changed(a: &mut [u32], b: &mut [u32], first: bool) -> impl Iterator<Item = u32> {
        let list = if first { a } else { b };
        for n in list {
            *n += 1;
            yield_!(*n);
        }
    }

    #[generator]
    fn of_other_lifetimes<'a>(
        words: &'a [&'a str],
        first: &[&str],
        second: &[&str],
    ) -> impl Iterator<Item = (&'a str, bool)> {
        for word in words {
            let list = if word.len() > 1 { first } else { second };
            yield_!((*word, list.contains(word)));
            yield_!((*word, list.is_empty()));
        }
    }

    pub struct Tags(Vec<String>);

    impl Tags {
        #[generator]
        pub fn or(&self, others: &[String]) -> impl Iterator<Item = usize> {
            let tags = if self.0.is_empty() { others } else { &self.0 };
            for tag in tags {
                yield_!(tag.len());
            }
        }
    }

    struct Shelf {
        name: String,
        books: Vec<String>,
    }

    impl Shelf {
        #[generator]
        fn or(&self, others: &[String]) -> impl Iterator<Item = String> {
            let books = if self.books.is_empty() {
                others
            } else {
                &self.books
            };
            for book in books {
                yield_!(format!("{}: {book}", self.name));
            }
        }

        #[generator]
        fn union(&self, other: &Self) -> impl Iterator<Item = usize> {
            for book in self.books.iter().chain(&other.books) {
                yield_!(book.len());
            }
        }

        #[generator]
        fn letters(&self, other: Option<&str>, default: &str) -> impl Iterator<Item = char> {
            let text = other.unwrap_or(default);
            for letter in text.chars() {
                yield_!(letter);
            }
            yield_!(text.chars().next().unwrap_or(' '));
        }
    }

    // What is returned is of `self` only, and the signature is that of the trait.
    trait Find {
        fn find(&self, names: &[&str]) -> impl Iterator<Item = &u32>;
        fn positions(&self, names: &[&str]) -> impl Iterator<Item = usize>;
    }

    impl Find for BTreeMap<String, u32> {
        #[generator]
        fn find(&self, names: &[&str]) -> impl Iterator<Item = &u32> {
            for name in names {
                let found = self.get(*name);
                if let Some(value) = found {
                    yield_!(value);
                }
            }
        }

        #[generator]
        fn positions(&self, names: &[&str]) -> impl Iterator<Item = usize> {
            for name in names {
                let found = self.keys().position(|key| key == name);
                yield_!(found.unwrap_or(9));
            }
        }
    }

    #[test]
    fn whose_lifetimes_are_elided() {
        assert_eq!(items_of(|| chained(&[1], &[2, 3])), [1, 2, 3]);
        assert_eq!(shorter_first("abc", "x", "-").collect::<String>(), "x-abc");
        let edges = BTreeMap::from([("a", vec!["b", "c"]), ("c", vec!["d"])]);
        assert_eq!(items_of(|| reachable(&edges, "a")), ["a", "c", "d", "b"]);
        let (mut a, mut b) = ([1], [2]);
        assert_eq!(changed(&mut a, &mut b, false).collect::<Vec<_>>(), [3]);
        assert_eq!((a, b), ([1], [3]));
        let flags = of_other_lifetimes(&["a", "bc"], &["bc"], &[]);
        assert_eq!(
            flags.collect::<Vec<_>>(),
            [("a", false), ("a", true), ("bc", true), ("bc", false)]
        );
        let tags = Tags(vec![]);
        let others = ["ab".to_owned()];
        assert_eq!(items_of(|| tags.or(&others)), [2]);
        let (name, books) = ("n".to_owned(), vec![]);
        let shelf = Shelf { name, books };
        assert_eq!(items_of(|| shelf.or(&others)), ["n: ab"]);
        assert_eq!(items_of(|| shelf.union(&shelf)), []);
        assert_eq!(shelf.letters(None, "a").collect::<String>(), "aa");
    }

    #[test]
    fn of_which_only_one_outlives_the_generator() {
        let map = BTreeMap::from([("a".to_owned(), 1)]);
        let found = map.find(&["b", "a"]).next();
        assert_eq!(found, Some(&1));
        assert_eq!(items_of(|| map.positions(&["b", "a"])), [9, 0]);
    }
}
