//! Parts of everyday programs: state in structs and traits, callbacks, locks, channels, and buffers that are begun anew.

use std::{
    any::Any,
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeSet, HashMap, VecDeque},
    fmt::{Debug, Display},
    hash::Hash,
    io::{self, BufRead, Cursor, Read},
    mem,
    ops::ControlFlow,
    rc::Rc,
    sync::{Arc, Mutex, RwLock, mpsc},
};

use gen_runtime::{anchor, generator, yield_, yield_from};
use support::items_of;

#[derive(Debug, PartialEq)]
enum Word {
    Number(f64),
    Name(String),
    Text(String),
    Mark(char),
}

// One buffer for all words: it moves into the item and is begun anew.
#[generator]
fn script(source: &str) -> impl Iterator<Item = Result<Word, String>> {
    let mut chars = source.chars().peekable();
    let mut buffer = String::new();
    let mut line = 1;
    'next: while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            c if c.is_whitespace() => {}
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        line += 1;
                        continue 'next;
                    }
                }
                break 'next;
            }
            '"' => {
                loop {
                    match chars.next() {
                        Some('"') => break,
                        Some('\\') => {
                            let escaped = chars
                                .next()
                                .ok_or_else(|| format!("{line}: nothing after a backslash"))?;
                            buffer.push(if escaped == 'n' { '\n' } else { escaped });
                        }
                        Some(other) => buffer.push(other),
                        None => return yield_!(Err(format!("{line}: a text is open"))),
                    }
                }
                yield_!(Ok(Word::Text(buffer)));
                buffer = String::new();
            }
            '0'..='9' => {
                buffer.push(c);
                while let Some(digit) = chars.next_if(|d| d.is_ascii_digit() || *d == '.') {
                    buffer.push(digit);
                }
                let number = buffer
                    .parse()
                    .map_err(|_| format!("{line}: {buffer} is no number"))?;
                buffer.clear();
                yield_!(Ok(Word::Number(number)));
            }
            c if c.is_alphabetic() => {
                buffer.push(c);
                while let Some(&letter) = chars.peek()
                    && letter.is_alphanumeric()
                {
                    buffer.push(letter);
                    chars.next();
                }
                yield_!(Ok(Word::Name(mem::take(&mut buffer))));
            }
            other => yield_!(Ok(Word::Mark(other))),
        }
    }
}

#[test]
fn the_words_of_a_script_and_its_first_fault() {
    use Word::{Mark, Name, Number, Text};
    let source = "let x2 = 1.5; // half\nsay \"a\\n\\\"b\" // end";
    let words: Result<Vec<_>, _> = items_of(|| script(source)).into_iter().collect();
    assert_eq!(
        words.unwrap(),
        [
            Name("let".into()),
            Name("x2".into()),
            Mark('='),
            Number(1.5),
            Mark(';'),
            Name("say".into()),
            Text("a\n\"b".into()),
        ]
    );
    let fault = |source: &'static str| items_of(|| script(source)).pop().unwrap().unwrap_err();
    assert_eq!(fault("a\n\"open"), "2: a text is open");
    assert_eq!(fault("\"open\\"), "1: nothing after a backslash");
    assert_eq!(fault("1.2.3 4"), "1: 1.2.3 is no number");
}

type Section = (String, Vec<(String, String)>);

#[generator]
fn sections(reader: impl BufRead) -> impl Iterator<Item = io::Result<Section>> {
    let mut name = String::new();
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(reader.lines()) {
        let line = anchor!(line?);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(next) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            if !entries.is_empty() {
                yield_!(Ok((name, entries)));
                entries = Vec::new();
            }
            name = next.into();
        } else {
            let Some((key, value)) = line.split_once('=') else {
                return yield_!(Err(io::Error::other(format!("line {number}"))));
            };
            entries.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    if !entries.is_empty() {
        yield_!(Ok((name, entries)));
    }
}

#[test]
fn sections_are_read_as_they_come() {
    let read = |text: &'static str| {
        items_of(|| {
            sections(Cursor::new(text)).map(|section| section.map_err(|error| error.to_string()))
        })
    };
    let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        read("a = 1\n[x]\n# none\n\n[y]\nb=2\nc =3"),
        [
            Ok((String::new(), vec![entry("a", "1")])),
            Ok(("y".to_owned(), vec![entry("b", "2"), entry("c", "3")])),
        ]
    );
    assert_eq!(read("[x]\na=1\nb\nc=2"), [Err("line 3".to_owned())]);
}

#[generator]
fn fields(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = line;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut owned: Option<String> = None;
            let mut start = 0;
            let end = loop {
                let Some(at) = quoted[start..].find('"').map(|at| at + start) else {
                    break quoted.len();
                };
                if !quoted[at + 1..].starts_with('"') {
                    break at;
                }
                let text = owned.get_or_insert_default();
                text.push_str(&quoted[start..=at]);
                start = at + 2;
            };
            yield_!(match owned {
                Some(mut text) => {
                    text += &quoted[start..end];
                    Cow::Owned(text)
                }
                None => Cow::Borrowed(&quoted[start..end]),
            });
            rest = quoted.get(end + 1..).unwrap_or_default();
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            yield_!(Cow::from(&rest[..end]));
            rest = &rest[end..];
        }
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None => return,
        }
    }
}

#[test]
fn fields_are_copied_only_where_a_quote_is_doubled() {
    let line = "a,\"b\"\"c\",,\"d,e\"";
    assert_eq!(items_of(|| fields(line)), ["a", "b\"c", "", "d,e"]);
    let owned = fields(line).map(|field| matches!(field, Cow::Owned(_)));
    let owned: Vec<bool> = owned.collect();
    assert_eq!(owned, [false, true, false, false]);
}

trait Source {
    type Item;
    type Error;

    fn pull(&mut self) -> Result<Option<Self::Item>, Self::Error>;

    #[generator]
    fn items(mut self) -> impl Iterator<Item = Result<Self::Item, Self::Error>>
    where
        Self: Sized,
    {
        while let Some(item) = self.pull()? {
            yield_!(Ok(item));
        }
    }

    #[allow(clippy::type_complexity)]
    #[generator]
    fn pairs(
        &mut self,
    ) -> impl Iterator<Item = Result<(Self::Item, Option<Self::Item>), Self::Error>> {
        loop {
            let Some(first) = self.pull()? else { return };
            let second = self.pull()?;
            let is_last = second.is_none();
            yield_!(Ok((first, second)));
            if is_last {
                break;
            }
        }
    }
}

/// Counts down, and fails at a number.
struct Countdown(u32, Option<u32>);

impl Source for Countdown {
    type Item = u32;
    type Error = String;

    fn pull(&mut self) -> Result<Option<u32>, String> {
        if Some(self.0) == self.1 {
            return Err(format!("at {}", self.0));
        }
        let next = self.0.checked_sub(1);
        self.0 = next.unwrap_or_default();
        Ok(next)
    }
}

#[test]
fn a_source_by_items_and_by_pairs() {
    assert_eq!(
        items_of(|| Countdown(3, None).items()),
        [Ok(2), Ok(1), Ok(0)]
    );
    assert_eq!(
        items_of(|| Countdown(3, Some(1)).items()),
        [Ok(2), Ok(1), Err("at 1".to_owned())]
    );
    let mut source = Countdown(3, None);
    assert_eq!(
        source.pairs().collect::<Vec<_>>(),
        [Ok((2, Some(1))), Ok((0, None))]
    );
    let mut source = Countdown(3, Some(2));
    assert_eq!(source.pairs().collect::<Vec<_>>(), [Err("at 2".to_owned())]);
}

#[derive(Clone)]
struct Ring<T, const N: usize> {
    slots: [Option<T>; N],
    head: usize,
}

impl<T, const N: usize> Ring<T, N> {
    fn new() -> Self {
        Ring {
            slots: std::array::from_fn(|_| None),
            head: 0,
        }
    }

    fn put(mut self, item: T) -> Self {
        self.slots[self.head] = Some(item);
        self.head = (self.head + 1) % N;
        self
    }

    #[generator]
    fn iter(&self) -> impl Iterator<Item = &T> {
        for i in 0..N {
            if let Some(item) = &self.slots[(self.head + i) % N] {
                yield_!(item);
            }
        }
    }

    #[generator]
    fn drain(&mut self) -> impl Iterator<Item = T> + use<'_, T, N> {
        for _ in 0..N {
            let slot = &mut self.slots[self.head];
            self.head += 1;
            self.head %= N;
            if let Some(item) = slot.take() {
                yield_!(item);
            }
        }
        self.head = 0;
    }

    #[generator]
    fn into_items(self) -> impl Iterator<Item = T> {
        let Ring { mut slots, head } = self;
        slots.rotate_left(head);
        for item in slots.into_iter().flatten() {
            yield_!(item);
        }
    }
}

#[test]
fn a_ring_by_each_receiver() {
    let words = ["a", "b", "c", "d"].map(str::to_owned);
    let ring = words.into_iter().fold(Ring::<_, 3>::new(), Ring::put);
    assert_eq!(items_of(|| ring.iter()), ["b", "c", "d"]);
    assert_eq!(items_of(|| ring.clone().into_items()), ["b", "c", "d"]);
    let mut ring = ring;
    assert_eq!(ring.drain().take(2).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(ring.drain().collect::<Vec<_>>(), ["d"]);
    assert_eq!(ring.head, 0);
}

#[generator]
fn misses<K, V>(
    keys: impl IntoIterator<Item = K>,
    capacity: usize,
    load: impl Fn(&K) -> V,
) -> impl Iterator<Item = (K, V, Option<K>)>
where
    K: Clone + Eq + Hash,
    V: Clone,
{
    let mut order: VecDeque<K> = VecDeque::new();
    let mut cache = HashMap::new();
    for key in keys {
        if cache.contains_key(&key) {
            order.retain(|other| *other != key);
            order.push_back(key);
            continue;
        }
        let evicted = if cache.len() == capacity {
            order.pop_front()
        } else {
            None
        };
        if let Some(evicted) = &evicted {
            cache.remove(evicted);
        }
        let value = load(&key);
        cache.insert(key.clone(), value.clone());
        order.push_back(key.clone());
        yield_!((key, value, evicted));
    }
}

#[test]
fn a_cache_forgets_what_was_used_least_recently() {
    assert_eq!(
        items_of(|| misses([1, 2, 1, 3, 2], 2, |key| key * 10)),
        [
            (1, 10, None),
            (2, 20, None),
            (3, 30, Some(2)),
            (2, 20, Some(1))
        ]
    );
}

#[generator]
fn arrays<T: Clone, const N: usize>(
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = [T; N]> {
    let mut buffer = VecDeque::with_capacity(N);
    for item in items {
        if buffer.len() == N {
            buffer.pop_front();
        }
        buffer.push_back(item);
        if buffer.len() < N {
            continue;
        }
        let window: Vec<T> = buffer.iter().cloned().collect();
        let Ok(window) = window.try_into() else {
            unreachable!("the buffer is full");
        };
        yield_!(window);
    }
}

#[test]
fn windows_as_arrays() {
    let words = ["a", "b", "c", "d"].map(str::to_owned);
    let arrays_of_three = items_of(|| arrays::<_, 3>(words.clone()));
    assert!(
        arrays_of_three
            .iter()
            .map(|window| &window[..])
            .eq(words.windows(3))
    );
    assert_eq!(items_of(|| arrays::<_, 5>(words.clone())).len(), 0);
}

#[generator]
fn netstrings(mut bytes: &[u8]) -> impl Iterator<Item = Result<&[u8], (usize, u8)>> {
    let whole = bytes.len();
    while !bytes.is_empty() {
        let mut length = 0;
        let body = loop {
            match bytes {
                [b':', rest @ ..] => break rest,
                [digit @ b'0'..=b'9', rest @ ..] => {
                    length = length * 10 + usize::from(digit - b'0');
                    bytes = rest;
                }
                &[byte, ..] => Err((whole - bytes.len(), byte))?,
                [] => return,
            }
        };
        let (Some(item), Some(b',')) = (body.get(..length), body.get(length)) else {
            yield_!(Err((whole - body.len(), 0)));
            return;
        };
        yield_!(Ok(item));
        bytes = &body[length + 1..];
    }
}

#[test]
fn netstrings_say_where_they_are_malformed() {
    let ten = b"10:0123456789,3:abc,0:,";
    assert_eq!(
        items_of(|| netstrings(ten)),
        [Ok(&b"0123456789"[..]), Ok(b"abc"), Ok(b"")]
    );
    assert_eq!(
        items_of(|| netstrings(b"1:a,x")),
        [Ok(&b"a"[..]), Err((4, b'x'))]
    );
    assert_eq!(items_of(|| netstrings(b"2:abc")), [Err((2, 0))]);
}

#[generator]
fn frames(
    mut input: impl Read,
) -> impl Iterator<Item = Result<Vec<u8>, Box<dyn std::error::Error>>> {
    loop {
        let mut length = [0];
        match input.read_exact(&mut length) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return,
            Err(error) => return yield_!(Err(error.into())),
        }
        let mut body = vec![0; usize::from(length[0])];
        input.read_exact(&mut body)?;
        if body.first() == Some(&0) {
            return yield_!(Err("a frame begins with zero".into()));
        }
        yield_!(Ok(body));
    }
}

#[test]
fn frames_end_with_the_input_or_a_fault() {
    let read = |bytes: &'static [u8]| {
        items_of(|| frames(bytes).map(|frame| frame.map_err(|error| error.to_string())))
    };
    assert_eq!(
        read(&[2, 7, 8, 0, 1, 9]),
        [Ok(vec![7, 8]), Ok(vec![]), Ok(vec![9])]
    );
    assert_eq!(
        read(&[1, 0, 1, 9]),
        [Err("a frame begins with zero".to_owned())]
    );
    assert_eq!(read(&[1, 7, 3, 0]).len(), 2);
}

#[generator]
fn queue(seed: u32, until: u32) -> impl Iterator<Item = (u32, bool, usize)> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Event {
        Arrive,
        Leave,
    }
    let mut agenda = BTreeSet::from([(0, Event::Arrive, 0)]);
    let mut waiting = VecDeque::new();
    let mut random = {
        let mut state = seed;
        move |below: u32| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state % below
        }
    };
    while let Some((time, event, who)) = agenda.pop_first() {
        if time > until {
            break;
        }
        match event {
            Event::Arrive => {
                waiting.push_back(who);
                agenda.insert((time + 1 + random(4), Event::Arrive, who + 1));
                if waiting.len() == 1 {
                    agenda.insert((time + 2, Event::Leave, who));
                }
                yield_!((time, true, waiting.len()));
            }
            Event::Leave => {
                let Some(first) = waiting.pop_front() else {
                    unreachable!("nobody leaves an empty queue");
                };
                assert_eq!(first, who);
                if let Some(&next) = waiting.front() {
                    agenda.insert((time + 2, Event::Leave, next));
                }
                yield_!((time, false, waiting.len()));
            }
        }
    }
}

#[test]
fn the_length_of_a_queue_is_arrivals_less_departures() {
    let events = items_of(|| queue(7, 200));
    assert!(events.is_sorted_by_key(|(time, ..)| *time));
    let mut length = 0;
    for (_, arrived, waiting) in events {
        length = if arrived { length + 1 } else { length - 1 };
        assert_eq!(waiting, length);
    }
}

#[generator]
fn pages<F, E>(fetch: F) -> impl Iterator<Item = Result<String, E>>
where
    F: Fn(Option<&str>) -> Result<(Vec<String>, Option<String>), E>,
{
    let mut token: Option<String> = None;
    loop {
        let (items, next) = fetch(token.as_deref())?;
        for item in items {
            yield_!(Ok(item));
        }
        match next {
            Some(next) => token = Some(next),
            None => break,
        }
    }
}

#[test]
fn pages_are_fetched_until_one_is_the_last_or_fails() {
    let fetch = |last: &'static str| {
        move |token: Option<&str>| match token {
            None => Ok((vec!["a".to_owned(), "b".to_owned()], Some(last.to_owned()))),
            Some("2") => Ok((vec!["c".to_owned()], None)),
            Some(other) => Err(other.to_owned()),
        }
    };
    let item = |text: &str| Ok(text.to_owned());
    assert_eq!(
        items_of(|| pages(fetch("2"))),
        [item("a"), item("b"), item("c")]
    );
    assert_eq!(
        items_of(|| pages(fetch("3"))),
        [item("a"), item("b"), Err("3".to_owned())]
    );
}

type Handler = Box<dyn FnMut(i32) -> ControlFlow<i32, Option<i32>>>;

#[generator]
fn handled(mut handlers: Vec<Handler>, items: &[i32]) -> impl Iterator<Item = (usize, i32)> {
    let stopped = 'stopped: {
        for &item in items {
            for (index, handler) in handlers.iter_mut().enumerate() {
                match handler(item) {
                    ControlFlow::Continue(None) => {}
                    ControlFlow::Continue(Some(answer)) => {
                        yield_!((index, answer));
                        break;
                    }
                    ControlFlow::Break(code) => break 'stopped Some(code),
                }
            }
        }
        None
    };
    if let Some(code) = stopped {
        yield_!((handlers.len(), code));
    }
}

#[test]
fn the_first_handler_that_answers_or_one_that_stops() {
    let handlers = || -> Vec<Handler> {
        let mut sum = 0;
        vec![
            Box::new(move |item| {
                sum += item;
                ControlFlow::Continue((sum % 2 == 0).then_some(sum))
            }),
            Box::new(|item| match item {
                9 => ControlFlow::Break(-1),
                item => ControlFlow::Continue(Some(item)),
            }),
        ]
    };
    let by_items = |items: &'static [i32]| handled(handlers(), items).collect::<Vec<_>>();
    assert_eq!(by_items(&[1, 2, 3]), [(1, 1), (1, 2), (0, 6)]);
    assert_eq!(by_items(&[1, 1, 9, 2]), [(1, 1), (0, 2), (2, -1)]);
}

#[generator]
fn texts<'c, C>(outer: &'c [C]) -> impl Iterator<Item = String> + use<'c, C>
where
    for<'a> &'a C: IntoIterator,
    for<'a> <&'a C as IntoIterator>::Item: Display,
{
    for inner in outer {
        let mut text = String::new();
        for item in inner {
            if !text.is_empty() {
                text.push(',');
            }
            text += &item.to_string();
        }
        yield_!(text);
    }
}

#[generator]
fn values(head: Option<Rc<RefCell<Node>>>) -> impl Iterator<Item = i32> {
    let mut cursor = head;
    while let Some(node) = cursor {
        let value = node.borrow().value;
        yield_!(value);
        node.borrow_mut().value += 1;
        let next = node.borrow().next.clone();
        cursor = next;
    }
}

struct Node {
    value: i32,
    next: Option<Rc<RefCell<Node>>>,
}

#[generator]
fn numbers(items: Vec<Box<dyn Any>>) -> impl Iterator<Item = i32> {
    for item in items {
        let item = match item.downcast::<i32>() {
            Ok(number) => {
                yield_!(*number);
                continue;
            }
            Err(item) => item,
        };
        if let Some(text) = item.downcast_ref::<&str>()
            && let Ok(number) = text.parse()
        {
            yield_!(number);
        }
    }
}

#[test]
fn what_is_behind_references_counters_and_boxes() {
    let rows = [vec![1, 2], vec![], vec![3]];
    assert_eq!(items_of(|| texts::<Vec<i32>>(&rows)), ["1,2", "", "3"]);
    let list = (1..=3).rev().fold(None, |next, value| {
        Some(Rc::new(RefCell::new(Node { value, next })))
    });
    assert_eq!(values(list.clone()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(values(list).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(
        items_of(|| numbers(vec![Box::new(1), Box::new("2"), Box::new('3')])),
        [1, 2]
    );
}

struct Batcher<T> {
    buffer: Vec<T>,
    size: usize,
}

impl<T> Batcher<T> {
    #[generator]
    fn feed<'s>(
        &'s mut self,
        items: impl IntoIterator<Item = T> + 's,
    ) -> impl Iterator<Item = Vec<T>> + 's {
        for item in items {
            self.buffer.push(item);
            if self.buffer.len() >= self.size {
                yield_!(mem::take(&mut self.buffer));
            }
        }
    }

    #[generator]
    fn shown(self: Rc<Self>) -> impl Iterator<Item = String>
    where
        T: Debug,
    {
        for i in 0..self.buffer.len() {
            yield_!(format!("{:?}", self.buffer[i]));
        }
    }
}

#[generator]
fn received(receiver: mpsc::Receiver<u32>, size: usize) -> impl Iterator<Item = Vec<u32>> {
    'all: loop {
        let mut batch = vec![];
        while batch.len() < size {
            if let Ok(number) = receiver.recv() {
                batch.push(number);
            } else {
                if !batch.is_empty() {
                    yield_!(batch);
                }
                break 'all;
            }
        }
        yield_!(batch);
    }
}

#[test]
fn batches_of_a_struct_and_of_a_channel() {
    let mut batcher = Batcher {
        buffer: Vec::new(),
        size: 2,
    };
    assert_eq!(batcher.feed(1..=3).collect::<Vec<_>>(), [[1, 2]]);
    assert_eq!(batcher.feed(4..=4).collect::<Vec<_>>(), [[3, 4]]);
    batcher.buffer.push(5);
    let batcher = Rc::new(batcher);
    assert_eq!(items_of(|| batcher.clone().shown()), ["5"]);
    let sent = || {
        let (sender, receiver) = mpsc::channel();
        (1..=5).for_each(|number| sender.send(number).unwrap());
        receiver
    };
    assert_eq!(
        items_of(|| received(sent(), 2)),
        [vec![1, 2], vec![3, 4], vec![5]]
    );
}

#[generator]
fn watched(list: Arc<RwLock<Vec<u32>>>, log: &Mutex<Vec<u32>>) -> impl Iterator<Item = u32> {
    loop {
        let last = list.read().unwrap().last().copied();
        let Some(last) = last else { break };
        log.lock().unwrap().push(last);
        yield_!(last);
        if let Ok(mut list) = list.write() {
            list.pop();
        }
    }
    yield_from!(log.lock().unwrap().split_off(1));
}

#[test]
fn a_lock_is_free_between_two_items() {
    let list = Arc::new(RwLock::new(vec![1, 2, 3]));
    let log = Mutex::default();
    let mut items = watched(list.clone(), &log);
    assert_eq!(items.next(), Some(3));
    list.write().unwrap().push(7);
    assert_eq!(items.collect::<Vec<_>>(), [3, 2, 1, 3, 2, 1]);
    assert!(list.read().unwrap().is_empty());
}
