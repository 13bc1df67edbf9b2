//! Loops over what the generator owns, by reference: nightly's `gen` blocks refuse them, so a plain function says what happens.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::VecDeque;

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
            let Table { rows } = self;
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
