//! Borrows of what the generator owns that are made again behind a yield: nightly's `gen` blocks refuse them, so a plain function says what happens.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::{HashMap, VecDeque};

use gen_runtime::{generator, yield_};
use support::{Log, items_of, log_of};

struct Package {
    name: String,
    needs: Vec<String>,
    tags: [u8; 2],
}

fn packages() -> Vec<Package> {
    let package = |name: &str, needs: &[&str], tags| Package {
        name: name.to_owned(),
        needs: needs.iter().map(|&name| name.to_owned()).collect(),
        tags,
    };
    vec![
        package("a", &["b", "c", "d"], [1, 2]),
        package("b", &[], [3, 4]),
    ]
}

fn grid() -> Vec<Vec<u32>> {
    vec![vec![1, 2, 3], vec![], vec![4, 5]]
}

// What a function with the same body pushes.
macro_rules! same {
    ($make:expr, |$out:ident| $body:block) => {{
        let mut $out = Vec::new();
        (|| $body)();
        assert_eq!(items_of(|| $make), $out);
    }};
}

#[test]
fn a_vector() {
    #[generator]
    fn lengths(names: Vec<String>) -> impl Iterator<Item = usize> {
        for name in &names {
            yield_!(name.len());
        }
        yield_!(names.len());
    }
    let names = || vec!["a".to_owned(), "bcd".to_owned()];
    assert_eq!(items_of(|| lengths(names())), [1, 3, 2]);
    assert_eq!(items_of(|| lengths(Vec::new())), [0]);
}

#[test]
fn an_item_is_used_after_the_yield() {
    #[generator]
    fn items(names: Vec<String>) -> impl Iterator<Item = String> {
        for (i, name) in names.iter().enumerate() {
            yield_!(name.clone());
            if i % 2 == 1 {
                yield_!(format!("{i}"));
                if name.is_empty() {
                    continue;
                }
            } else if name == "stop" {
                break;
            }
            yield_!(format!("{name}!"));
        }
    }
    let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        items_of(|| items(names("a b  c stop d"))),
        ["a", "a!", "b", "1", "b!", "", "!", "c", "3", "c!", "stop"]
    );
}

#[test]
fn nested() {
    #[generator]
    fn items(packages: Vec<Package>) -> impl Iterator<Item = String> {
        for package in &packages {
            yield_!(package.name.clone());
            for (i, need) in package.needs.iter().enumerate() {
                yield_!(format!("{} needs {need}", package.name));
                if i == 1 {
                    break;
                }
                yield_!(format!("again {need}"));
            }
            for tag in &package.tags {
                yield_!(tag.to_string());
            }
            yield_!(package.needs.len().to_string());
        }
        yield_!(packages.len().to_string());
    }
    let all = packages();
    same!(items(packages()), |out| {
        for package in &all {
            out.push(package.name.clone());
            for (i, need) in package.needs.iter().enumerate() {
                out.push(format!("{} needs {need}", package.name));
                if i == 1 {
                    break;
                }
                out.push(format!("again {need}"));
            }
            for tag in &package.tags {
                out.push(tag.to_string());
            }
            out.push(package.needs.len().to_string());
        }
        out.push(all.len().to_string());
    });
}

#[test]
fn rows_and_cells() {
    #[generator]
    fn cells(grid: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
        let mut seen = vec![];
        for (y, row) in grid.iter().enumerate() {
            for &cell in row {
                if cell > 1 {
                    yield_!(cell);
                    yield_!(cell * 10);
                }
            }
            for (x, cell) in row.iter().enumerate().skip(1) {
                seen.push((x, y));
                yield_!(*cell + x as u32 + y as u32);
            }
            for cell in row.iter().rev() {
                yield_!(*cell);
            }
        }
        for (x, y) in seen.iter().copied() {
            yield_!(grid[y][x]);
            yield_!(x as u32);
        }
        for (x, y) in &seen {
            yield_!(grid[*y][*x]);
            yield_!(*x as u32 + *y as u32);
        }
    }
    let grid = grid();
    same!(cells(self::grid()), |out| {
        let mut seen = vec![];
        for (y, row) in grid.iter().enumerate() {
            for &cell in row {
                if cell > 1 {
                    out.push(cell);
                    out.push(cell * 10);
                }
            }
            for (x, cell) in row.iter().enumerate().skip(1) {
                seen.push((x, y));
                out.push(*cell + x as u32 + y as u32);
            }
            for cell in row.iter().rev() {
                out.push(*cell);
            }
        }
        for (x, y) in seen.iter().copied() {
            out.push(grid[y][x]);
            out.push(x as u32);
        }
        for (x, y) in &seen {
            out.push(grid[*y][*x]);
            out.push(*x as u32 + *y as u32);
        }
    });
}

#[test]
fn a_graph() {
    #[generator]
    fn walk(graph: Vec<Vec<usize>>, start: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut seen = vec![false; graph.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            for &next in &graph[node] {
                if !seen[next] {
                    queue.push_back(next);
                    yield_!((node, next));
                }
            }
        }
        for (i, &seen) in seen.iter().enumerate() {
            if !seen {
                yield_!((i, i));
            }
        }
    }
    let graph = vec![vec![1, 2], vec![3], vec![3, 0], vec![0], vec![]];
    assert_eq!(
        items_of(|| walk(graph.clone(), 0)),
        [(0, 1), (0, 2), (1, 3), (2, 3), (4, 4)]
    );
}

#[test]
fn changed_in_the_loop() {
    #[generator]
    fn items(mut list: Vec<u32>, mut others: [u32; 3]) -> impl Iterator<Item = u32> {
        for entry in &mut list {
            *entry += 1;
            yield_!(*entry);
            *entry *= 2;
        }
        for entry in list.iter_mut().rev() {
            *entry += 1;
            yield_!(*entry);
        }
        for (i, (entry, other)) in list.iter().zip(&mut others).enumerate() {
            *other += *entry;
            yield_!(*other);
            *other += i as u32;
            yield_!(*entry);
        }
        yield_!(list.iter().sum());
        yield_!(others.iter().sum());
    }
    same!(items(vec![1, 2, 3], [10, 20, 30]), |out| {
        let (mut list, mut others) = (vec![1, 2, 3], [10, 20, 30]);
        for entry in &mut list {
            *entry += 1;
            out.push(*entry);
            *entry *= 2;
        }
        for entry in list.iter_mut().rev() {
            *entry += 1;
            out.push(*entry);
        }
        for (i, (entry, other)) in list.iter().zip(&mut others).enumerate() {
            *other += *entry;
            out.push(*other);
            *other += i as u32;
            out.push(*entry);
        }
        out.push(list.iter().sum());
        out.push(others.iter().sum());
    });
}

#[test]
fn parts_of_slices() {
    #[generator]
    fn only_those(words: Vec<String>, size: usize) -> impl Iterator<Item = String> {
        for pair in words.windows(2) {
            yield_!(pair.join("+"));
            yield_!(pair[0].clone());
        }
        for chunk in words.chunks(size) {
            yield_!(chunk.concat());
        }
        for word in words.iter().take(2).step_by(size) {
            yield_!(word.clone());
        }
        let queue: VecDeque<u32> = (1..4).collect();
        for n in &queue {
            yield_!(n.to_string());
            yield_!((n * 2).to_string());
        }
    }
    let words = || "a bc d".split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        items_of(|| only_those(words(), 2)),
        [
            "a+bc", "a", "bc+d", "bc", "abc", "d", "a", "1", "2", "2", "4", "3", "6"
        ]
    );
}

#[test]
fn drops_where_a_function_does() {
    #[generator]
    fn items(log: Log, stops: bool) -> impl Iterator<Item = usize> {
        let _before = log.noisy("before");
        let list = vec![log.noisy("a"), log.noisy("bc")];
        let _after = log.noisy("after");
        for noisy in &list {
            let _inner = log.noisy("inner");
            yield_!(noisy.name().len());
            log.say(noisy.name());
            if stops {
                return;
            }
        }
        yield_!(list.len());
    }
    assert_eq!(
        log_of(|log| items(log, false)),
        [
            "item 1",
            "a",
            "drop inner",
            "item 2",
            "bc",
            "drop inner",
            "item 2",
            "drop after",
            "drop a",
            "drop bc",
            "drop before"
        ]
    );
    assert_eq!(
        log_of(|log| items(log, true)),
        [
            "item 1",
            "a",
            "drop inner",
            "drop after",
            "drop a",
            "drop bc",
            "drop before"
        ]
    );
}

#[test]
fn labels_and_values() {
    #[generator]
    fn pairs(words: Vec<&'static str>) -> impl Iterator<Item = String> {
        let found = 'search: {
            for word in &words {
                yield_!(word.to_string());
                if word.len() > 2 {
                    break 'search Some(word.len());
                }
            }
            None
        };
        yield_!(format!("{found:?}"));
        'outer: for a in &words {
            for b in &words {
                if a == b {
                    continue 'outer;
                }
                yield_!(format!("{a}{b}"));
                if b.len() > a.len() {
                    break 'outer;
                }
            }
        }
    }
    assert_eq!(
        items_of(|| pairs(vec!["bb", "a", "ccc", "d"])),
        ["bb", "a", "ccc", "Some(3)", "abb"]
    );
}

#[test]
fn patterns_of_borrowed_items() {
    #[generator]
    fn others(pairs: Vec<(String, u32)>, packages: Vec<Package>) -> impl Iterator<Item = String> {
        for (name, n) in &pairs {
            yield_!(name.clone());
            yield_!(format!("{name}{n}"));
        }
        for &(ref name, n) in &pairs {
            let text = format!("{name}{n}");
            yield_!(text);
            yield_!(n.to_string());
        }
        for Package {
            name,
            tags: [first, ..],
            ..
        } in &packages
        {
            yield_!(name.to_string());
            yield_!(format!("{name}{first}"));
        }
    }
    let pairs = || vec![("a".to_owned(), 1), ("b".to_owned(), 2)];
    assert_eq!(
        items_of(|| others(pairs(), packages())),
        [
            "a", "a1", "b", "b2", "a1", "1", "b2", "2", "a", "a1", "b", "b3"
        ]
    );
}

#[test]
fn methods_and_generics() {
    struct Table<T> {
        rows: Vec<Vec<T>>,
    }
    impl<T: Clone> Table<T> {
        #[generator]
        fn into_cells(self) -> impl Iterator<Item = T> {
            let rows: Vec<Vec<T>> = self.rows;
            for row in &rows {
                for cell in row {
                    yield_!(cell.clone());
                }
            }
        }
    }
    #[generator]
    fn twice<T: Clone>(items: Vec<T>) -> impl Iterator<Item = T> + Clone {
        for item in &items {
            yield_!(item.clone());
            yield_!(item.clone());
        }
    }
    let table = || Table {
        rows: vec![vec!['a', 'b'], vec!['c']],
    };
    assert_eq!(items_of(|| table().into_cells()), ['a', 'b', 'c']);
    let mut some = twice(vec![1, 2]);
    assert_eq!(some.next(), Some(1));
    let other = some.clone();
    assert_eq!(some.collect::<Vec<_>>(), [1, 2, 2]);
    assert_eq!(other.collect::<Vec<_>>(), [1, 2, 2]);
}

#[test]
fn a_generator_is_as_small_as_by_hand() {
    #[generator]
    fn lengths(names: Vec<String>) -> impl Iterator<Item = usize> {
        for name in &names {
            yield_!(name.len());
            yield_!(name.capacity());
        }
    }
    // The vector, the position, and the state.
    assert!(size_of_val(&lengths(Vec::new())) <= 5 * size_of::<usize>());
}

struct Node {
    name: String,
    children: Vec<usize>,
}

fn nodes() -> Vec<Node> {
    let node = |name: &str, children: &[usize]| Node {
        name: name.to_owned(),
        children: children.to_vec(),
    };
    vec![
        node("root", &[1, 2]),
        node("a", &[3]),
        node("b", &[]),
        node("c", &[]),
    ]
}

#[test]
fn a_node_of_a_tree() {
    #[generator]
    fn walk(nodes: Vec<Node>) -> impl Iterator<Item = String> {
        let mut stack = vec![(0, 0)];
        while let Some((id, depth)) = stack.pop() {
            let node = &nodes[id];
            yield_!(format!("{depth} {}", node.name));
            for &child in &node.children {
                yield_!(format!("{} > {}", node.name, nodes[child].name));
            }
            for &child in node.children.iter().rev() {
                stack.push((child, depth + 1));
            }
            let Node { name, children } = &nodes[id];
            if children.is_empty() {
                yield_!(format!("{name} is a leaf"));
                continue;
            }
            yield_!(children.len().to_string());
            yield_!(name.to_uppercase());
        }
    }
    let nodes = nodes();
    same!(walk(self::nodes()), |out| {
        let mut stack = vec![(0, 0)];
        while let Some((id, depth)) = stack.pop() {
            let node = &nodes[id];
            out.push(format!("{depth} {}", node.name));
            for &child in &node.children {
                out.push(format!("{} > {}", node.name, nodes[child].name));
            }
            for &child in node.children.iter().rev() {
                stack.push((child, depth + 1));
            }
            let Node { name, children } = &nodes[id];
            if children.is_empty() {
                out.push(format!("{name} is a leaf"));
                continue;
            }
            out.push(children.len().to_string());
            out.push(name.to_uppercase());
        }
    });
}

#[test]
fn a_row_and_a_slice() {
    #[generator]
    fn items(mut grid: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
        for y in 0..grid.len() {
            let row = &grid[y];
            for x in 0..row.len() {
                yield_!(row[x]);
                yield_!(row[x] * 2);
            }
            let row = &mut grid[y];
            row.push(7);
            yield_!(row.len() as u32);
            row[0] += 1;
            yield_!(row[0]);
        }
        let grid: Vec<Vec<u32>> = grid;
        let first: &[Vec<u32>] = &grid[..1];
        yield_!(first.len() as u32);
        yield_!(first[0][0]);
        let all = &grid;
        for row in all {
            yield_!(row.len() as u32);
            yield_!(all.len() as u32 + row[0]);
        }
        let pairs = vec![(1, "x".to_owned()), (2, "yy".to_owned())];
        let (n, text) = &pairs[1];
        yield_!(*n);
        yield_!(text.len() as u32);
    }
    same!(items(vec![vec![1, 2], vec![3]]), |out| {
        let mut grid = vec![vec![1, 2], vec![3]];
        for y in 0..grid.len() {
            let row = &grid[y];
            for x in 0..row.len() {
                out.push(row[x]);
                out.push(row[x] * 2);
            }
            let row = &mut grid[y];
            row.push(7);
            out.push(row.len() as u32);
            row[0] += 1;
            out.push(row[0]);
        }
        out.push(1);
        out.push(grid[0][0]);
        for row in &grid {
            out.push(row.len() as u32);
            out.push(grid.len() as u32 + row[0]);
        }
        out.extend([2, 2]);
    });
}

enum Kind {
    Leaf(String),
    Pair(Box<Kind>, Box<Kind>),
    Many {
        items: Vec<Kind>,
        label: Option<String>,
    },
    Empty,
}

fn kinds() -> Vec<Kind> {
    let leaf = |name: &str| Kind::Leaf(name.to_owned());
    vec![
        leaf("a"),
        Kind::Pair(Box::new(leaf("l")), Box::new(Kind::Empty)),
        Kind::Many {
            items: vec![leaf("x"), Kind::Empty],
            label: Some("label".to_owned()),
        },
        Kind::Many {
            items: vec![],
            label: None,
        },
        Kind::Empty,
    ]
}

#[test]
fn what_patterns_bind() {
    #[generator]
    fn items(all: Vec<Kind>) -> impl Iterator<Item = String> {
        for kind in &all {
            match kind {
                Kind::Leaf(name) => {
                    yield_!(name.clone());
                    yield_!(format!("{name}!"));
                }
                Kind::Pair(left, right) => {
                    if let Kind::Leaf(name) = &**left {
                        yield_!(name.clone());
                        yield_!(name.to_uppercase());
                    }
                    if let Kind::Empty = **right {
                        yield_!("empty".to_owned());
                    }
                }
                Kind::Many { items, label } if !items.is_empty() => {
                    for item in items {
                        if let Kind::Leaf(name) = item {
                            yield_!(name.clone());
                            yield_!(name.len().to_string());
                        }
                    }
                    let Some(label) = label else {
                        continue;
                    };
                    yield_!(label.to_owned());
                    yield_!(label.len().to_string());
                }
                Kind::Many { .. } => yield_!("none".to_owned()),
                Kind::Empty => {}
            }
        }
        let Kind::Leaf(first) = &all[0] else {
            return;
        };
        yield_!(first.clone());
        yield_!(first.clone());
    }
    assert_eq!(
        items_of(|| items(kinds())),
        [
            "a", "a!", "l", "L", "empty", "x", "1", "label", "5", "none", "a", "a"
        ]
    );
}

// What is found is not borrowed from what it is found in, which may change then.
mod behind_references {
    use super::*;

    struct Config {
        items: Vec<u32>,
    }

    struct Context<'a> {
        config: &'a Config,
    }

    struct Named<'a> {
        name: &'a str,
        needs: Vec<u32>,
    }

    #[test]
    fn what_it_is_found_in_changes() {
        #[generator]
        fn word<'a>(mut words: Vec<&'a str>) -> impl Iterator<Item = &'a str> {
            let word = words[1].trim();
            words.clear();
            yield_!("");
            yield_!(word);
        }
        assert_eq!(items_of(|| word(vec!["a", " b "])), ["", "b"]);
        #[generator]
        fn items<'a>(mut context: Context<'a>, other: &'a Config) -> impl Iterator<Item = u32> {
            let list = &context.config.items;
            context.config = other;
            yield_!(0);
            yield_!(list.len() as u32);
            for n in &context.config.items {
                context = Context { config: other };
                yield_!(*n);
                yield_!(n + context.config.items.len() as u32);
            }
        }
        let (one, other) = (Config { items: vec![1, 2] }, Config { items: vec![5] });
        assert_eq!(
            items_of(|| items(Context { config: &one }, &other)),
            [0, 2, 5, 6]
        );
        #[generator]
        fn needs<'a>(mut all: Vec<&'a Named<'a>>, i: usize) -> impl Iterator<Item = u32> {
            let named = &all[i];
            for n in &named.needs {
                all.clear();
                yield_!(*n);
                yield_!(n * 2);
            }
        }
        let named = Named {
            name: " n ",
            needs: vec![1, 2],
        };
        assert_eq!(items_of(|| needs(vec![&named], 0)), [1, 2, 2, 4]);
        #[generator]
        fn rows<'a>(mut rows: Vec<&'a [u32]>) -> impl Iterator<Item = u32> {
            for n in rows[0].iter() {
                rows.pop();
                yield_!(*n);
            }
            yield_!(rows.len() as u32);
        }
        assert_eq!(items_of(|| rows(vec![&[1, 2], &[3]])), [1, 2, 0]);
    }

    #[test]
    fn what_it_is_found_in_is_gone() {
        #[generator]
        fn name<'a>(all: Vec<&'a Named<'a>>) -> impl Iterator<Item = &'a str> {
            let name = all[0].name.trim();
            drop(all);
            yield_!(name);
            yield_!(name);
        }
        let named = Named {
            name: " n ",
            needs: vec![],
        };
        assert_eq!(items_of(|| name(vec![&named])), ["n", "n"]);
        #[generator]
        fn first<'a>(map: HashMap<u32, &'a [u32]>) -> impl Iterator<Item = u32> {
            let mut map = map;
            let key = 1;
            let Some(row) = map.get(&key) else { return };
            let first = row.first().unwrap();
            map.clear();
            yield_!(*first);
            yield_!(*first + map.len() as u32);
        }
        assert_eq!(items_of(|| first(HashMap::from([(1, &[4][..])]))), [4, 4]);
        #[generator]
        fn part<'a>(name: Option<&'a str>) -> impl Iterator<Item = String> {
            let mut found = name;
            let part = found.as_ref().unwrap().trim();
            found = None;
            yield_!(part.to_owned());
            yield_!(format!("{part}{found:?}"));
        }
        assert_eq!(items_of(|| part(Some(" q "))), ["q", "qNone"]);
    }

    #[test]
    fn it_is_assigned_with_others_or_by_a_guard() {
        #[generator]
        fn assigned<'a>(mut words: Vec<&'a str>) -> impl Iterator<Item = &'a str> {
            let first = &words[0];
            let word = &**first;
            [words[1], words[0]] = ["o", "p"];
            yield_!(word);
            yield_!(word);
            yield_!(words[0]);
        }
        assert_eq!(items_of(|| assigned(vec!["a", "b"])), ["a", "a", "p"]);
        #[generator]
        fn guarded<'a>(mut all: Vec<&'a Named<'a>>) -> impl Iterator<Item = &'a str> {
            let named = &all[0];
            match &named.needs {
                needs
                    if {
                        all.clear();
                        needs.len() == 1
                    } =>
                {
                    yield_!("one");
                    yield_!(if needs.is_empty() { "none" } else { "some" });
                }
                _ => yield_!("others"),
            }
        }
        let named = Named {
            name: "n",
            needs: vec![1],
        };
        assert_eq!(items_of(|| guarded(vec![&named])), ["one", "some"]);
        #[generator]
        fn called<'a>(mut all: Vec<&'a Named<'a>>) -> impl Iterator<Item = u32> {
            let named = &all[0];
            let needs = &named.needs;
            let mut clear = || all.clear();
            clear();
            yield_!(needs[0]);
            yield_!(needs[0] + all.len() as u32);
        }
        assert_eq!(items_of(|| called(vec![&named])), [1, 1]);
    }

    #[test]
    fn mutable_borrows_are_passed_on() {
        #[generator]
        fn cells(mut grid: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
            for row in &mut grid {
                for cell in row {
                    *cell += 1;
                    yield_!(*cell);
                    *cell *= 2;
                }
            }
            for row in &mut grid {
                for cell in row.iter_mut().rev() {
                    *cell += 1;
                    yield_!(*cell);
                }
                row.push(1);
                yield_!(row.len() as u32);
            }
            for (i, row) in grid.iter_mut().enumerate() {
                let other = row;
                other.push(i as u32);
                yield_!(other.len() as u32);
                other.clear();
                yield_!(i as u32);
            }
            yield_!(grid.concat().len() as u32);
        }
        assert_eq!(
            items_of(|| cells(vec![vec![1, 2], vec![3]])),
            [2, 3, 4, 7, 5, 3, 9, 2, 4, 0, 3, 1, 0]
        );
        struct User<'a> {
            config: &'a Config,
            needs: Vec<u32>,
        }
        #[generator]
        fn lengths<'a>(mut all: Vec<User<'a>>, other: &'a Config) -> impl Iterator<Item = u32> {
            for user in &mut all {
                let list = &user.config.items;
                user.config = other;
                yield_!(list.len() as u32);
                yield_!(list.len() as u32);
                for need in &mut user.needs {
                    yield_!(*need);
                    yield_!(*need + 1);
                }
            }
        }
        let (one, other) = (
            Config {
                items: vec![1, 2, 3],
            },
            Config { items: vec![] },
        );
        let all = || {
            vec![User {
                config: &one,
                needs: vec![7],
            }]
        };
        assert_eq!(items_of(|| lengths(all(), &other)), [3, 3, 7, 8]);
    }

    #[test]
    fn it_is_a_reference_itself() {
        fn pick(list: &'static [u32]) -> &'static [u32] {
            list
        }
        #[generator]
        fn items(one: &'static [u32], other: &'static [u32]) -> impl Iterator<Item = usize> {
            let mut list = pick(one);
            let found: &[u32] = &list;
            list = pick(other);
            yield_!(found.len());
            yield_!(found.len() + list.len());
        }
        assert_eq!(items_of(|| items(&[1, 2, 3], &[7])), [3, 4]);
        #[generator]
        fn fields<'a>(mut named: &'a Named<'a>, other: &'a Named<'a>) -> impl Iterator<Item = u32> {
            let Named { needs, .. } = &*named;
            named = other;
            yield_!(needs[0]);
            yield_!(needs[0] + named.needs[0]);
        }
        let (one, other) = (1, 5);
        let named = |n| Named {
            name: "",
            needs: vec![n],
        };
        let (one, other) = (named(one), named(other));
        assert_eq!(items_of(|| fields(&one, &other)), [1, 6]);
    }

    #[test]
    fn a_type_leads_behind_it() {
        #[generator]
        fn words<'a>(mut words: Vec<&'a str>) -> impl Iterator<Item = &'a str> {
            let word: &str = &words[0];
            words[0] = "z";
            yield_!("");
            yield_!(word);
            yield_!(words[0]);
        }
        assert_eq!(items_of(|| words(vec!["a"])), ["", "a", "z"]);
        #[generator]
        fn slices(one: &'static Vec<u32>, other: &'static Vec<u32>) -> impl Iterator<Item = u32> {
            let mut list = Vec::as_slice(one);
            for n in list.iter() {
                list = Vec::as_slice(other);
                yield_!(*n);
            }
            yield_!(list[0]);
        }
        let leaked = |list: &[u32]| -> &'static Vec<u32> { Box::leak(Box::new(list.to_vec())) };
        assert_eq!(
            items_of(|| slices(leaked(&[1, 2]), leaked(&[7]))),
            [1, 2, 7]
        );
    }

    #[test]
    fn patterns_and_macros_change_it() {
        fn other() -> &'static Vec<u32> {
            Box::leak(Box::new(vec![7, 8]))
        }
        struct Item {
            list: &'static Vec<u32>,
        }
        fn item() -> Item {
            Item {
                list: Box::leak(Box::new(vec![1, 2])),
            }
        }
        #[generator]
        fn by_reference(mut all: Vec<Item>) -> impl Iterator<Item = u32> {
            let item = &all[0];
            let found = &item.list[0];
            match all[0].list {
                ref mut list => {
                    *list = other();
                    yield_!(0);
                }
            }
            yield_!(*found);
        }
        assert_eq!(items_of(|| by_reference(vec![item()])), [0, 1]);
        #[generator]
        fn through_a_reference(taken: Option<&'static mut Item>) -> impl Iterator<Item = u32> {
            if let Some(item) = &taken {
                let found = &item.list[0];
                if let Some(Item { list }) = taken {
                    *list = other();
                    yield_!(0);
                }
                yield_!(*found);
            }
        }
        let leaked = || Some(Box::leak(Box::new(item())));
        assert_eq!(items_of(|| through_a_reference(leaked())), [0, 1]);
        #[generator]
        fn by_a_macro(mut all: Vec<Item>) -> impl Iterator<Item = u32> {
            macro_rules! set {
                () => {
                    all[0].list = other()
                };
            }
            let item = &all[0];
            let found = &item.list[0];
            set!();
            yield_!(0);
            yield_!(*found);
        }
        assert_eq!(items_of(|| by_a_macro(vec![item()])), [0, 1]);
    }

    #[test]
    fn an_option_is_taken() {
        #[generator]
        fn needs<'a>(mut named: Option<&'a Named<'a>>) -> impl Iterator<Item = u32> {
            if let Some(found) = &named {
                let needs = &found.needs;
                let _ = named.take();
                yield_!(needs[0]);
                yield_!(needs[0] + u32::from(named.is_some()));
            }
        }
        let named = Named {
            name: "n",
            needs: vec![3],
        };
        assert_eq!(items_of(|| needs(Some(&named))), [3, 3]);
    }

    fn items_of_one<T>(mut items: impl Iterator<Item = T>) -> Vec<T> {
        let mut found = Vec::new();
        while let Some(item) = items.next() {
            found.push(item);
        }
        found
    }

    // Its methods may have the names of those that only read.
    #[test]
    fn it_is_of_a_type_of_ones_own() {
        struct Lexer<'a> {
            name: &'a str,
            rest: Vec<&'a str>,
        }

        impl Lexer<'_> {
            fn is_done(&mut self) -> bool {
                self.name = "done";
                self.rest.clear();
                true
            }
        }

        #[generator]
        fn names<'a>(mut lexer: Lexer<'a>) -> impl Iterator<Item = &'a str> {
            let name = &*lexer.name;
            if lexer.is_done() {
                yield_!(name);
            }
            yield_!(name);
            yield_!(lexer.name);
        }
        #[generator]
        fn items<'a>(mut all: Vec<Lexer<'a>>) -> impl Iterator<Item = &'a str> {
            for lexer in &mut all {
                let name: &str = &lexer.name;
                if lexer.is_done() {
                    yield_!(name);
                }
                yield_!(name);
                yield_!(lexer.name);
            }
        }
        let all = || {
            vec![Lexer {
                name: "n",
                rest: vec![],
            }]
        };
        assert_eq!(items_of(|| items(all())), ["n", "n", "done"]);
        #[generator]
        fn element<'a, 'b>(
            users: [&'b mut Lexer<'a>; 1],
            mut others: Vec<Lexer<'a>>,
        ) -> impl Iterator<Item = &'a str> {
            let user = &users[0];
            let name = &*user.name;
            let other = &others[0];
            let second = &*other.name;
            if users[0].is_done() && others[0].is_done() {
                yield_!(name);
                yield_!(second);
            }
            yield_!(name);
            yield_!(second);
        }
        let by_next = {
            let mut lexer = all().remove(0);
            items_of_one(element([&mut lexer], all()))
        };
        assert_eq!(by_next, ["n", "n", "n", "n"]);
        let lexer = Lexer {
            name: "n",
            rest: vec!["r"],
        };
        assert_eq!(lexer.rest.len(), 1);
        assert_eq!(
            items_of(|| names(Lexer {
                name: "n",
                rest: vec!["r"]
            })),
            ["n", "n", "done"]
        );
    }

    #[test]
    fn what_a_mutable_borrow_refers_to_changes() {
        #[generator]
        fn items<'a>(mut all: Vec<Named<'a>>, other: &'a str) -> impl Iterator<Item = String> {
            for named in &mut all {
                let name = named.name.trim();
                named.name = other;
                yield_!(name.to_owned());
                yield_!(format!("{name}{}", named.name));
                for n in &mut named.needs {
                    *n += 1;
                    yield_!(n.to_string());
                    *n += 1;
                }
                yield_!(format!("{:?}", named.needs));
            }
        }
        let all = || {
            vec![Named {
                name: " n ",
                needs: vec![1, 2],
            }]
        };
        assert_eq!(
            items_of(|| items(all(), "o")),
            ["n", "no", "2", "3", "[3, 4]"]
        );
    }
}
