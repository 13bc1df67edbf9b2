//! Words, lines, matches, differences.

use std::collections::HashMap;

use gen_runtime::{generator, yield_, yield_from};
use support::items_of;

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut start = None;
    for (i, c) in text.char_indices() {
        match (start, c.is_alphanumeric() || c == '\'') {
            (None, true) => start = Some(i),
            (Some(from), false) => {
                yield_!(&text[from..i]);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        yield_!(&text[from..]);
    }
}

#[test]
fn words_are_cut_at_punctuation() {
    assert_eq!(
        items_of(|| words("Don't stop: it's 42!")),
        ["Don't", "stop", "it's", "42"]
    );
    assert!(items_of(|| words(" - ")).is_empty());
}

#[generator]
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut number = 1;
    while !rest.is_empty() {
        let (line, after) = match rest.find('\n') {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => (rest, ""),
        };
        yield_!((number, line.strip_suffix('\r').unwrap_or(line)));
        number += 1;
        rest = after;
    }
}

#[test]
fn lines_are_those_of_std() {
    for text in ["", "a", "a\n", "a\r\nb\n\nc", "\n\n", "a\rb\r\n"] {
        let expected: Vec<_> = (1..).zip(text.lines()).collect();
        assert_eq!(items_of(|| lines(text)), expected);
    }
}

#[generator]
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let mut paragraph = String::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            if !paragraph.is_empty() {
                yield_!(std::mem::take(&mut paragraph));
            }
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph += line;
    }
    if !paragraph.is_empty() {
        yield_!(paragraph);
    }
}

#[test]
fn paragraphs_are_joined_lines() {
    assert_eq!(
        items_of(|| paragraphs("\n a\nb\n\n\n  c d\n")),
        ["a b", "c d"]
    );
}

#[generator]
fn wrapped(text: &str, width: usize) -> impl Iterator<Item = String> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            yield_!(line);
            line = String::new();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        yield_!(line);
    }
}

#[test]
fn wrapping_fills_lines_greedily() {
    assert_eq!(
        items_of(|| wrapped(
            "the quick brown fox jumps over extraordinarily lazy dogs",
            10
        )),
        [
            "the quick",
            "brown fox",
            "jumps over",
            "extraordinarily",
            "lazy dogs"
        ]
    );
}

#[generator]
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        while chars
            .next_if(|(_, c)| matches!(c, '.' | '!' | '?'))
            .is_some()
        {}
        let end = chars.peek().map_or(text.len(), |&(end, _)| end);
        let ends = text[end..].starts_with(char::is_whitespace) || end == text.len();
        if ends && !text[start..i].ends_with("Mr") {
            yield_!(text[start..end].trim());
            start = end;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        yield_!(rest);
    }
}

#[test]
fn sentences_end_at_marks_before_space() {
    assert_eq!(
        items_of(|| sentences("Mr. X paid 3.50. Really?! Yes... no")),
        ["Mr. X paid 3.50.", "Really?!", "Yes...", "no"]
    );
}

/// Clusters of a base and what combines with it.
#[generator]
fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let combines = |c| matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    let mut start = 0;
    let mut joined = false;
    for (i, c) in text.char_indices() {
        if i > start && !combines(c) && !joined {
            yield_!(&text[start..i]);
            start = i;
        }
        joined = c == '\u{200d}';
    }
    if start < text.len() {
        yield_!(&text[start..]);
    }
}

#[test]
fn clusters_keep_marks_with_their_base() {
    assert_eq!(
        items_of(|| clusters("ae\u{301}x👩\u{200d}🔧👍\u{1f3fd}!")),
        ["a", "e\u{301}", "x", "👩\u{200d}🔧", "👍\u{1f3fd}", "!"]
    );
}

#[generator]
fn ngrams(text: &str, n: usize) -> impl Iterator<Item = String> {
    let chars: Vec<_> = text.chars().collect();
    for start in 0..(chars.len() + 1).saturating_sub(n) {
        yield_!(chars[start..start + n].iter().collect());
    }
}

#[test]
fn ngrams_overlap() {
    assert_eq!(items_of(|| ngrams("abcd", 2)), ["ab", "bc", "cd"]);
    assert!(items_of(|| ngrams("a", 2)).is_empty());
}

#[generator]
fn identifier_parts(name: &str) -> impl Iterator<Item = String> {
    let mut part = String::new();
    let mut chars = name.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|c| c.is_lowercase());
        let starts = c.is_uppercase()
            && match before {
                Some(last) => char::is_lowercase(last) || next_is_lower,
                None => false,
            };
        if (starts || !c.is_alphanumeric()) && !part.is_empty() {
            yield_!(part);
            part = String::new();
        }
        if c.is_alphanumeric() {
            part.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    if !part.is_empty() {
        yield_!(part);
    }
}

#[test]
fn identifiers_are_split_at_case_and_underscores() {
    let join = |name| identifier_parts(name).collect::<Vec<_>>().join(" ");
    assert_eq!(join("parseHTTPRequest"), "parse http request");
    assert_eq!(join("snake_case__name"), "snake case name");
    assert_eq!(join("X"), "x");
    assert_eq!(items_of(|| identifier_parts("aB")), ["a", "b"]);
}

/// Knuth, Morris and Pratt.
#[generator]
fn occurrences<'a>(text: &'a [u8], pattern: &'a [u8]) -> impl Iterator<Item = usize> {
    let mut borders = vec![0; pattern.len()];
    let mut length = 0;
    for i in 1..pattern.len() {
        while length > 0 && pattern[i] != pattern[length] {
            length = borders[length - 1];
        }
        if pattern[i] == pattern[length] {
            length += 1;
        }
        borders[i] = length;
    }
    let mut matched = 0;
    for (i, &byte) in text.iter().enumerate() {
        while matched > 0 && byte != pattern[matched] {
            matched = borders[matched - 1];
        }
        if byte == pattern[matched] {
            matched += 1;
        }
        if matched == pattern.len() {
            yield_!(i + 1 - matched);
            matched = borders[matched - 1];
        }
    }
}

#[test]
fn occurrences_may_overlap() {
    let (text, pattern) = (b"abababcabab", b"abab");
    let expected: Vec<_> = (0..text.len())
        .filter(|&i| text[i..].starts_with(pattern))
        .collect();
    assert_eq!(items_of(|| occurrences(text, pattern)), expected);
    assert_eq!(occurrences(b"aaaa", b"aa").collect::<Vec<_>>(), [0, 1, 2]);
}

#[derive(Debug, PartialEq)]
enum Edit<'a> {
    Keep(&'a str),
    Delete(&'a str),
    Insert(&'a str),
}

/// The shortest script, from a table of longest common subsequences.
#[generator]
fn difference<'a>(old: &'a [&'a str], new: &'a [&'a str]) -> impl Iterator<Item = Edit<'a>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] = if old[i] == new[j] {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            yield_!(Edit::Keep(old[i]));
            i += 1;
            j += 1;
        } else if table[i + 1][j] >= table[i][j + 1] {
            yield_!(Edit::Delete(old[i]));
            i += 1;
        } else {
            yield_!(Edit::Insert(new[j]));
            j += 1;
        }
    }
    for line in &old[i..] {
        yield_!(Edit::Delete(line));
    }
    for line in &new[j..] {
        yield_!(Edit::Insert(line));
    }
}

#[test]
fn a_difference_leads_from_one_to_the_other() {
    use Edit::{Delete, Insert, Keep};
    let (old, new) = (["a", "b", "c", "d"], ["b", "x", "c", "e"]);
    assert_eq!(
        items_of(|| difference(&old, &new)),
        [
            Delete("a"),
            Keep("b"),
            Insert("x"),
            Keep("c"),
            Delete("d"),
            Insert("e")
        ]
    );
    assert_eq!(items_of(|| difference(&[], &["x"])), [Insert("x")]);
}

#[generator]
fn levenshtein_rows<'a>(a: &'a str, b: &'a str) -> impl Iterator<Item = Vec<usize>> {
    let mut row: Vec<_> = (0..=b.chars().count()).collect();
    yield_!(row.clone());
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.chars().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
        yield_!(row.clone());
    }
}

#[test]
fn the_last_row_ends_with_the_distance() {
    let distance = |a, b| *levenshtein_rows(a, b).last().unwrap().last().unwrap();
    assert_eq!(distance("kitten", "sitting"), 3);
    assert_eq!(distance("", "abc"), 3);
    assert_eq!(distance("flaw", "lawn"), 2);
    assert_eq!(
        items_of(|| levenshtein_rows("ab", "b")),
        [[0, 1], [1, 1], [2, 1]]
    );
}

#[generator]
fn expanded(pattern: String) -> Box<dyn Iterator<Item = String>> {
    let Some(open) = pattern.find('{') else {
        yield_!(pattern);
        return;
    };
    let Some(length) = pattern[open..].find('}') else {
        yield_!(pattern);
        return;
    };
    let close = open + length;
    let choices: Vec<_> = pattern[open + 1..close]
        .split(',')
        .map(str::to_owned)
        .collect();
    for choice in choices {
        let next = format!("{}{choice}{}", &pattern[..open], &pattern[close + 1..]);
        yield_from!(expanded(next));
    }
}

#[test]
fn braces_expand_to_every_choice() {
    assert_eq!(
        items_of(|| expanded("a{b,c}d{1,2}.rs".to_owned())),
        ["abd1.rs", "abd2.rs", "acd1.rs", "acd2.rs"]
    );
    assert_eq!(items_of(|| expanded("{x".to_owned())), ["{x"]);
}

#[generator]
fn tabs_expanded(line: &str, width: usize) -> impl Iterator<Item = char> {
    let mut column = 0;
    for c in line.chars() {
        if c == '\t' {
            loop {
                yield_!(' ');
                column += 1;
                if column % width == 0 {
                    break;
                }
            }
        } else {
            yield_!(c);
            column += 1;
        }
    }
}

#[test]
fn tabs_fill_up_to_the_next_stop() {
    let text: String = items_of(|| tabs_expanded("a\tbcd\te\t\tf", 4))
        .into_iter()
        .collect();
    assert_eq!(text, "a   bcd e       f");
}

#[generator]
fn rot13(text: &str) -> impl Iterator<Item = char> {
    for c in text.chars() {
        let base = match c {
            'a'..='z' => b'a',
            'A'..='Z' => b'A',
            _ => {
                yield_!(c);
                continue;
            }
        };
        yield_!(((c as u8 - base + 13) % 26 + base) as char);
    }
}

#[test]
fn rot13_twice_is_nothing() {
    let once: String = rot13("Hello, World!").collect();
    assert_eq!(once, "Uryyb, Jbeyq!");
    assert_eq!(rot13(&once).collect::<String>(), "Hello, World!");
}

/// The index of every word, and every word that was seen before with the place where.
#[generator]
fn repeated<'a>(words: &'a [&'a str]) -> impl Iterator<Item = (&'a str, usize, usize)> {
    let mut seen = HashMap::new();
    for (i, &word) in words.iter().enumerate() {
        if let Some(before) = seen.insert(word, i) {
            yield_!((word, before, i));
        }
    }
}

#[test]
fn repeated_words_know_their_last_place() {
    assert_eq!(
        items_of(|| repeated(&["a", "b", "a", "c", "a"])),
        [("a", 0, 2), ("a", 2, 4)]
    );
}

#[generator]
fn matching_wildcard<'a>(names: &'a [&'a str], pattern: &'a str) -> impl Iterator<Item = &'a str> {
    'names: for name in names {
        let (mut text, mut glob) = (name.as_bytes(), pattern.as_bytes());
        let mut retry = None;
        loop {
            match (glob.split_first(), text.split_first()) {
                (Some((b'*', rest)), _) => {
                    retry = Some((rest, text));
                    glob = rest;
                }
                (Some((b'?', rest)), Some((_, after))) => (glob, text) = (rest, after),
                (Some((p, rest)), Some((t, after))) if p == t => (glob, text) = (rest, after),
                (None, None) => {
                    yield_!(*name);
                    continue 'names;
                }
                _ => {
                    let Some((rest, [_, from @ ..])) = retry else {
                        continue 'names;
                    };
                    (glob, text) = (rest, from);
                    retry = Some((rest, from));
                }
            }
        }
    }
}

#[test]
fn wildcards_match_as_in_a_shell() {
    let names = ["main.rs", "lib.rs", "lib.rs.bk", "a.txt", "rs"];
    let matching = |pattern| matching_wildcard(&names, pattern).collect::<Vec<_>>();
    assert_eq!(matching("*.rs"), ["main.rs", "lib.rs"]);
    assert_eq!(matching("?.*"), ["a.txt"]);
    assert_eq!(matching("*"), names);
    assert_eq!(matching("l*b*r*b?"), ["lib.rs.bk"]);
    assert!(matching("").is_empty());
}
