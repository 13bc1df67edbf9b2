//! What Python's tests of generators look at: the tutorial, puzzles, sequences built of generators, delegation, and
//! the order in which things end.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fmt::Debug;
use std::hash::Hash;
use std::rc::Rc;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, by_next, items_of, log_of, log_of_first, panic_of};

#[generator]
fn range(n: u32) -> impl Iterator<Item = u32> {
    let mut i = 0;
    while i < n {
        yield_!(i);
        i += 1;
    }
}

#[test]
fn the_body_starts_with_the_first_next_and_stops_at_each_yield() {
    #[generator]
    fn told(log: Log) -> impl Iterator<Item = u8> {
        log.say("start");
        yield_!(1);
        log.say("middle");
        yield_!(2);
        log.say("end");
    }
    let log = Log::new();
    let mut generator = told(log.clone());
    assert!(log.take().is_empty());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(log.take(), ["start"]);
    assert_eq!(generator.next(), Some(2));
    assert_eq!(log.take(), ["middle"]);
    assert_eq!(generator.next(), None);
    assert_eq!(log.take(), ["end"]);
    assert_eq!(generator.next(), None);
    assert!(log.take().is_empty());
}

#[test]
fn what_follows_a_return_is_never_reached() {
    #[generator]
    #[allow(unreachable_code)]
    fn cut() -> impl Iterator<Item = u8> {
        yield_!(1);
        return;
        yield_!(2);
    }
    assert_eq!(items_of(cut), [1]);
}

#[test]
fn a_generator_goes_on_for_whoever_asks_next() {
    fn creator() -> impl Iterator<Item = u32> {
        let mut numbers = range(5);
        assert_eq!(numbers.next(), Some(0));
        numbers
    }
    assert_eq!(creator().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn a_generator_that_loops_over_another() {
    #[generator]
    fn again(n: u32) -> impl Iterator<Item = u32> {
        for i in range(n) {
            yield_!(i);
        }
    }
    assert_eq!(items_of(|| again(4)), [0, 1, 2, 3]);
}

#[test]
fn a_failure_in_a_callee_ends_the_generator() {
    fn divide(n: u32) -> u32 {
        1 / n
    }
    #[generator]
    fn quotients(n: u32) -> impl Iterator<Item = u32> {
        yield_!(7);
        yield_!(divide(n));
        yield_!(42);
    }
    let mut generator = quotients(0);
    assert_eq!(generator.next(), Some(7));
    assert!(panic_of(|| generator.next()).contains("divide by zero"));
    assert_eq!(items_of(|| quotients(1)), [7, 1, 42]);
}

#[test]
fn two_runs_of_one_function_do_not_meet() {
    let (mut a, mut b) = (range(3), range(3));
    assert_eq!(
        [a.next(), a.next(), b.next(), a.next(), b.next(), a.next()],
        [Some(0), Some(1), Some(0), Some(2), Some(1), None]
    );
}

struct Tree<T> {
    label: T,
    left: Option<Box<Tree<T>>>,
    right: Option<Box<Tree<T>>>,
}

fn tree<T: Clone>(list: &[T]) -> Option<Box<Tree<T>>> {
    let middle = list.len() / 2;
    Some(Box::new(Tree {
        label: list.get(middle)?.clone(),
        left: tree(&list[..middle]),
        right: tree(&list[middle + 1..]),
    }))
}

#[generator]
fn in_order<T>(tree: &Option<Box<Tree<T>>>) -> Box<dyn Iterator<Item = &T> + '_> {
    if let Some(node) = tree {
        yield_from!(in_order(&node.left));
        yield_!(&node.label);
        yield_from!(in_order(&node.right));
    }
}

#[generator]
fn in_order_with_a_stack<T>(tree: &Option<Box<Tree<T>>>) -> impl Iterator<Item = &T> {
    let mut stack = vec![];
    let mut here = tree;
    loop {
        while let Some(node) = here {
            stack.push(node);
            here = &node.left;
        }
        match stack.pop() {
            None => break,
            Some(node) => {
                yield_!(&node.label);
                here = &node.right;
            }
        }
    }
}

#[test]
fn a_tree_recursively_and_with_a_stack() {
    let letters: Vec<char> = ('A'..='Z').collect();
    let tree = tree(&letters);
    assert!(in_order(&tree).eq(&letters));
    assert!(in_order_with_a_stack(&tree).eq(&letters));
    assert_eq!(in_order(&tree).nth(10), Some(&'K'));
}

#[test]
fn disjoint_sets_led_by_generators() {
    struct Sets {
        parents: RefCell<Vec<usize>>,
    }
    impl Sets {
        #[generator]
        fn path(&self, from: usize) -> impl Iterator<Item = usize> {
            let mut here = from;
            loop {
                yield_!(here);
                let parent = self.parents.borrow()[here];
                if parent == here {
                    return;
                }
                here = parent;
            }
        }

        fn root(&self, of: usize) -> usize {
            self.path(of).last().unwrap()
        }

        #[generator]
        fn join_all(&self, pairs: &[(usize, usize)]) -> impl Iterator<Item = usize> {
            let mut count = self.parents.borrow().len();
            for &(a, b) in pairs {
                let (a, b) = (self.root(a), self.root(b));
                if a != b {
                    self.parents.borrow_mut()[a] = b;
                    count -= 1;
                }
                yield_!(count);
            }
        }
    }
    let sets = Sets {
        parents: RefCell::new((0..6).collect()),
    };
    let counts: Vec<_> = sets
        .join_all(&[(0, 1), (2, 3), (1, 0), (1, 3), (4, 5)])
        .collect();
    assert_eq!(counts, [5, 4, 4, 3, 2]);
    assert_eq!(sets.root(0), sets.root(2));
    assert_ne!(sets.root(0), sets.root(4));
}

// The sieve that stacks generators upon one another.

#[generator]
fn integers_from(n: u32) -> impl Iterator<Item = u32> {
    for n in n.. {
        yield_!(n);
    }
}

#[generator]
fn without_multiples(
    n: u32,
    numbers: Box<dyn Iterator<Item = u32>>,
) -> Box<dyn Iterator<Item = u32>> {
    for number in numbers {
        if number % n != 0 {
            yield_!(number);
        }
    }
}

#[generator]
fn sieve() -> impl Iterator<Item = u32> {
    let mut numbers: Box<dyn Iterator<Item = u32>> = Box::new(integers_from(2));
    loop {
        let Some(prime) = numbers.next() else { return };
        yield_!(prime);
        numbers = without_multiples(prime, numbers);
    }
}

#[test]
fn a_sieve_of_generators_in_generators() {
    assert_eq!(
        sieve().take_while(|&prime| prime < 50).collect::<Vec<_>>(),
        [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
    );
    assert_eq!(sieve().nth(100), Some(547));
}

// Numbers of the form 2^i 3^j 5^k, merged from three multiples of a shared list that is filled as it is read.

#[generator]
fn times(factor: u64, numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    for number in numbers {
        yield_!(factor * number);
    }
}

#[generator]
fn merge(a: impl Iterator<Item = u64>, b: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (a, b);
    let (mut from_a, mut from_b) = (a.next(), b.next());
    loop {
        match (from_a, from_b) {
            (Some(x), Some(y)) if x < y => {
                yield_!(x);
                from_a = a.next();
            }
            (Some(x), Some(y)) if x > y => {
                yield_!(y);
                from_b = b.next();
            }
            (Some(x), Some(_)) => {
                yield_!(x);
                from_a = a.next();
                from_b = b.next();
            }
            (Some(x), None) => {
                yield_!(x);
                yield_from!(a);
                return;
            }
            (None, Some(y)) => {
                yield_!(y);
                yield_from!(b);
                return;
            }
            (None, None) => return,
        }
    }
}

#[generator]
fn shared(list: Rc<RefCell<Vec<u64>>>) -> impl Iterator<Item = u64> {
    let mut position = 0;
    loop {
        let number = list.borrow()[position];
        yield_!(number);
        position += 1;
    }
}

#[generator]
fn hamming() -> impl Iterator<Item = u64> {
    let list = Rc::new(RefCell::new(vec![1]));
    yield_!(1);
    let multiples = merge(
        times(2, shared(Rc::clone(&list))),
        merge(
            times(3, shared(Rc::clone(&list))),
            times(5, shared(Rc::clone(&list))),
        ),
    );
    for number in multiples {
        list.borrow_mut().push(number);
        yield_!(number);
    }
}

#[test]
fn merged_multiples_of_a_list_that_feeds_itself() {
    assert_eq!(
        by_next(&mut hamming(), 20),
        [
            1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 27, 30, 32, 36
        ]
    );
    assert_eq!(hamming().nth(1690), Some(2_125_764_000));
}

#[test]
fn merging_ends_with_the_longer_one() {
    let merged = |a: &'static [u64], b: &'static [u64]| {
        items_of(|| merge(a.iter().copied(), b.iter().copied()))
    };
    assert_eq!(merged(&[1, 4, 9], &[2, 4]), [1, 2, 4, 9]);
    assert_eq!(merged(&[], &[3, 5]), [3, 5]);
    assert_eq!(merged(&[], &[]), []);
}

#[test]
fn fibonacci_of_two_readers_of_one_list() {
    #[generator]
    fn sums() -> impl Iterator<Item = u64> {
        let list = Rc::new(RefCell::new(vec![0, 1]));
        yield_!(0);
        yield_!(1);
        let behind = shared(Rc::clone(&list));
        let ahead = shared(Rc::clone(&list)).skip(1);
        for (a, b) in behind.zip(ahead) {
            list.borrow_mut().push(a + b);
            yield_!(a + b);
        }
    }
    assert_eq!(by_next(&mut sums(), 9), [0, 1, 1, 2, 3, 5, 8, 13, 21]);
}

// Combinatorics.

#[generator]
fn choose<T: Clone>(list: Vec<T>, count: usize) -> Box<dyn Iterator<Item = Vec<T>>>
where
    T: 'static,
{
    if count == 0 {
        yield_!(Vec::new());
    } else {
        let mut rest = VecDeque::from(list);
        while let Some(first) = rest.pop_front() {
            for mut tail in choose(Vec::from_iter(rest.iter().cloned()), count - 1) {
                tail.insert(0, first.clone());
                yield_!(tail);
            }
        }
    }
}

#[test]
fn combinations_recursively() {
    assert_eq!(
        items_of(|| choose(vec![1, 2, 3, 4], 2)),
        [
            vec![1, 2],
            vec![1, 3],
            vec![1, 4],
            vec![2, 3],
            vec![2, 4],
            vec![3, 4]
        ]
    );
    assert_eq!(items_of(|| choose(vec![1, 2], 0)), [vec![]]);
    assert!(items_of(|| choose(vec!['a'], 2)).is_empty());
}

#[generator]
fn permutations(list: Vec<u8>) -> Box<dyn Iterator<Item = Vec<u8>>> {
    if list.is_empty() {
        yield_!(list);
        return;
    }
    for i in 0..list.len() {
        let mut rest = list.clone();
        let first = rest.remove(i);
        for tail in permutations(rest) {
            let mut whole = vec![first];
            whole.extend(tail);
            yield_!(whole);
        }
    }
}

#[test]
fn permutations_recursively() {
    assert_eq!(
        items_of(|| permutations(vec![1, 2, 3])),
        [
            [1, 2, 3],
            [1, 3, 2],
            [2, 1, 3],
            [2, 3, 1],
            [3, 1, 2],
            [3, 2, 1]
        ]
    );
    assert_eq!(permutations((0..6).collect()).count(), 720);
}

#[generator]
fn queens(size: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut columns: Vec<usize> = Vec::new();
    let mut column = 0;
    loop {
        let row = columns.len();
        let mut safe = (column..size).filter(|&c| {
            columns
                .iter()
                .enumerate()
                .all(|(r, &other)| other != c && other.abs_diff(c) != row - r)
        });
        if let Some(found) = safe.next() {
            drop(safe);
            columns.push(found);
            column = 0;
            if columns.len() == size {
                yield_!(columns.clone());
            } else {
                continue;
            }
        }
        match columns.pop() {
            Some(last) => column = last + 1,
            None => return,
        }
    }
}

#[test]
fn queens_that_do_not_attack_each_other() {
    assert_eq!(items_of(|| queens(4)), [[1, 3, 0, 2], [2, 0, 3, 1]]);
    let counts: Vec<_> = (1..=8).map(|size| queens(size).count()).collect();
    assert_eq!(counts, [1, 0, 0, 2, 10, 4, 40, 92]);
    assert_eq!(queens(8).next(), Some(vec![0, 4, 7, 5, 2, 6, 1, 3]));
}

/// A knight's walk: always to the free square with the fewest ways on.
#[generator]
fn tour(size: i32, start: (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
    const JUMPS: [(i32, i32); 8] = [
        (1, 2),
        (2, 1),
        (2, -1),
        (1, -2),
        (-1, -2),
        (-2, -1),
        (-2, 1),
        (-1, 2),
    ];
    let mut visited = HashSet::new();
    let mut here = start;
    loop {
        visited.insert(here);
        yield_!(here);
        let free = |from: (i32, i32)| {
            JUMPS
                .iter()
                .map(move |jump| (from.0 + jump.0, from.1 + jump.1))
                .filter(|to| (0..size).contains(&to.0) && (0..size).contains(&to.1))
                .filter(|to| !visited.contains(to))
                .collect::<Vec<_>>()
        };
        let Some(next) = free(here).into_iter().min_by_key(|&to| free(to).len()) else {
            return;
        };
        here = next;
    }
}

#[test]
fn a_knights_tour_visits_every_square_once() {
    let squares: Vec<_> = tour(8, (0, 0)).collect();
    assert_eq!(squares.len(), 64);
    assert_eq!(squares.iter().collect::<BTreeSet<_>>().len(), 64);
    for pair in squares.windows(2) {
        let (dx, dy) = (pair[0].0.abs_diff(pair[1].0), pair[0].1.abs_diff(pair[1].1));
        assert_eq!((dx * dy, dx + dy), (2, 3));
    }
}

/// Every way of choosing one item of each list, as nested loops whose number is not known: a stack of iterators.
#[generator]
fn conjoin(lists: &[Vec<u8>]) -> impl Iterator<Item = Vec<u8>> {
    let mut chosen = vec![0; lists.len()];
    let mut iterators = Vec::new();
    loop {
        if iterators.len() < lists.len() {
            iterators.push(lists[iterators.len()].iter());
        } else {
            yield_!(chosen.clone());
        }
        loop {
            let Some(deepest) = iterators.last_mut() else {
                return;
            };
            if let Some(&item) = deepest.next() {
                let depth = iterators.len();
                chosen[depth - 1] = item;
                break;
            }
            iterators.pop();
        }
    }
}

#[test]
fn nested_loops_of_any_depth() {
    let lists = [vec![0, 1], vec![2], vec![3, 4]];
    assert_eq!(
        items_of(|| conjoin(&lists)),
        [[0, 2, 3], [0, 2, 4], [1, 2, 3], [1, 2, 4]]
    );
    assert_eq!(items_of(|| conjoin(&[])), [vec![]]);
    let one_is_empty = [vec![1], vec![]];
    assert!(items_of(|| conjoin(&one_is_empty)).is_empty());
    assert_eq!(conjoin(&vec![vec![0, 1]; 10]).count(), 1024);
}

// Recipes of itertools.

#[generator]
fn chain<T>(lists: Vec<Vec<T>>) -> impl Iterator<Item = T> {
    for list in lists {
        for item in list {
            yield_!(item);
        }
    }
}

#[generator]
fn cycle<T: Clone>(items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut saved = Vec::new();
    for item in items {
        saved.push(item.clone());
        yield_!(item);
    }
    while !saved.is_empty() {
        for i in 0..saved.len() {
            yield_!(saved[i].clone());
        }
    }
}

#[generator]
fn islice<T>(
    items: impl IntoIterator<Item = T>,
    start: usize,
    stop: usize,
    step: usize,
) -> impl Iterator<Item = T> {
    let mut wanted = start;
    for (i, item) in items.into_iter().enumerate() {
        if i >= stop {
            return;
        }
        if i == wanted {
            wanted += step;
            yield_!(item);
        }
    }
}

#[generator]
fn dropwhile<T>(
    items: impl Iterator<Item = T>,
    test: impl Fn(&T) -> bool,
) -> impl Iterator<Item = T> {
    let mut items = items;
    while let Some(item) = items.next() {
        if !test(&item) {
            yield_!(item);
            break;
        }
    }
    yield_from!(items);
}

#[generator]
fn takewhile<T>(
    items: impl Iterator<Item = T>,
    test: impl Fn(&T) -> bool,
) -> impl Iterator<Item = T> {
    for item in items {
        if !test(&item) {
            break;
        }
        yield_!(item);
    }
}

#[generator]
fn groupby<T, K: PartialEq>(
    items: impl Iterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = (K, Vec<T>)> {
    let mut current = None;
    for item in items {
        let new = key(&item);
        current = match current {
            Some((old, mut group)) if old == new => {
                Vec::push(&mut group, item);
                Some((old, group))
            }
            Some(done) => {
                yield_!(done);
                Some((new, vec![item]))
            }
            None => Some((new, vec![item])),
        };
    }
    if let Some(last) = current {
        yield_!(last);
    }
}

#[generator]
fn zip_longest<T: Clone>(a: Vec<T>, b: Vec<T>, fill: T) -> impl Iterator<Item = (T, T)> {
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    loop {
        let pair = match (a.next(), b.next()) {
            (None, None) => return,
            (x, y) => (x.unwrap_or(fill.clone()), y.unwrap_or_else(|| fill.clone())),
        };
        yield_!(pair);
    }
}

#[generator]
fn pairwise<T: Copy>(items: impl Iterator<Item = T>) -> impl Iterator<Item = (T, T)> {
    let mut items = items;
    let Some(mut previous) = items.next() else {
        return;
    };
    for item in items {
        yield_!((previous, item));
        previous = item;
    }
}

#[generator]
fn roundrobin<'a, T: 'a>(
    sources: Vec<Box<dyn Iterator<Item = T> + 'a>>,
) -> impl Iterator<Item = T> + use<'a, T> {
    let mut queue = VecDeque::from(sources);
    while let Some(mut source) = queue.pop_front() {
        if let Some(item) = source.next() {
            yield_!(item);
            queue.push_back(source);
        }
    }
}

#[generator]
fn unique<T: Hash + Eq + Clone>(items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut seen = HashSet::new();
    for item in items {
        if seen.insert(item.clone()) {
            yield_!(item);
        }
    }
}

#[generator]
fn accumulate(
    items: impl Iterator<Item = i64>,
    operation: fn(i64, i64) -> i64,
) -> impl Iterator<Item = i64> {
    let mut total = None;
    for item in items {
        let new = match total {
            None => item,
            Some(old) => operation(old, item),
        };
        yield_!(new);
        total = Some(new);
    }
}

#[generator]
fn batched<T>(items: impl Iterator<Item = T>, size: usize) -> impl Iterator<Item = Vec<T>> {
    let mut items = items.peekable();
    while items.peek().is_some() {
        let batch: Vec<_> = items.by_ref().take(size).collect();
        yield_!(batch);
    }
}

#[generator]
fn sliding<T: Clone>(items: impl Iterator<Item = T>, size: usize) -> impl Iterator<Item = Vec<T>> {
    let mut window = VecDeque::with_capacity(size);
    for item in items {
        if window.len() == size {
            window.pop_front();
        }
        window.push_back(item);
        if window.len() == size {
            yield_!(window.iter().cloned().collect());
        }
    }
}

#[generator]
fn compress<T>(items: impl IntoIterator<Item = T>, selectors: &[bool]) -> impl Iterator<Item = T> {
    for (item, &selected) in items.into_iter().zip(selectors) {
        if selected {
            yield_!(item);
        }
    }
}

#[generator]
fn product<'a, A: Copy, B: Copy>(
    a: &'a [A],
    b: &'a [B],
) -> impl Iterator<Item = (A, B)> + use<'a, A, B> {
    for &x in a {
        for &y in b {
            yield_!((x, y));
        }
    }
}

#[generator]
fn factors(n: u64) -> impl Iterator<Item = u64> {
    let mut n = n;
    for prime in 2.. {
        if prime * prime > n {
            break;
        }
        while n % prime == 0 {
            yield_!(prime);
            n /= prime;
        }
    }
    if n > 1 {
        yield_!(n);
    }
}

#[generator]
fn convolve<'a>(signal: &'a [i32], kernel: &[i32]) -> impl Iterator<Item = i32> {
    let mut window = VecDeque::from(vec![0; kernel.len()]);
    for &x in signal.iter().chain(vec![&0; kernel.len() - 1]) {
        window.pop_back();
        window.push_front(x);
        yield_!(window.iter().zip(kernel).map(|(a, b)| a * b).sum());
    }
}

#[generator]
fn intersperse<T: Clone>(items: impl Iterator<Item = T>, between: T) -> impl Iterator<Item = T> {
    let mut first = true;
    for item in items {
        if !std::mem::take(&mut first) {
            yield_!(between.clone());
        }
        yield_!(item);
    }
}

#[test]
fn recipes_that_pass_items_on() {
    assert_eq!(
        items_of(|| chain(vec![vec![1, 2], vec![], vec![3]])),
        [1, 2, 3]
    );
    assert_eq!(
        by_next(&mut cycle([1, 2, 3].into_iter()), 8),
        [1, 2, 3, 1, 2, 3, 1, 2]
    );
    assert_eq!(cycle(std::iter::empty::<u8>()).next(), None);
    assert_eq!(
        items_of(|| islice("abcdefgh".chars(), 2, 7, 2)),
        ['c', 'e', 'g']
    );
    assert_eq!(
        items_of(|| dropwhile([1, 2, 5, 1].into_iter(), |&n| n < 3)),
        [5, 1]
    );
    assert!(items_of(|| dropwhile([1].into_iter(), |&n| n < 3)).is_empty());
    assert_eq!(
        items_of(|| takewhile([1, 2, 5, 1].into_iter(), |&n| n < 3)),
        [1, 2]
    );
    assert_eq!(
        items_of(|| unique("mississippi".chars())),
        ['m', 'i', 's', 'p']
    );
    assert_eq!(
        items_of(|| compress("abcdef".chars(), &[true, false, true, false, true])),
        ['a', 'c', 'e']
    );
    assert_eq!(
        items_of(|| intersperse([1, 2, 3].into_iter(), 0)),
        [1, 0, 2, 0, 3]
    );
}

#[test]
fn recipes_that_group() {
    assert_eq!(
        items_of(|| groupby("aabca".chars(), |&c| c)),
        [
            ('a', vec!['a', 'a']),
            ('b', vec!['b']),
            ('c', vec!['c']),
            ('a', vec!['a'])
        ]
    );
    assert_eq!(items_of(|| pairwise(1..4)), [(1, 2), (2, 3)]);
    assert!(items_of(|| pairwise(1..2)).is_empty());
    assert_eq!(
        items_of(|| batched(1..6, 2)),
        [vec![1, 2], vec![3, 4], vec![5]]
    );
    assert_eq!(
        items_of(|| sliding(1..6, 3)),
        [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
    );
    assert!(items_of(|| sliding(1..3, 3)).is_empty());
}

#[test]
fn recipes_that_combine_sources() {
    assert_eq!(
        items_of(|| zip_longest(vec![1, 2, 3], vec![4], 0)),
        [(1, 4), (2, 0), (3, 0)]
    );
    assert_eq!(
        items_of(|| roundrobin::<char>(vec![
            Box::new("abc".chars()),
            Box::new("d".chars()),
            Box::new("ef".chars())
        ])),
        ['a', 'd', 'e', 'b', 'f', 'c']
    );
    assert_eq!(
        items_of(|| product(&[1, 2], &['x', 'y'])),
        [(1, 'x'), (1, 'y'), (2, 'x'), (2, 'y')]
    );
}

#[test]
fn recipes_that_compute() {
    assert_eq!(items_of(|| accumulate(1..5, |a, b| a * b)), [1, 2, 6, 24]);
    assert!(items_of(|| accumulate(0..0, |a, _| a)).is_empty());
    assert_eq!(items_of(|| factors(360)), [2, 2, 2, 3, 3, 5]);
    assert_eq!(items_of(|| factors(97)), [97]);
    assert!(items_of(|| factors(1)).is_empty());
    assert_eq!(
        items_of(|| convolve(&[1, -1, -20], &[1, -3])),
        [1, -4, -17, 60]
    );
}

#[test]
fn takewhile_asks_for_one_item_too_many_and_no_more() {
    let asked = Cell::new(0);
    let source = (1..).inspect(|_| asked.set(asked.get() + 1));
    assert_eq!(takewhile(source, |&n| n < 4).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(asked.get(), 4);
}

// Generator expressions.

#[test]
fn loops_in_loops_with_conditions_in_between() {
    #[generator]
    fn pairs(n: u32) -> impl Iterator<Item = (u32, u32)> {
        for i in 0..n {
            if i % 2 == 1 {
                for j in 0..i {
                    if j != 1 {
                        yield_!((i, j));
                    }
                }
            }
        }
    }
    assert_eq!(
        items_of(|| pairs(6)),
        [(1, 0), (3, 0), (3, 2), (5, 0), (5, 2), (5, 3), (5, 4)]
    );
}

#[test]
fn an_argument_is_read_when_the_body_gets_there() {
    #[generator]
    fn scaled(numbers: Vec<u32>, factor: Rc<Cell<u32>>) -> impl Iterator<Item = u32> {
        for number in numbers {
            yield_!(number * factor.get());
        }
    }
    let factor = Rc::new(Cell::new(1));
    let mut generator = scaled(vec![1, 2, 3], Rc::clone(&factor));
    factor.set(10);
    assert_eq!(generator.next(), Some(10));
    factor.set(100);
    assert_eq!(generator.next(), Some(200));
}

// Delegation.

#[generator]
fn inner(log: Log) -> impl Iterator<Item = u8> {
    log.say("inner starts");
    let _guard = log.noisy("inner");
    yield_!(1);
    log.say("inner goes on");
    yield_!(2);
    log.say("inner ends");
}

#[generator]
fn outer(log: Log) -> impl Iterator<Item = u8> {
    log.say("outer starts");
    let _guard = log.noisy("outer");
    yield_!(0);
    yield_from!(inner(log.clone()));
    log.say("outer goes on");
    yield_!(3);
    log.say("outer ends");
}

#[test]
fn delegation_interleaves_as_a_call_would() {
    assert_eq!(
        log_of(outer),
        [
            "outer starts",
            "item 0",
            "inner starts",
            "item 1",
            "inner goes on",
            "item 2",
            "inner ends",
            "drop inner",
            "outer goes on",
            "item 3",
            "outer ends",
            "drop outer"
        ]
    );
}

#[test]
fn closing_in_the_middle_of_a_delegate_ends_the_inner_one_first() {
    assert_eq!(
        log_of_first(2, outer),
        [
            "outer starts",
            "item 0",
            "inner starts",
            "item 1",
            "--",
            "drop inner",
            "drop outer"
        ]
    );
}

#[test]
fn closing_before_the_start_runs_nothing() {
    assert_eq!(log_of_first(0, outer), ["--"]);
}

#[test]
fn a_failure_in_a_delegate_passes_through_both() {
    #[generator]
    fn fails(log: Log) -> impl Iterator<Item = u8> {
        let _guard = log.noisy("inner");
        yield_!(1);
        panic!("in the delegate");
    }
    #[generator]
    fn delegates(log: Log) -> impl Iterator<Item = u8> {
        let _guard = log.noisy("outer");
        yield_from!(fails(log.clone()));
        log.say("not reached");
    }
    let log = Log::new();
    let mut generator = delegates(log.clone());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(panic_of(|| generator.next()), "in the delegate");
    assert_eq!(log.take(), ["drop inner", "drop outer"]);
}

#[test]
fn two_generators_share_a_third() {
    #[generator]
    fn share(
        source: Rc<RefCell<dyn Iterator<Item = u32>>>,
        count: u32,
    ) -> impl Iterator<Item = u32> {
        for _ in 0..count {
            let Some(item) = source.borrow_mut().next() else {
                return;
            };
            yield_!(item);
        }
    }
    let source = Rc::new(RefCell::new(range(5)));
    let (mut a, mut b) = (share(source.clone(), 9), share(source, 9));
    assert_eq!(
        [
            a.next(),
            b.next(),
            b.next(),
            a.next(),
            b.next(),
            a.next(),
            b.next()
        ],
        [Some(0), Some(1), Some(2), Some(3), Some(4), None, None]
    );
}

#[test]
fn delegating_to_what_is_left_of_an_iterator() {
    #[generator]
    fn rest(mut items: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let skipped = items.next();
        let two: Vec<_> = items.by_ref().take(2).collect();
        yield_from!(two);
        yield_!(100 + skipped.unwrap_or_default());
        yield_from!(items);
    }
    assert_eq!(items_of(|| rest(range(6))), [1, 2, 100, 3, 4, 5]);
    assert_eq!(items_of(|| rest(range(0))), [100]);
}

#[test]
fn deep_delegation() {
    #[generator]
    fn nest(depth: u32) -> Box<dyn Iterator<Item = u32>> {
        if depth > 0 {
            yield_!(depth);
            yield_from!(nest(depth - 1));
            yield_!(depth);
        }
    }
    let items: Vec<_> = nest(100).collect();
    assert!(items.iter().copied().eq((1..=100).rev().chain(1..=100)));
}

#[generator]
fn hanoi(n: u32, from: char, to: char, via: char) -> Box<dyn Iterator<Item = (char, char)>> {
    if n > 0 {
        yield_from!(hanoi(n - 1, from, via, to));
        yield_!((from, to));
        yield_from!(hanoi(n - 1, via, to, from));
    }
}

#[test]
fn the_towers_are_moved_disk_by_disk() {
    let mut pegs = [vec![4, 3, 2, 1], vec![], vec![]];
    let mut moves = 0;
    for (from, to) in hanoi(4, 'a', 'c', 'b') {
        let index = |peg| (peg as u8 - b'a') as usize;
        let disk = pegs[index(from)].pop().unwrap();
        assert!(pegs[index(to)].last().is_none_or(|&below| below > disk));
        pegs[index(to)].push(disk);
        moves += 1;
    }
    assert_eq!((moves, &pegs[2]), (15, &vec![4, 3, 2, 1]));
}

// The end: what `finally` is in Python is a guard's destructor.

#[test]
fn guards_run_in_reverse_whichever_way_it_ends() {
    #[generator]
    fn ends(how: u8, log: Log) -> impl Iterator<Item = u8> {
        let _outer = log.noisy("outer");
        for i in 0..2 {
            let _inner = log.noisy("inner");
            yield_!(i);
            match how {
                1 => return,
                2 => break,
                3 => continue,
                4 => panic!("how it ends"),
                _ => {}
            }
            log.say("round");
        }
        log.say("after");
    }
    let run = |how| log_of(move |log| ends(how, log));
    assert_eq!(
        run(0),
        [
            "item 0",
            "round",
            "drop inner",
            "item 1",
            "round",
            "drop inner",
            "after",
            "drop outer"
        ]
    );
    assert_eq!(run(1), ["item 0", "drop inner", "drop outer"]);
    assert_eq!(run(2), ["item 0", "drop inner", "after", "drop outer"]);
    assert_eq!(
        run(3),
        [
            "item 0",
            "drop inner",
            "item 1",
            "drop inner",
            "after",
            "drop outer"
        ]
    );
    let log = Log::new();
    let mut generator = ends(4, log.clone());
    generator.next();
    assert_eq!(panic_of(|| generator.next()), "how it ends");
    assert_eq!(log.take(), ["drop inner", "drop outer"]);
    assert_eq!(
        log_of_first(1, |log| ends(0, log)),
        ["item 0", "--", "drop inner", "drop outer"]
    );
}

#[test]
fn an_end_is_an_end_for_every_adaptor() {
    let mut numbers = range(3);
    assert_eq!(numbers.by_ref().last(), Some(2));
    assert_eq!(numbers.by_ref().count(), 0);
    assert_eq!(numbers.by_ref().max(), None);
    assert_eq!(numbers.by_ref().chain([9]).collect::<Vec<_>>(), [9]);
    assert_eq!(numbers.zip(0..5).next(), None);
}

#[test]
fn a_list_kept_lazily_by_its_reader() {
    struct Lazy<I: Iterator> {
        source: I,
        known: Vec<I::Item>,
    }
    impl<I: Iterator> Lazy<I>
    where
        I::Item: Copy + Debug,
    {
        fn get(&mut self, index: usize) -> Option<I::Item> {
            while self.known.len() <= index {
                let next = self.source.next()?;
                self.known.push(next);
            }
            Some(self.known[index])
        }

        #[generator]
        fn slice(&mut self, from: usize, to: usize) -> impl Iterator<Item = I::Item> {
            for index in from..to {
                let Some(item) = self.get(index) else { return };
                yield_!(item);
            }
        }
    }
    let mut lazy = Lazy {
        source: sieve(),
        known: Vec::new(),
    };
    assert_eq!(lazy.slice(2, 5).collect::<Vec<_>>(), [5, 7, 11]);
    assert_eq!(lazy.known.len(), 5);
    assert_eq!(lazy.slice(0, 3).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!(lazy.known.len(), 5);
}
