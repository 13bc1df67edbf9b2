//! Walks over trees of every kind.

use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

use gen_runtime::{generator, yield_, yield_from};
use support::{by_next, items_of};

#[derive(Default)]
struct Tree {
    root: Link,
}

type Link = Option<Box<Node>>;

struct Node {
    key: i32,
    left: Link,
    right: Link,
}

impl FromIterator<i32> for Tree {
    fn from_iter<I: IntoIterator<Item = i32>>(keys: I) -> Self {
        let mut tree = Self::default();
        for key in keys {
            let mut link = &mut tree.root;
            while let Some(node) = link {
                link = match key.cmp(&node.key) {
                    Ordering::Less => &mut node.left,
                    _ => &mut node.right,
                };
            }
            *link = Some(Box::new(Node {
                key,
                left: None,
                right: None,
            }));
        }
        tree
    }
}

impl Tree {
    #[generator]
    fn in_order(&self) -> impl Iterator<Item = i32> {
        let mut above = Vec::new();
        let mut here = &self.root;
        loop {
            while let Some(node) = here {
                above.push(node);
                here = &node.left;
            }
            let Some(node) = above.pop() else { return };
            yield_!(node.key);
            here = &node.right;
        }
    }

    #[generator]
    fn pre_order(&self) -> impl Iterator<Item = i32> {
        let mut stack = Vec::from_iter(&self.root);
        while let Some(node) = stack.pop() {
            yield_!(node.key);
            stack.extend(&node.right);
            stack.extend(&node.left);
        }
    }

    #[generator]
    fn post_order(&self) -> impl Iterator<Item = i32> {
        let mut stack = Vec::from_iter(self.root.as_ref().map(|node| (node, false)));
        while let Some((node, done)) = stack.pop() {
            if done {
                yield_!(node.key);
                continue;
            }
            stack.push((node, true));
            for child in [&node.right, &node.left].into_iter().flatten() {
                stack.push((child, false));
            }
        }
    }

    #[generator]
    fn levels(&self) -> impl Iterator<Item = Vec<i32>> {
        let mut level: Vec<_> = self.root.iter().collect();
        while !level.is_empty() {
            yield_!(level.iter().map(|node| node.key).collect());
            level = level
                .iter()
                .flat_map(|node| [&node.left, &node.right])
                .flatten()
                .collect();
        }
    }

    #[generator]
    fn paths(&self) -> impl Iterator<Item = Vec<i32>> {
        let mut queue = VecDeque::new();
        if let Some(root) = &self.root {
            queue.push_back((root, vec![root.key]));
        }
        while let Some((node, path)) = queue.pop_front() {
            let mut is_leaf = true;
            for child in node.left.iter().chain(&node.right) {
                is_leaf = false;
                let mut longer = path.clone();
                longer.push(child.key);
                queue.push_back((child, longer));
            }
            if is_leaf {
                yield_!(path);
            }
        }
    }

    #[generator]
    fn range(&self, from: i32, to: i32) -> impl Iterator<Item = i32> {
        let mut above = Vec::new();
        let mut here = self.root.as_deref();
        while here.is_some() || !above.is_empty() {
            while let Some(node) = here {
                if node.key < from {
                    here = node.right.as_deref();
                } else {
                    above.push(node);
                    here = node.left.as_deref();
                }
            }
            if let Some(node) = above.pop() {
                if node.key >= to {
                    return;
                }
                yield_!(node.key);
                here = node.right.as_deref();
            }
        }
    }

    /// Takes the tree apart from its least key, without a stack.
    #[generator]
    fn into_sorted(self) -> impl Iterator<Item = i32> {
        let mut root = self.root;
        while let Some(mut node) = root {
            if let Some(mut left) = node.left.take() {
                node.left = left.right.take();
                left.right = Some(node);
                root = Some(left);
            } else {
                yield_!(node.key);
                root = node.right;
            }
        }
    }
}

const KEYS: [i32; 9] = [50, 30, 70, 20, 40, 60, 80, 35, 45];

#[test]
fn a_binary_tree_in_every_order() {
    let tree = Tree::from_iter(KEYS);
    assert_eq!(
        items_of(|| tree.in_order()),
        [20, 30, 35, 40, 45, 50, 60, 70, 80]
    );
    assert_eq!(
        items_of(|| tree.pre_order()),
        [50, 30, 20, 40, 35, 45, 70, 60, 80]
    );
    assert_eq!(
        items_of(|| tree.post_order()),
        [20, 35, 45, 40, 30, 60, 80, 70, 50]
    );
    assert_eq!(
        items_of(|| tree.levels()),
        [vec![50], vec![30, 70], vec![20, 40, 60, 80], vec![35, 45]]
    );
    assert_eq!(tree.paths().last(), Some(vec![50, 30, 40, 45]));
    assert_eq!(tree.paths().count(), 5);
}

#[test]
fn a_range_and_a_tree_taken_apart() {
    let tree = Tree::from_iter(KEYS);
    assert_eq!(items_of(|| tree.range(35, 70)), [35, 40, 45, 50, 60]);
    assert!(items_of(|| tree.range(81, 99)).is_empty());
    let sorted: Vec<_> = tree.into_sorted().collect();
    assert!(sorted.is_sorted() && sorted.len() == KEYS.len());
    let mut half = Tree::from_iter(KEYS).into_sorted();
    assert_eq!(by_next(&mut half, 2), [20, 30]);
}

struct BTree {
    keys: Vec<u32>,
    children: Vec<BTree>,
}

impl BTree {
    #[generator]
    fn keys(&self) -> impl Iterator<Item = u32> {
        let mut stack = vec![(self, 0)];
        while let Some((node, at)) = stack.pop() {
            if node.children.is_empty() {
                for &key in &node.keys {
                    yield_!(key);
                }
                continue;
            }
            if at > 0 && at <= node.keys.len() {
                yield_!(node.keys[at - 1]);
            }
            if let Some(child) = node.children.get(at) {
                stack.push((node, at + 1));
                stack.push((child, 0));
            }
        }
    }
}

#[test]
fn a_b_tree_in_order() {
    let leaf = |keys: &[u32]| BTree {
        keys: keys.to_vec(),
        children: Vec::new(),
    };
    let tree = BTree {
        keys: vec![10, 20],
        children: vec![leaf(&[1, 5]), leaf(&[12, 15, 18]), leaf(&[25])],
    };
    let keys = [1, 5, 10, 12, 15, 18, 20, 25];
    assert_eq!(items_of(|| tree.keys()), keys);
    assert_eq!(tree.into_keys().collect::<Vec<_>>(), keys);
}

impl BTree {
    #[generator]
    fn into_keys(self) -> Box<dyn Iterator<Item = u32>> {
        let mut children = self.children.into_iter();
        for key in self.keys {
            if let Some(child) = children.next() {
                yield_from!(child.into_keys());
            }
            yield_!(key);
        }
        for child in children {
            yield_from!(child.into_keys());
        }
    }
}

#[derive(Default)]
struct Trie {
    ends: bool,
    next: BTreeMap<char, Trie>,
}

impl Trie {
    fn insert(&mut self, word: &str) {
        let mut here = self;
        for c in word.chars() {
            here = here.next.entry(c).or_default();
        }
        here.ends = true;
    }

    #[generator]
    fn words(&self) -> impl Iterator<Item = String> {
        let mut prefix = String::new();
        let mut stack = vec![self.next.iter()];
        if self.ends {
            yield_!(String::new());
        }
        while let Some(level) = stack.last_mut() {
            if let Some((&c, child)) = level.next() {
                prefix.push(c);
                stack.push(child.next.iter());
                if child.ends {
                    yield_!(prefix.clone());
                }
            } else {
                stack.pop();
                prefix.pop();
            }
        }
    }

    #[generator]
    fn completions(&self, prefix: &str) -> impl Iterator<Item = String> {
        let mut here = self;
        for c in prefix.chars() {
            let Some(next) = here.next.get(&c) else {
                return;
            };
            here = next;
        }
        for rest in here.words() {
            yield_!(format!("{prefix}{rest}"));
        }
    }

    #[generator]
    fn prefixes_of<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let mut here = self;
        for (i, c) in text.char_indices() {
            if here.ends {
                yield_!(&text[..i]);
            }
            match here.next.get(&c) {
                Some(next) => here = next,
                None => return,
            }
        }
        if here.ends {
            yield_!(text);
        }
    }
}

#[test]
fn a_trie_lists_completes_and_matches() {
    let mut trie = Trie::default();
    for word in ["to", "tea", "ten", "i", "in", "inn", "A"] {
        trie.insert(word);
    }
    assert_eq!(
        items_of(|| trie.words()),
        ["A", "i", "in", "inn", "tea", "ten", "to"]
    );
    assert_eq!(items_of(|| trie.completions("te")), ["tea", "ten"]);
    assert!(items_of(|| trie.completions("x")).is_empty());
    assert_eq!(items_of(|| trie.prefixes_of("inner")), ["i", "in", "inn"]);
}

/// A heap given out in order, the rest sifted down each time.
#[generator]
fn heap_sorted(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut heap = list;
    for start in (0..heap.len() / 2).rev() {
        sift_down(&mut heap, start);
    }
    while !heap.is_empty() {
        yield_!(heap.swap_remove(0));
        sift_down(&mut heap, 0);
    }
}

fn sift_down(heap: &mut [u32], start: usize) {
    let mut at = start;
    loop {
        let children = [2 * at + 1, 2 * at + 2];
        let least = children
            .into_iter()
            .filter(|&child| child < heap.len())
            .min_by_key(|&child| heap[child]);
        match least {
            Some(child) if heap[child] < heap[at] => heap.swap(at, child),
            _ => return,
        }
        at = least.unwrap_or(at);
    }
}

#[test]
fn a_heap_gives_its_least_first() {
    assert_eq!(
        items_of(|| heap_sorted(vec![5, 1, 4, 1, 5, 9, 2, 6])),
        [1, 1, 2, 4, 5, 5, 6, 9]
    );
}

enum Quad {
    Empty,
    Point(i32, i32),
    Split(i32, i32, Box<[Quad; 4]>),
}

impl Quad {
    fn insert(self, x: i32, y: i32, size: i32, middle: (i32, i32)) -> Self {
        match self {
            Self::Empty => Self::Point(x, y),
            Self::Point(a, b) => {
                let parts = Box::new([Self::Empty, Self::Empty, Self::Empty, Self::Empty]);
                Self::Split(middle.0, middle.1, parts)
                    .insert(a, b, size, middle)
                    .insert(x, y, size, middle)
            }
            Self::Split(mx, my, mut parts) => {
                let index = usize::from(x >= mx) + 2 * usize::from(y >= my);
                let step = size / 2;
                let next = (
                    if x >= mx { mx + step } else { mx - step },
                    if y >= my { my + step } else { my - step },
                );
                let part = std::mem::replace(&mut parts[index], Self::Empty);
                parts[index] = part.insert(x, y, step, next);
                Self::Split(mx, my, parts)
            }
        }
    }

    #[generator]
    fn within(&self, x: (i32, i32), y: (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
        let mut stack = vec![self];
        while let Some(quad) = stack.pop() {
            match quad {
                Self::Empty => {}
                &Self::Point(px, py) => {
                    if (x.0..x.1).contains(&px) && (y.0..y.1).contains(&py) {
                        yield_!((px, py));
                    }
                }
                Self::Split(mx, my, parts) => {
                    for (i, part) in parts.iter().enumerate().rev() {
                        let right = i % 2 == 1;
                        let low = i / 2 == 1;
                        if (right && x.1 <= *mx)
                            || (!right && x.0 >= *mx)
                            || (low && y.1 <= *my)
                            || (!low && y.0 >= *my)
                        {
                            continue;
                        }
                        stack.push(part);
                    }
                }
            }
        }
    }
}

#[test]
fn a_quad_tree_finds_what_is_in_a_rectangle() {
    let points = [(1, 1), (2, 9), (12, 3), (14, 14), (7, 7), (8, 8), (3, 2)];
    let tree = points
        .iter()
        .fold(Quad::Empty, |tree, &(x, y)| tree.insert(x, y, 8, (8, 8)));
    for (x, y) in [
        ((0, 16), (0, 16)),
        ((0, 8), (0, 8)),
        ((2, 9), (2, 9)),
        ((15, 16), (0, 4)),
    ] {
        let mut expected: Vec<_> = points
            .into_iter()
            .filter(|p| (x.0..x.1).contains(&p.0) && (y.0..y.1).contains(&p.1))
            .collect();
        expected.sort_unstable();
        let mut found: Vec<_> = tree.within(x, y).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

enum Rope {
    Leaf(String),
    Concat(Box<Rope>, Box<Rope>),
}

impl Rope {
    #[generator]
    fn pieces(&self) -> impl Iterator<Item = &str> {
        let mut stack = vec![self];
        while let Some(rope) = stack.pop() {
            match rope {
                Self::Leaf(text) if text.is_empty() => {}
                Self::Leaf(text) => yield_!(text),
                Self::Concat(left, right) => {
                    stack.push(right);
                    stack.push(left);
                }
            }
        }
    }

    #[generator]
    fn lines(&self) -> impl Iterator<Item = String> {
        let mut line = String::new();
        for piece in self.pieces() {
            let mut parts = piece.split('\n');
            line += parts.next().unwrap_or_default();
            for part in parts {
                yield_!(std::mem::replace(&mut line, part.to_owned()));
            }
        }
        yield_!(line);
    }
}

#[test]
fn a_rope_by_pieces_and_by_lines() {
    let leaf = |text: &str| Box::new(Rope::Leaf(text.to_owned()));
    let rope = Rope::Concat(
        Box::new(Rope::Concat(leaf("one\ntw"), leaf(""))),
        Box::new(Rope::Concat(leaf("o\n\nth"), leaf("ree"))),
    );
    assert_eq!(items_of(|| rope.pieces()), ["one\ntw", "o\n\nth", "ree"]);
    assert_eq!(items_of(|| rope.lines()), ["one", "two", "", "three"]);
}

enum Json {
    Number(f64),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    #[generator]
    fn leaves(&self, path: String) -> Box<dyn Iterator<Item = (String, f64)> + '_> {
        match self {
            Self::Number(n) => yield_!((path, *n)),
            Self::List(list) => {
                for (i, value) in list.iter().enumerate() {
                    yield_from!(value.leaves(format!("{path}[{i}]")));
                }
            }
            Self::Object(entries) => {
                for (key, value) in entries {
                    yield_from!(value.leaves(format!("{path}.{key}")));
                }
            }
        }
    }
}

#[test]
fn the_paths_to_the_leaves_of_a_value() {
    let value = Json::Object(vec![
        ("a", Json::Number(1.0)),
        (
            "b",
            Json::List(vec![
                Json::Number(2.0),
                Json::Object(vec![("c", Json::Number(3.0))]),
            ]),
        ),
        ("d", Json::List(vec![])),
    ]);
    assert_eq!(
        items_of(|| value.leaves("$".to_owned())),
        [
            ("$.a".to_owned(), 1.0),
            ("$.b[0]".to_owned(), 2.0),
            ("$.b[1].c".to_owned(), 3.0)
        ]
    );
}

enum Entry {
    File(&'static str, u32),
    Folder(&'static str, Vec<Entry>),
}

/// As `walkdir`: depth first, sorted, down to a depth, without what is hidden.
#[generator]
fn walk(root: &Entry, max_depth: usize) -> impl Iterator<Item = (usize, String, u32)> {
    let mut stack = vec![(0, String::new(), root)];
    while let Some((depth, parent, entry)) = stack.pop() {
        let (name, size) = match entry {
            Entry::File(name, size) => (*name, *size),
            Entry::Folder(name, _) => (*name, 0),
        };
        if name.starts_with('.') && depth > 0 {
            continue;
        }
        let path = if parent.is_empty() {
            name.to_owned()
        } else {
            parent + "/" + name
        };
        if let Entry::Folder(_, entries) = entry
            && depth < max_depth
        {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by_key(|entry| match entry {
                Entry::File(name, _) | Entry::Folder(name, _) => *name,
            });
            for child in sorted.into_iter().rev() {
                stack.push((depth + 1, path.clone(), child));
            }
        }
        yield_!((depth, path, size));
    }
}

#[test]
fn a_folder_is_walked_as_find_does() {
    use Entry::{File, Folder};
    let root = Folder(
        ".",
        vec![
            Folder(
                "src",
                vec![File("main.rs", 10), Folder("bin", vec![File("a.rs", 1)])],
            ),
            File(".git", 5),
            File("Cargo.toml", 3),
        ],
    );
    let paths: Vec<_> = walk(&root, 9).map(|(_, path, _)| path).collect();
    assert_eq!(
        paths,
        [
            ".",
            "./Cargo.toml",
            "./src",
            "./src/bin",
            "./src/bin/a.rs",
            "./src/main.rs"
        ]
    );
    assert_eq!(walk(&root, 9).map(|(_, _, size)| size).sum::<u32>(), 14);
    assert_eq!(walk(&root, 1).count(), 3);
}

/// The indices that a Fenwick tree of a given size changes or reads.
#[generator]
fn fenwick_parents(index: usize, size: usize) -> impl Iterator<Item = usize> {
    let mut i = index;
    while i <= size {
        yield_!(i);
        i += i & i.wrapping_neg();
    }
}

#[test]
fn fenwick_parents_double_their_lowest_bit() {
    assert_eq!(items_of(|| fenwick_parents(5, 16)), [5, 6, 8, 16]);
    assert_eq!(items_of(|| fenwick_parents(17, 16)), []);
}
