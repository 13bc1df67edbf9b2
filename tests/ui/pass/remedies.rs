//! What the refusals say to write instead is what compiles.
#![deny(warnings)]

use gen_runtime::{generator, yield_, yield_from};

// `yield_in_println`, `yield_in_call_argument`, `yield_in_operand`
#[generator]
fn operand(n: u32) -> impl Iterator<Item = u32> {
    #[allow(clippy::let_unit_value)]
    let nothing = yield_!(1);
    println!("{nothing:?}");
    let right = {
        yield_!(n);
        n
    };
    let sum = 1 + right;
    yield_!(sum);
}

// `yield_in_match_head`, `yield_in_for_head`, `yield_in_yield_from`
#[generator]
fn heads(n: Option<u32>, list: Vec<u32>) -> impl Iterator<Item = u32> {
    let scrutinee = {
        yield_!(0);
        n
    };
    match scrutinee {
        Some(n) => yield_!(n),
        None => {}
    }
    let last = {
        yield_!(2);
        3
    };
    for n in 0..last {
        yield_!(n);
    }
    let all = {
        yield_!(4);
        list
    };
    yield_from!(all);
}

// `yield_in_if_condition`, `yield_in_while_condition`
#[generator]
fn conditions(mut n: u32) -> impl Iterator<Item = u32> {
    let big = {
        yield_!(n);
        n > 1
    };
    if big {
        yield_!(10);
    }
    loop {
        yield_!(n);
        if n <= 1 {
            break;
        }
        n -= 1;
    }
}

// `yield_in_match_guard`
#[generator]
fn guard(n: Option<u32>) -> impl Iterator<Item = u32> {
    match n {
        Some(n) => {
            yield_!(n);
            if n > 1 {
                yield_!(10);
            }
        }
        _ => {}
    }
}

// `yield_in_closure`
#[generator]
fn doubled(list: Vec<u32>) -> impl Iterator<Item = u32> {
    for n in list.into_iter() {
        yield_!(n * 2);
    }
}

// `yield_in_nested_function`
#[generator]
fn nested() -> impl Iterator<Item = u32> {
    #[generator]
    fn twice(n: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
        yield_!(n);
    }
    yield_from!(twice(1));
}

// `return_value`, `return_none`, `return_error`, `tail_wrapped`
#[generator]
fn returned(text: String) -> impl Iterator<Item = Result<u32, String>> {
    if text.is_empty() {
        yield_!(Err(text));
        return;
    }
    if text.len() > 3 {
        return;
    }
    if text.len() > 2 {
        Err("long")?;
    }
    yield_!(Ok(1));
}

// `break_value_while`, `break_value_for`
#[generator]
fn broken(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut found = None;
    for n in list {
        if n > 5 {
            found = Some(n);
            break;
        }
        yield_!(n);
    }
    yield_from!(found);
}

// `anchor`, `borrow_argument_across_yield`
#[generator]
fn words(text: &str) -> impl Iterator<Item = String> {
    for word in text.split(' ') {
        yield_!(word.to_string());
    }
}

// `cfg_on_let`
#[generator]
fn values() -> impl Iterator<Item = u32> {
    let n = {
        #[cfg(unix)]
        {
            1
        }
        #[cfg(not(unix))]
        {
            2
        }
    };
    yield_!(n);
    let n = if cfg!(unix) { 1 } else { 2 };
    yield_!(n);
}

// `cfg_on_yield`, `cfg_on_block_that_yields`
#[generator]
fn configured() -> impl Iterator<Item = u32> {
    if cfg!(unix) {
        yield_!(1);
    }
    yield_!(2);
}

#[cfg(unix)]
#[generator]
fn versions() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[cfg(not(unix))]
#[generator]
fn versions() -> impl Iterator<Item = u32> {
    yield_!(2);
}

// `yield_two_arguments`
#[generator]
fn pairs() -> impl Iterator<Item = (u32, u32)> {
    yield_!((1, 2));
}

// `question_item_no_result`, `question_on_number`, `question_option_in_result`
#[generator]
fn parsed(lines: Vec<String>) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    for line in lines {
        yield_!(Ok(line.parse()?));
    }
}

#[generator]
fn first(list: Vec<u32>) -> impl Iterator<Item = Result<u32, String>> {
    let first = list.first().ok_or("empty")?;
    yield_!(Ok(*first));
}

// `item_in_block`
#[generator]
fn points(n: i32) -> impl Iterator<Item = i32> {
    struct Point {
        x: i32,
    }
    for x in 0..n {
        let point = Point { x };
        yield_!(point.x);
    }
}

// `static_in_block`
#[generator]
fn tickets(n: u32) -> impl Iterator<Item = u32> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..n {
        yield_!(NEXT.fetch_add(1, Ordering::Relaxed));
    }
}

struct Name(Box<str>);

struct Page {
    name: Name,
    other: Box<u32>,
}

enum Event {
    Text(Name, Box<u32>),
    Tag { name: Name, at: Box<u32> },
}

struct Node<T> {
    value: T,
    next: Option<Box<Node<T>>>,
}

// `part_moved_and_rest_lost`
impl Page {
    #[generator]
    fn name(self) -> impl Iterator<Item = Name> {
        yield_!({ self }.name);
    }

    #[generator]
    fn name_first(self) -> impl Iterator<Item = Name> {
        let Self { name, other: _other } = self;
        yield_!(name);
    }
}

#[generator]
fn list<T>(mut current: Option<Box<Node<T>>>) -> impl Iterator<Item = T> {
    while let Some(node) = current {
        let Node { value, next } = *node;
        yield_!(value);
        current = next;
    }
}

struct Text {
    text: String,
    other: Box<u32>,
}

#[generator]
fn captured(text: Text, other: Text) -> impl Iterator<Item = usize> {
    let part = { text }.text;
    let length = move || part.len();
    yield_!(length());
    let length = move || {
        let _all = &other;
        other.text.len()
    };
    yield_!(length());
}

// `method_takes_self`
impl Text {
    fn publish(self) -> usize {
        self.text.len()
    }
}

#[generator]
fn published(text: Text) -> impl Iterator<Item = usize> {
    let length = { text }.publish();
    yield_!(length);
}

// `pattern_leaves_what_is_lost`
impl Event {
    #[generator]
    fn text(self) -> impl Iterator<Item = Name> {
        let Event::Text(text, _) = ({ self }) else { return };
        yield_!(text);
    }

    #[generator]
    fn names(self) -> impl Iterator<Item = Name> {
        match self {
            Event::Text(name, _other) => yield_!(name),
            Event::Tag { name, at: _at } => yield_!(name),
        }
    }
}

#[generator]
fn page_names(pages: Vec<Page>) -> impl Iterator<Item = Name> {
    for page in pages {
        let Page { name, .. } = { page };
        yield_!(name);
    }
}

fn main() {
    let name = || Name("name".into());
    let page = || Page { name: name(), other: Box::new(1) };
    assert_eq!(*page().other, 1);
    assert_eq!(page().name().chain(page().name_first()).map(|name| name.0.len()).sum::<usize>(), 8);
    let text = || Text { text: "text".to_owned(), other: Box::new(1) };
    assert_eq!(*text().other, 1);
    assert_eq!(published(text()).sum::<usize>(), 4);
    assert_eq!(captured(text(), text()).sum::<usize>(), 8);
    assert_eq!(list(Some(Box::new(Node { value: 1, next: None }))).count(), 1);
    assert_eq!(Event::Text(name(), Box::new(1)).text().count(), 1);
    assert_eq!(Event::Tag { name: name(), at: Box::new(1) }.names().count(), 1);
    assert_eq!(page_names(vec![page()]).count(), 1);
    assert_eq!(operand(2).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(heads(Some(1), vec![5]).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2, 4, 5]);
    assert_eq!(conditions(2).collect::<Vec<_>>(), [2, 10, 2, 1]);
    assert_eq!(guard(Some(2)).collect::<Vec<_>>(), [2, 10]);
    assert_eq!(doubled(vec![2]).collect::<Vec<_>>(), [4]);
    assert_eq!(nested().collect::<Vec<_>>(), [1, 1]);
    assert_eq!(returned(String::new()).collect::<Vec<_>>(), [Err(String::new())]);
    assert_eq!(returned("abc".to_owned()).collect::<Vec<_>>(), [Err("long".to_owned())]);
    assert_eq!(broken(vec![1, 9]).collect::<Vec<_>>(), [1, 9]);
    assert_eq!(words("a b").collect::<String>(), "ab");
    assert_eq!(values().count(), 2);
    assert!(configured().count() > 0);
    assert_eq!(versions().count(), 1);
    assert_eq!(pairs().collect::<Vec<_>>(), [(1, 2)]);
    assert_eq!(parsed(vec!["1".into()]).collect::<Vec<_>>(), [Ok(1)]);
    assert_eq!(first(vec![1]).collect::<Vec<_>>(), [Ok(1)]);
    assert_eq!(points(2).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(tickets(2).collect::<Vec<_>>(), [0, 1]);
}
