//! Tokenizers, parsers and interpreters.

use std::collections::{BTreeSet, HashMap};

use gen_runtime::{generator, yield_, yield_from};
use support::{by_next, items_of};

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Operator(char),
    Open,
    Close,
}

#[generator]
fn tokens(text: &str) -> impl Iterator<Item = Result<Token, (usize, char)>> {
    let mut chars = text.char_indices().peekable();
    while let Some(&(at, c)) = chars.peek() {
        let token = match c {
            _ if c.is_whitespace() => {
                chars.next();
                continue;
            }
            '0'..='9' | '.' => {
                let mut number = String::new();
                while let Some((_, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit() || *c == '.')
                {
                    number.push(digit);
                }
                let Ok(value) = number.parse() else {
                    yield_!(Err((at, c)));
                    return;
                };
                Token::Number(value)
            }
            'a'..='z' => {
                let mut name = String::new();
                while let Some((_, letter)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                    name.push(letter);
                }
                Token::Name(name)
            }
            '+' | '-' | '*' | '/' | '^' | '(' | ')' => {
                chars.next();
                match c {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    operator => Token::Operator(operator),
                }
            }
            other => {
                yield_!(Err((at, other)));
                return;
            }
        };
        yield_!(Ok(token));
    }
}

/// Dijkstra's shunting yard.
#[generator]
fn reverse_polish(
    tokens: impl Iterator<Item = Result<Token, (usize, char)>>,
) -> impl Iterator<Item = Result<Token, String>> {
    let rank = |operator| match operator {
        '+' | '-' => 1,
        '*' | '/' => 2,
        _ => 3,
    };
    let mut waiting = Vec::new();
    for token in tokens {
        let token = token.map_err(|(at, c)| format!("{c} at {at}"))?;
        match token {
            Token::Number(_) | Token::Name(_) => yield_!(Ok(token)),
            Token::Operator(operator) => {
                while let Some(Token::Operator(before)) = waiting.last() {
                    let (old, new) = (rank(*before), rank(operator));
                    if old < new || old == new && operator == '^' {
                        break;
                    }
                    let before = Token::Operator(*before);
                    waiting.pop();
                    yield_!(Ok(before));
                }
                waiting.push(token);
            }
            Token::Open => waiting.push(token),
            Token::Close => loop {
                match waiting.pop() {
                    Some(Token::Open) => break,
                    Some(operator) => yield_!(Ok(operator)),
                    None => Err("unmatched )")?,
                }
            },
        }
    }
    while let Some(token) = waiting.pop() {
        if token == Token::Open {
            yield_!(Err("unmatched (".to_owned()));
            return;
        }
        yield_!(Ok(token));
    }
}

/// The stack after each token.
#[generator]
fn evaluated(
    tokens: impl Iterator<Item = Result<Token, String>>,
) -> impl Iterator<Item = Result<f64, String>> {
    let mut stack = Vec::new();
    for token in tokens {
        match token? {
            Token::Number(n) => stack.push(n),
            Token::Name(name) => Err(format!("{name} is unknown"))?,
            Token::Operator(operator) => {
                let (Some(b), Some(a)) = (stack.pop(), stack.pop()) else {
                    yield_!(Err(format!("{operator} needs two")));
                    return;
                };
                stack.push(match operator {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    '/' => a / b,
                    _ => f64::powf(a, b),
                });
            }
            Token::Open | Token::Close => {}
        }
        if let Some(&top) = stack.last() {
            yield_!(Ok(top));
        }
    }
}

#[test]
fn an_expression_is_tokenized_reordered_and_evaluated() {
    let value = |text| evaluated(reverse_polish(tokens(text))).last().unwrap();
    assert_eq!(value("1 + 2 * 3"), Ok(7.0));
    assert_eq!(value("(1 + 2) * 3"), Ok(9.0));
    assert_eq!(value("2 ^ 3 ^ 2 - 8 / 4 / 2"), Ok(511.0));
    assert_eq!(value("1 +"), Err("+ needs two".to_owned()));
    assert_eq!(value("(1"), Err("unmatched (".to_owned()));
    assert_eq!(value("1)"), Err("unmatched )".to_owned()));
    assert_eq!(value("1 $ 2"), Err("$ at 2".to_owned()));
    assert_eq!(value("x1 * 2"), Err("x1 is unknown".to_owned()));
    assert_eq!(
        items_of(|| tokens("a+1.5.2")),
        [
            Ok(Token::Name("a".to_owned())),
            Ok(Token::Operator('+')),
            Err((2, '1'))
        ]
    );
}

#[derive(Debug, PartialEq)]
enum Json {
    Punctuation(char),
    Text(String),
    Number(f64),
    Word(&'static str),
    Bad(usize),
}

#[generator]
fn json(text: &str) -> impl Iterator<Item = Json> {
    let bytes = text.as_bytes();
    let mut at = 0;
    'tokens: while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b'{' | b'}' | b'[' | b']' | b':' | b',' => yield_!(Json::Punctuation(byte as char)),
            b'"' => {
                let mut value = String::new();
                let mut rest = text[at..].char_indices();
                loop {
                    match rest.next() {
                        Some((end, '"')) => {
                            at += end + 1;
                            break;
                        }
                        Some((_, '\\')) => match rest.next() {
                            Some((_, 'n')) => value.push('\n'),
                            Some((i, 'u')) => {
                                let code = text[at..]
                                    .get(i + 1..i + 5)
                                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                                    .and_then(char::from_u32);
                                let Some(c) = code else {
                                    yield_!(Json::Bad(at + i));
                                    return;
                                };
                                value.push(c);
                                rest.nth(3);
                            }
                            Some((_, c)) => value.push(c),
                            None => break 'tokens,
                        },
                        Some((_, c)) => value.push(c),
                        None => {
                            yield_!(Json::Bad(start));
                            return;
                        }
                    }
                }
                yield_!(Json::Text(value));
            }
            b'-' | b'0'..=b'9' => {
                while bytes
                    .get(at)
                    .is_some_and(|b| b"0123456789+-.eE".contains(b))
                {
                    at += 1;
                }
                match text[start..at].parse() {
                    Ok(number) => yield_!(Json::Number(number)),
                    Err(_) => yield_!(Json::Bad(start)),
                }
            }
            _ => {
                for word in ["true", "false", "null"] {
                    if text[start..].starts_with(word) {
                        at = start + word.len();
                        yield_!(Json::Word(word));
                        continue 'tokens;
                    }
                }
                yield_!(Json::Bad(start));
                return;
            }
        }
    }
}

#[test]
fn json_tokens() {
    use Json::{Bad, Number, Punctuation, Text, Word};
    assert_eq!(
        items_of(|| json(r#"{"a\n\u0041": [1, -2.5e1, true], "b":null}"#)),
        [
            Punctuation('{'),
            Text("a\nA".to_owned()),
            Punctuation(':'),
            Punctuation('['),
            Number(1.0),
            Punctuation(','),
            Number(-25.0),
            Punctuation(','),
            Word("true"),
            Punctuation(']'),
            Punctuation(','),
            Text("b".to_owned()),
            Punctuation(':'),
            Word("null"),
            Punctuation('}')
        ]
    );
    assert_eq!(items_of(|| json("1-- x")), [Bad(0), Bad(4)]);
    assert_eq!(items_of(|| json(r#" "open"#)), [Bad(1)]);
    assert_eq!(items_of(|| json(r#""\uZZZZ""#)), [Bad(2)]);
}

#[generator]
fn csv(text: &str) -> impl Iterator<Item = Vec<String>> {
    let mut record = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(field);
                field = String::new();
                yield_!(record);
                record = Vec::new();
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            _ => field.push(c),
        }
    }
    if !field.is_empty() || !record.is_empty() {
        record.push(field);
        yield_!(record);
    }
}

#[test]
fn csv_records_with_quotes_and_line_ends() {
    assert_eq!(
        items_of(|| csv("a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\n,\nlast")),
        [
            vec!["a", "b"],
            vec!["x, \"y\"", "1\n2"],
            vec!["", ""],
            vec!["last"]
        ]
    );
}

#[derive(Debug, PartialEq)]
enum Ini<'a> {
    Section(&'a str),
    Entry(&'a str, String),
    Error(usize, &'a str),
}

#[generator]
fn ini(text: &str) -> impl Iterator<Item = Ini<'_>> {
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with([';', '#']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            match name.strip_suffix(']') {
                Some(name) => yield_!(Ini::Section(name)),
                None => yield_!(Ini::Error(number, "no ]")),
            }
            continue;
        }
        let Some((key, first)) = line.split_once('=') else {
            yield_!(Ini::Error(number, "no ="));
            continue;
        };
        let mut value = first.trim().to_owned();
        while value.ends_with('\\') {
            value.pop();
            let Some((_, more)) = lines.next() else { break };
            value.push_str(more.trim());
        }
        yield_!(Ini::Entry(key.trim_end(), value));
    }
}

#[test]
fn ini_sections_entries_and_errors() {
    use Ini::{Entry, Error, Section};
    let text = "; comment\n[main]\nname = a \\\n   b\\\nc\nbad\n[open\nx=";
    assert_eq!(
        items_of(|| ini(text)),
        [
            Section("main"),
            Entry("name", "a bc".to_owned()),
            Error(6, "no ="),
            Error(7, "no ]"),
            Entry("x", String::new())
        ]
    );
}

#[generator]
fn query(url: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let (address, _fragment) = url.split_once('#').unwrap_or((url, ""));
    let Some((_, pairs)) = address.split_once('?') else {
        return;
    };
    for pair in pairs.split(['&', ';']) {
        if pair.is_empty() {
            continue;
        }
        yield_!(match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        });
    }
}

#[test]
fn the_pairs_of_a_query() {
    assert_eq!(
        items_of(|| query("http://h/p?a=1&&b;c=x=y#frag?d=2")),
        [("a", Some("1")), ("b", None), ("c", Some("x=y"))]
    );
    assert!(items_of(|| query("http://h/p#?x")).is_empty());
}

#[generator]
fn headers(text: &str) -> impl Iterator<Item = Result<(String, String), String>> {
    let mut current = None::<(String, String)>;
    for line in text.split("\r\n") {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            let Some((_, value)) = &mut current else {
                yield_!(Err("continues nothing".to_owned()));
                return;
            };
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let (name, value) = line.split_once(':').ok_or(format!("no colon: {line}"))?;
        if let Some(done) = current {
            yield_!(Ok(done));
        }
        current = Some((name.to_lowercase(), value.trim().to_owned()));
    }
    if let Some(last) = current {
        yield_!(Ok(last));
    }
}

#[test]
fn headers_may_be_folded() {
    let pair = |name: &str, value: &str| Ok((name.to_owned(), value.to_owned()));
    assert_eq!(
        items_of(|| headers("Host: a\r\nX-Long: one\r\n  two\r\nE:\r\n\r\nbody: no")),
        [pair("host", "a"), pair("x-long", "one two"), pair("e", "")]
    );
    assert_eq!(
        items_of(|| headers(" x")),
        [Err("continues nothing".to_owned())]
    );
    assert_eq!(
        items_of(|| headers("a: 1\r\nb")),
        [Err("no colon: b".to_owned())]
    );
}

/// The output of a program in a language of eight commands.
#[generator]
fn brain<'a>(program: &'a str, input: &'a [u8]) -> impl Iterator<Item = u8> {
    let code = program.as_bytes();
    let mut jumps = HashMap::new();
    let mut open = Vec::new();
    for (i, byte) in code.iter().enumerate() {
        if *byte == b'[' {
            open.push(i);
        } else if *byte == b']' {
            let Some(start) = open.pop() else { return };
            jumps.insert(start, i);
            jumps.insert(i, start);
        }
    }
    let mut tape = vec![0u8];
    let (mut head, mut at) = (0, 0);
    let mut input = input.iter();
    while at < code.len() {
        match code[at] {
            b'>' => {
                head += 1;
                if head == tape.len() {
                    tape.push(0);
                }
            }
            b'<' => head -= 1,
            b'+' => tape[head] = tape[head].wrapping_add(1),
            b'-' => tape[head] = tape[head].wrapping_sub(1),
            b'.' => yield_!(tape[head]),
            b',' => tape[head] = input.next().copied().unwrap_or(0),
            b'[' if tape[head] == 0 => at = jumps[&at],
            b']' if tape[head] != 0 => at = jumps[&at],
            _ => {}
        }
        at += 1;
    }
}

#[test]
fn a_program_greets_and_another_echoes() {
    let hello = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.";
    assert_eq!(brain(hello, b"").collect::<Vec<_>>(), b"Hello World!\n");
    assert_eq!(items_of(|| brain(",[.,]", b"echo")), b"echo");
    assert!(items_of(|| brain("]", b"")).is_empty());
}

#[derive(Debug, PartialEq)]
enum Html<'a> {
    Open(&'a str, Vec<(&'a str, &'a str)>),
    Close(&'a str),
    Text(&'a str),
    Comment(&'a str),
}

#[generator]
fn html(text: &str) -> impl Iterator<Item = Html<'_>> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first != '<' {
            let end = rest.find('<').unwrap_or(rest.len());
            yield_!(Html::Text(&rest[..end]));
            rest = &rest[end..];
            continue;
        }
        if let Some(after) = rest.strip_prefix("<!--") {
            let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
            yield_!(Html::Comment(comment.trim()));
            rest = next;
            continue;
        }
        let Some((tag, next)) = rest[1..].split_once('>') else {
            yield_!(Html::Text(rest));
            return;
        };
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            yield_!(Html::Close(name.trim()));
            continue;
        }
        let (inner, empty) = match tag.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (tag, false),
        };
        let mut parts = inner.split_whitespace();
        let name = parts.next().unwrap_or_default();
        let attributes = parts.map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (key, value.trim_matches('"'))
        });
        yield_!(Html::Open(name, attributes.collect()));
        if empty {
            yield_!(Html::Close(name));
        }
    }
}

#[test]
fn html_tags_texts_and_comments() {
    use Html::{Close, Comment, Open, Text};
    assert_eq!(
        items_of(|| html("<p id=\"x\" hidden>a<br/><!-- no --></p>b<")),
        [
            Open("p", vec![("id", "x"), ("hidden", "")]),
            Text("a"),
            Open("br", vec![]),
            Close("br"),
            Comment("no"),
            Close("p"),
            Text("b"),
            Text("<")
        ]
    );
}

#[derive(Debug, PartialEq)]
enum Inline<'a> {
    Plain(&'a str),
    Strong(&'a str),
    Emphasis(&'a str),
    Code(&'a str),
    Link(&'a str, &'a str),
}

#[generator]
fn markdown(text: &str) -> impl Iterator<Item = Inline<'_>> {
    type Make<'a> = fn(&'a str) -> Inline<'a>;
    let marks: [(&str, Make<'_>); 3] = [
        ("**", Inline::Strong),
        ("*", Inline::Emphasis),
        ("`", Inline::Code),
    ];
    let mut rest = text;
    let mut plain = 0;
    'scan: while plain < rest.len() {
        let here = &rest[plain..];
        for (mark, make) in marks {
            let Some((inner, after)) = here.strip_prefix(mark).and_then(|h| h.split_once(mark))
            else {
                continue;
            };
            if plain > 0 {
                yield_!(Inline::Plain(&rest[..plain]));
            }
            yield_!(make(inner));
            rest = after;
            plain = 0;
            continue 'scan;
        }
        if let Some((label, more)) = here.strip_prefix('[').and_then(|h| h.split_once("]("))
            && let Some((target, after)) = more.split_once(')')
        {
            if plain > 0 {
                yield_!(Inline::Plain(&rest[..plain]));
            }
            yield_!(Inline::Link(label, target));
            (rest, plain) = (after, 0);
            continue;
        }
        plain += here.chars().next().map_or(1, char::len_utf8);
    }
    if plain > 0 {
        yield_!(Inline::Plain(rest));
    }
}

#[test]
fn markdown_inside_a_line() {
    use Inline::{Code, Emphasis, Link, Plain, Strong};
    assert_eq!(
        items_of(|| markdown("a **b** `c*` *d*é [e](f) *g")),
        [
            Plain("a "),
            Strong("b"),
            Plain(" "),
            Code("c*"),
            Plain(" "),
            Emphasis("d"),
            Plain("é "),
            Link("e", "f"),
            Plain(" *g")
        ]
    );
}

#[generator]
fn unmatched(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut open = Vec::new();
    for (i, c) in text.char_indices() {
        let wanted = match c {
            '(' | '[' | '{' => {
                open.push((i, c));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => continue,
        };
        match open.last() {
            Some(&(_, last)) if last == wanted => {
                open.pop();
            }
            _ => yield_!((i, c)),
        }
    }
    yield_from!(open);
}

#[test]
fn brackets_without_a_partner() {
    assert!(items_of(|| unmatched("f(a[0], {b})")).is_empty());
    assert_eq!(
        items_of(|| unmatched("(]a)}[")),
        [(1, ']'), (4, '}'), (5, '[')]
    );
}

#[generator]
fn s_expression(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut depth = 0;
    let mut atom = String::new();
    for c in text.chars().chain([' ']) {
        if !matches!(c, '(' | ')') && !c.is_whitespace() {
            atom.push(c);
            continue;
        }
        if !atom.is_empty() {
            yield_!((depth, std::mem::take(&mut atom)));
        }
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return,
            ')' => depth -= 1,
            _ => {}
        }
    }
}

#[test]
fn atoms_and_how_deep_they_are() {
    let atoms: Vec<_> = s_expression("(let ((x 1)) (f x))")
        .map(|(depth, atom)| format!("{depth}{atom}"))
        .collect();
    assert_eq!(atoms, ["1let", "3x", "31", "2f", "2x"]);
    assert_eq!(items_of(|| s_expression("a) b")), [(0, "a".to_owned())]);
}

#[generator]
fn shell_words(line: &str) -> impl Iterator<Item = Result<String, char>> {
    let mut word = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' => {
                if let Some(done) = word.take() {
                    yield_!(Ok(done));
                }
            }
            '\'' | '"' => {
                let text: &mut String = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some(end) if end == c => break,
                        Some('\\') if c == '"' => text.extend(chars.next()),
                        Some(inner) => text.push(inner),
                        None => {
                            yield_!(Err(c));
                            return;
                        }
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            '#' if word.is_none() => return,
            _ => word.get_or_insert_default().push(c),
        }
    }
    if let Some(last) = word {
        yield_!(Ok(last));
    }
}

#[test]
fn shell_words_with_quotes() {
    let ok = |words: &[&str]| {
        words
            .iter()
            .map(|word| Ok((*word).to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        items_of(|| shell_words("a 'b c'd \"e\\\"f\" '' \\  # end")),
        ok(&["a", "b cd", "e\"f", "", " "])
    );
    assert_eq!(
        items_of(|| shell_words("x 'y")),
        [Ok("x".to_owned()), Err('\'')]
    );
}

#[derive(Debug, PartialEq)]
enum Argument<'a> {
    Short(char, Option<&'a str>),
    Long(&'a str, Option<&'a str>),
    Value(&'a str),
}

/// As `getopt`; `with` are the short options that take a value.
#[generator]
fn options<'a>(arguments: &'a [&'a str], with: &'a str) -> impl Iterator<Item = Argument<'a>> {
    let mut arguments = arguments.iter();
    while let Some(&argument) = arguments.next() {
        if argument == "--" {
            break;
        }
        if let Some(long) = argument.strip_prefix("--") {
            yield_!(match long.split_once('=') {
                Some((name, value)) => Argument::Long(name, Some(value)),
                None => Argument::Long(long, None),
            });
        } else if let Some(letters) = argument.strip_prefix('-').filter(|l| !l.is_empty()) {
            for (i, letter) in letters.char_indices() {
                if !with.contains(letter) {
                    yield_!(Argument::Short(letter, None));
                    continue;
                }
                let attached = &letters[i + letter.len_utf8()..];
                let value = if attached.is_empty() {
                    arguments.next().copied()
                } else {
                    Some(attached)
                };
                yield_!(Argument::Short(letter, value));
                break;
            }
        } else {
            yield_!(Argument::Value(argument));
        }
    }
    for rest in arguments {
        yield_!(Argument::Value(rest));
    }
}

#[test]
fn options_short_long_and_none() {
    use Argument::{Long, Short, Value};
    let arguments = [
        "-vo",
        "out",
        "--level=3",
        "-Ifoo",
        "-",
        "in",
        "--dry",
        "--",
        "-x",
    ];
    assert_eq!(
        items_of(|| options(&arguments, "oI")),
        [
            Short('v', None),
            Short('o', Some("out")),
            Long("level", Some("3")),
            Short('I', Some("foo")),
            Value("-"),
            Value("in"),
            Long("dry", None),
            Value("-x")
        ]
    );
}

/// Lines `TIME LEVEL MESSAGE`, with what is indented below them, from a level on.
#[generator]
fn log_entries<'a>(text: &'a str, least: &'a str) -> impl Iterator<Item = (u32, &'a str, String)> {
    const LEVELS: [&str; 4] = ["debug", "info", "warn", "error"];
    let position = |level| LEVELS.iter().position(|known| *known == level);
    let Some(least) = position(least) else { return };
    let mut entry = None;
    for line in text.lines() {
        if let Some(more) = line.strip_prefix("  ") {
            if let Some((_, _, message)) = &mut entry {
                *message = format!("{message}|{more}");
            }
            continue;
        }
        if let Some(done) = entry.take() {
            yield_!(done);
        }
        let mut parts = line.splitn(3, ' ');
        let (Some(time), Some(level), Some(message)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        if let (Ok(time), Some(rank)) = (time.parse(), position(level))
            && rank >= least
        {
            entry = Some((time, level, message.to_owned()));
        }
    }
    if let Some(last) = entry {
        yield_!(last);
    }
}

#[test]
fn log_entries_collect_their_continuations() {
    let text = "1 info start\n2 debug x\n  hidden\n3 error it broke\n  at a\n  at b\nnonsense\n4 warn late";
    let found: Vec<_> = log_entries(text, "info")
        .map(|(time, level, message)| format!("{time} {level} {message}"))
        .collect();
    assert_eq!(
        found,
        ["1 info start", "3 error it broke|at a|at b", "4 warn late"]
    );
    assert_eq!(log_entries(text, "error").count(), 1);
    assert_eq!(log_entries(text, "loud").count(), 0);
}

#[derive(Clone, Copy)]
enum Step {
    Byte(u8),
    Any,
    Split(usize, usize),
    Jump(usize),
    Match,
}

/// A pattern of letters, `.`, `*`, `+`, `?` as a program for Thompson's machine.
fn compile(pattern: &str) -> Vec<Step> {
    let mut program = Vec::new();
    for byte in pattern.bytes() {
        let at = program.len();
        match byte {
            b'*' => {
                let last = program.pop().unwrap_or(Step::Match);
                program.extend([Step::Split(at, at + 2), last, Step::Jump(at - 1)]);
            }
            b'+' => program.push(Step::Split(at - 1, at + 1)),
            b'?' => {
                let last = program.pop().unwrap_or(Step::Match);
                program.extend([Step::Split(at, at + 1), last]);
            }
            b'.' => program.push(Step::Any),
            _ => program.push(Step::Byte(byte)),
        }
    }
    program.push(Step::Match);
    program
}

/// All matches that do not overlap, leftmost and longest.
#[generator]
fn matches<'a>(program: &'a [Step], text: &'a str) -> impl Iterator<Item = &'a str> {
    fn follow(program: &[Step], threads: &mut BTreeSet<usize>, at: usize) {
        if threads.insert(at) {
            match program[at] {
                Step::Jump(to) => follow(program, threads, to),
                Step::Split(a, b) => {
                    follow(program, threads, a);
                    follow(program, threads, b);
                }
                _ => {}
            }
        }
    }
    let bytes = text.as_bytes();
    let mut start = 0;
    while start <= bytes.len() {
        let mut threads = BTreeSet::new();
        follow(program, &mut threads, 0);
        let mut longest = None;
        for end in start.. {
            if threads.iter().any(|&at| matches!(program[at], Step::Match)) {
                longest = Some(end);
            }
            let Some(&byte) = bytes.get(end) else { break };
            let mut next = BTreeSet::new();
            for at in threads {
                match program[at] {
                    Step::Byte(wanted) if wanted == byte => follow(program, &mut next, at + 1),
                    Step::Any => follow(program, &mut next, at + 1),
                    _ => {}
                }
            }
            if next.is_empty() {
                break;
            }
            threads = next;
        }
        match longest {
            Some(end) if end > start => {
                yield_!(&text[start..end]);
                start = end;
            }
            _ => start += 1,
        }
    }
}

#[test]
fn matches_of_a_pattern_machine() {
    let find = |pattern: &str, text: &'static str| {
        let program = compile(pattern);
        matches(&program, text)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(find("ab*c", "ac abbc ab abc"), ["ac", "abbc", "abc"]);
    assert_eq!(find("a+", "caaandaar"), ["aaa", "aa"]);
    assert_eq!(find("colou?r", "color colour colr"), ["color", "colour"]);
    assert_eq!(find("b.g", "big bug bg bag"), ["big", "bug", "bag"]);
    assert!(find("x*", "abc").is_empty());
}

/// Text and the names between braces; `{{` is a brace.
#[generator]
fn template(text: &str) -> impl Iterator<Item = Result<String, &str>> {
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        literal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            literal.push('{');
            rest = after;
            continue;
        }
        if !literal.is_empty() {
            yield_!(Ok(std::mem::take(&mut literal)));
        }
        let Some((name, after)) = rest.split_once('}') else {
            yield_!(Err("no }"));
            return;
        };
        yield_!(Err(name));
        rest = after;
    }
    literal += rest;
    if !literal.is_empty() {
        yield_!(Ok(literal));
    }
}

#[test]
fn a_template_is_literals_and_names() {
    assert_eq!(
        items_of(|| template("a {{b} {name}{x}!")),
        [
            Ok("a {b} ".to_owned()),
            Err("name"),
            Err("x"),
            Ok("!".to_owned())
        ]
    );
    assert_eq!(items_of(|| template("{open")), [Err("no }")]);
}

/// The instructions of a small machine, and what its registers hold after each.
#[generator]
fn machine(program: &str) -> impl Iterator<Item = [i64; 2]> {
    let lines: Vec<_> = program
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .collect();
    let mut registers = [0; 2];
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let index = |name: &str| usize::from(name == "b");
        match line[..] {
            ["set", name, value] => registers[index(name)] = value.parse().unwrap_or(0),
            ["add", to, from] => registers[index(to)] += registers[index(from)],
            ["dec", name] => registers[index(name)] -= 1,
            ["jnz", name, offset] if registers[index(name)] != 0 => {
                let offset: isize = offset.parse().unwrap_or(1);
                at = at.wrapping_add_signed(offset - 1);
            }
            ["show"] => yield_!(registers),
            ["halt"] => return,
            _ => {}
        }
    }
}

#[test]
fn a_machine_counts_down() {
    assert_eq!(
        items_of(|| machine("set a 3\nadd b a\nshow\ndec a\njnz a -3\nhalt\nshow")),
        [[3, 3], [2, 5], [1, 6]]
    );
    assert_eq!(
        by_next(&mut machine("show\nset a 1\njnz a -2"), 3),
        [[0, 0], [1, 0], [1, 0]]
    );
}
