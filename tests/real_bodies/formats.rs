//! Encodings, decoders and compressed streams.

use std::collections::{BinaryHeap, HashMap, VecDeque};

use gen_runtime::{generator, yield_, yield_from};
use support::items_of;

#[generator]
fn base64(bytes: &[u8]) -> impl Iterator<Item = char> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let mut group = 0;
        for i in 0..3 {
            group = group << 8 | u32::from(chunk.get(i).copied().unwrap_or(0));
        }
        for i in 0..4 {
            if i <= chunk.len() {
                let index = group >> (18 - 6 * i) & 63;
                yield_!(ALPHABET[index as usize] as char);
            } else {
                yield_!('=');
            }
        }
    }
}

#[derive(Debug, PartialEq)]
enum Malformed {
    Byte(u8),
    Length,
}

#[generator]
fn base64_decoded(text: &str) -> impl Iterator<Item = Result<u8, Malformed>> {
    fn value(c: u8) -> Result<u32, Malformed> {
        Ok(u32::from(match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err(Malformed::Byte(c)),
        }))
    }
    let (mut buffer, mut bits) = (0, 0);
    for c in text.trim_end_matches('=').bytes() {
        buffer = buffer << 6 | value(c)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            yield_!(Ok((buffer >> bits) as u8));
            buffer &= (1 << bits) - 1;
        }
    }
    if bits == 6 {
        yield_!(Err(Malformed::Length));
    }
}

#[test]
fn base64_there_and_back() {
    for (plain, encoded) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(base64(plain.as_bytes()).collect::<String>(), encoded);
        let decoded: Result<Vec<_>, _> = base64_decoded(encoded).collect();
        assert_eq!(decoded.unwrap(), plain.as_bytes());
    }
    assert_eq!(
        items_of(|| base64_decoded("Zm9v!x")),
        [Ok(b'f'), Ok(b'o'), Ok(b'o'), Err(Malformed::Byte(b'!'))]
    );
    assert_eq!(items_of(|| base64_decoded("Z")), [Err(Malformed::Length)]);
}

#[generator]
fn hex_decoded(text: &str) -> impl Iterator<Item = Result<u8, (usize, char)>> {
    let mut digits = text.chars().enumerate().filter(|(_, c)| !c.is_whitespace());
    while let Some((at, high)) = digits.next() {
        let upper = high.to_digit(16).ok_or((at, high))?;
        let (at, low) = digits.next().ok_or((text.len(), '.'))?;
        let lower = low.to_digit(16).ok_or((at, low))?;
        yield_!(Ok((upper * 16 + lower) as u8));
    }
}

#[test]
fn hex_says_where_it_is_malformed() {
    assert_eq!(items_of(|| hex_decoded("0a Ff")), [Ok(10), Ok(255)]);
    assert_eq!(items_of(|| hex_decoded("00g1")), [Ok(0), Err((2, 'g'))]);
    assert_eq!(items_of(|| hex_decoded("123")), [Ok(0x12), Err((3, '.'))]);
}

#[generator]
fn utf8_decoded(bytes: &[u8]) -> impl Iterator<Item = char> {
    let mut rest = bytes.iter().copied().peekable();
    'next: while let Some(first) = rest.next() {
        let (length, least) = match first {
            0..=0x7f => {
                yield_!(first as char);
                continue;
            }
            0xc2..=0xdf => (1, 0x80),
            0xe0..=0xef => (2, 0x800),
            0xf0..=0xf4 => (3, 0x10000),
            _ => (0, u32::MAX),
        };
        let mut code = u32::from(first & (0x3f >> length));
        for _ in 0..length {
            let Some(byte) = rest.next_if(|byte| byte & 0xc0 == 0x80) else {
                yield_!(char::REPLACEMENT_CHARACTER);
                continue 'next;
            };
            code = code << 6 | u32::from(byte & 0x3f);
        }
        let c = char::from_u32(code).filter(|_| code >= least);
        yield_!(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

#[test]
fn utf8_is_decoded_as_by_std() {
    let text = "aß€😀\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}";
    assert!(utf8_decoded(text.as_bytes()).eq(text.chars()));
    assert_eq!(
        items_of(|| utf8_decoded(b"a\xffb\xc3")),
        ['a', '\u{fffd}', 'b', '\u{fffd}']
    );
    assert_eq!(items_of(|| utf8_decoded(b"\xc3x")), ['\u{fffd}', 'x']);
}

#[generator]
fn utf16_decoded(units: &[u16]) -> impl Iterator<Item = Result<char, u16>> {
    let mut units = units.iter().peekable();
    while let Some(&unit) = units.next() {
        match unit {
            0xd800..=0xdbff => {
                let low = units.next_if(|low| (0xdc00..=0xdfff).contains(*low));
                if let Some(&low) = low {
                    let code = ((u32::from(unit) - 0xd800) << 10) + (u32::from(low) - 0xdc00);
                    yield_!(char::from_u32(0x10000 + code).ok_or(unit));
                } else {
                    yield_!(Err(unit));
                }
            }
            0xdc00..=0xdfff => yield_!(Err(unit)),
            _ => yield_!(char::from_u32(u32::from(unit)).ok_or(unit)),
        }
    }
}

#[test]
fn utf16_surrogates_are_paired() {
    let mut units: Vec<_> = "a😀".encode_utf16().collect();
    units.extend([0xdc00, 0xd800]);
    let expected: Vec<_> = char::decode_utf16(units.iter().copied())
        .map(|c| c.map_err(|error| error.unpaired_surrogate()))
        .collect();
    assert_eq!(items_of(|| utf16_decoded(&units)), expected);
}

#[generator]
fn percent_decoded(text: &str) -> impl Iterator<Item = u8> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let plain = match byte {
            b'+' => b' ',
            b'%' => {
                let code = text
                    .get(at..at + 2)
                    .and_then(|two| u8::from_str_radix(two, 16).ok());
                if code.is_some() {
                    at += 2;
                }
                code.unwrap_or(byte)
            }
            _ => byte,
        };
        yield_!(plain);
    }
}

#[test]
fn percent_signs_that_mean_nothing_stay() {
    let decoded = |text| String::from_utf8(percent_decoded(text).collect()).unwrap();
    assert_eq!(decoded("a%20b+c%C3%9f"), "a b cß");
    assert_eq!(decoded("100%"), "100%");
    assert_eq!(decoded("%zz%4"), "%zz%4");
}

#[generator]
fn run_lengths<T: PartialEq>(
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = (T, usize)> {
    let mut items = items.into_iter();
    let Some(mut current) = items.next() else {
        return;
    };
    let mut count = 1;
    for item in items {
        if item == current {
            count += 1;
        } else {
            yield_!((std::mem::replace(&mut current, item), count));
            count = 1;
        }
    }
    yield_!((current, count));
}

#[generator]
fn unpacked<T: Clone>(runs: impl Iterator<Item = (T, usize)>) -> impl Iterator<Item = T> {
    for (item, count) in runs {
        for _ in 1..count {
            yield_!(item.clone());
        }
        if count > 0 {
            yield_!(item);
        }
    }
}

#[test]
fn run_lengths_there_and_back() {
    assert_eq!(
        items_of(|| run_lengths("aaabcc".chars())),
        [('a', 3), ('b', 1), ('c', 2)]
    );
    assert!(items_of(|| run_lengths::<u8>([])).is_empty());
    let text = "wwwwbbbwwx";
    assert_eq!(
        unpacked(run_lengths(text.chars())).collect::<String>(),
        text
    );
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Literal(u8),
    Copy { back: usize, length: usize },
}

#[generator]
fn lz77(data: &[u8], window: usize) -> impl Iterator<Item = Token> {
    let mut at = 0;
    while at < data.len() {
        let mut best = None;
        for from in at.saturating_sub(window)..at {
            let length = data[from..]
                .iter()
                .zip(&data[at..])
                .take_while(|(a, b)| a == b)
                .count();
            if length >= 3 && best.is_none_or(|(longest, _)| length > longest) {
                best = Some((length, at - from));
            }
        }
        if let Some((length, back)) = best {
            yield_!(Token::Copy { back, length });
            at += length;
        } else {
            yield_!(Token::Literal(data[at]));
            at += 1;
        }
    }
}

#[generator]
fn lz77_decoded(tokens: impl Iterator<Item = Token>) -> impl Iterator<Item = u8> {
    let mut history = Vec::new();
    for token in tokens {
        match token {
            Token::Literal(byte) => {
                history.push(byte);
                yield_!(byte);
            }
            Token::Copy { back, length } => {
                for _ in 0..length {
                    let byte = history[history.len() - back];
                    history.push(byte);
                    yield_!(byte);
                }
            }
        }
    }
}

#[test]
fn lz77_there_and_back() {
    let data = b"abcabcabcabcxabcab";
    assert_eq!(
        items_of(|| lz77(data, 20)),
        [
            Token::Literal(b'a'),
            Token::Literal(b'b'),
            Token::Literal(b'c'),
            Token::Copy { back: 3, length: 9 },
            Token::Literal(b'x'),
            Token::Copy {
                back: 13,
                length: 5
            }
        ]
    );
    assert!(lz77_decoded(lz77(data, 20)).eq(data.iter().copied()));
}

#[generator]
fn lzw(text: &str) -> impl Iterator<Item = usize> {
    let mut codes: HashMap<_, _> = (0u8..128)
        .map(|byte| ((byte as char).to_string(), usize::from(byte)))
        .collect();
    let mut known = String::new();
    for c in text.chars() {
        known.push(c);
        if !codes.contains_key(&known) {
            let next = codes.len();
            codes.insert(known.clone(), next);
            known.pop();
            yield_!(codes[&known]);
            known = c.to_string();
        }
    }
    if let Some(&code) = codes.get(&known) {
        yield_!(code);
    }
}

#[generator]
fn lzw_decoded(codes: impl Iterator<Item = usize>) -> impl Iterator<Item = String> {
    let mut entries: Vec<_> = (0u8..128).map(|byte| (byte as char).to_string()).collect();
    let mut before = None;
    for code in codes {
        let entry = match (entries.get(code), &before) {
            (Some(entry), _) => entry.clone(),
            (None, Some(last)) => {
                let last: &String = last;
                last.clone() + &last[..1]
            }
            (None, None) => return,
        };
        if let Some(last) = before {
            entries.push(last + &entry[..1]);
        }
        yield_!(entry.clone());
        before = Some(entry);
    }
}

#[test]
fn lzw_there_and_back() {
    let text = "TOBEORNOTTOBEORTOBEORNOT";
    let codes = items_of(|| lzw(text));
    assert_eq!(codes.len(), 16);
    assert_eq!(lzw_decoded(codes.into_iter()).collect::<String>(), text);
    assert_eq!(lzw_decoded(lzw("aaaaaa")).collect::<String>(), "aaaaaa");
}

enum Huffman {
    Leaf(u8),
    Inner(Box<Huffman>, Box<Huffman>),
}

fn huffman(text: &[u8]) -> Huffman {
    let mut counts = [0; 256];
    for &byte in text {
        counts[byte as usize] += 1;
    }
    let mut heap = BinaryHeap::new();
    let mut nodes = Vec::new();
    for (byte, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        heap.push(std::cmp::Reverse((count, nodes.len())));
        nodes.push(Some(Huffman::Leaf(byte as u8)));
    }
    while let (Some(a), Some(b)) = (heap.pop(), heap.pop()) {
        let (left, right) = (nodes[a.0.1].take().unwrap(), nodes[b.0.1].take().unwrap());
        heap.push(std::cmp::Reverse((a.0.0 + b.0.0, nodes.len())));
        nodes.push(Some(Huffman::Inner(Box::new(left), Box::new(right))));
    }
    nodes.pop().flatten().unwrap()
}

impl Huffman {
    #[generator]
    fn codes(&self) -> impl Iterator<Item = (u8, String)> {
        let mut stack = vec![(self, String::new())];
        while let Some((node, code)) = stack.pop() {
            match node {
                Self::Leaf(byte) => yield_!((*byte, code)),
                Self::Inner(zero, one) => {
                    stack.push((one, format!("{code}1")));
                    stack.push((zero, code + "0"));
                }
            }
        }
    }

    #[generator]
    fn decoded(&self, bits: impl Iterator<Item = bool>) -> impl Iterator<Item = u8> {
        let mut here = self;
        for bit in bits {
            if let Self::Inner(zero, one) = here {
                here = if bit { one } else { zero };
            }
            if let Self::Leaf(byte) = here {
                yield_!(*byte);
                here = self;
            }
        }
    }
}

#[test]
fn huffman_codes_are_prefix_free_and_decode() {
    let text = b"abracadabra";
    let tree = huffman(text);
    let codes: HashMap<_, _> = tree.codes().collect();
    assert_eq!(codes.len(), 5);
    assert_eq!(codes[&b'a'].len(), 1);
    let encoded: String = text.iter().map(|byte| codes[byte].as_str()).collect();
    assert_eq!(encoded.len(), 23);
    let bits = encoded.bytes().map(|bit| bit == b'1');
    assert!(tree.decoded(bits).eq(text.iter().copied()));
}

#[generator]
fn varints(bytes: &[u8]) -> impl Iterator<Item = Option<u64>> {
    let (mut value, mut shift) = (0, 0);
    for &byte in bytes {
        if shift > 63 {
            yield_!(None);
            return;
        }
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            yield_!(Some(value));
            (value, shift) = (0, 0);
        }
    }
    if shift > 0 {
        yield_!(None);
    }
}

#[test]
fn varints_of_one_two_and_ten_bytes() {
    assert_eq!(
        items_of(|| varints(&[1, 0xac, 2, 0x80])),
        [Some(1), Some(300), None]
    );
    assert_eq!(varints(&[0xff; 11]).last(), Some(None));
}

#[generator]
fn bits(bytes: &[u8]) -> impl Iterator<Item = bool> {
    for byte in bytes {
        for place in (0..8).rev() {
            yield_!(byte >> place & 1 == 1);
        }
    }
}

#[test]
fn bits_from_the_highest() {
    let text: String = bits(&[0xa5, 0x0f])
        .map(|bit| if bit { '1' } else { '0' })
        .collect();
    assert_eq!(text, "1010010100001111");
}

#[generator]
fn crc_table(polynomial: u32) -> impl Iterator<Item = u32> {
    for n in 0..256 {
        let mut c = n;
        for _ in 0..8 {
            c = if c & 1 == 1 {
                polynomial ^ c >> 1
            } else {
                c >> 1
            };
        }
        yield_!(c);
    }
}

#[test]
fn the_crc_of_the_usual_nine_digits() {
    let table: Vec<_> = crc_table(0xedb8_8320).collect();
    let crc = b"123456789".iter().fold(!0u32, |crc, &byte| {
        table[(crc as u8 ^ byte) as usize] ^ crc >> 8
    });
    assert_eq!(!crc, 0xcbf4_3926);
}

/// Tag, length, value: nested where the tag's high bit is set.
#[generator]
fn tlv(bytes: &[u8], depth: usize) -> Box<dyn Iterator<Item = (usize, u8, &[u8])> + '_> {
    let mut rest = bytes;
    while let [tag, length, after @ ..] = rest {
        let Some((value, next)) = after.split_at_checked(usize::from(*length)) else {
            return;
        };
        yield_!((depth, *tag, value));
        if tag & 0x80 != 0 {
            yield_from!(tlv(value, depth + 1));
        }
        rest = next;
    }
}

#[test]
fn tlv_is_read_recursively() {
    let bytes = [1, 1, 7, 0x81, 5, 2, 0, 3, 1, 9, 4, 9];
    let found: Vec<_> = tlv(&bytes, 0)
        .map(|(depth, tag, value)| (depth, tag, value.len()))
        .collect();
    assert_eq!(found, [(0, 1, 1), (0, 0x81, 5), (1, 2, 0), (1, 3, 1)]);
}

#[generator]
fn cobs(frame: &[u8]) -> impl Iterator<Item = u8> {
    let mut block = Vec::new();
    for &byte in frame {
        if byte != 0 {
            block.push(byte);
        }
        if byte == 0 || block.len() == 254 {
            yield_!(block.len() as u8 + 1);
            yield_from!(std::mem::take(&mut block));
        }
    }
    yield_!(block.len() as u8 + 1);
    yield_from!(block);
    yield_!(0);
}

#[test]
fn cobs_frames_hold_no_zero_but_the_last() {
    assert_eq!(items_of(|| cobs(&[0])), [1, 1, 0]);
    assert_eq!(
        items_of(|| cobs(&[0x11, 0x22, 0, 0x33])),
        [3, 0x11, 0x22, 2, 0x33, 0]
    );
}

#[generator]
fn netstrings(bytes: &[u8]) -> impl Iterator<Item = Result<&[u8], &'static str>> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let colon = rest
            .iter()
            .position(|&byte| byte == b':')
            .ok_or("no length")?;
        let digits = std::str::from_utf8(&rest[..colon]).map_err(|_| "no text")?;
        let length: usize = digits.parse().map_err(|_| "no number")?;
        let body = rest.get(colon + 1..colon + 1 + length).ok_or("too short")?;
        yield_!(Ok(body));
        rest = if let Some([b',', after @ ..]) = rest.get(colon + 1 + length..) {
            after
        } else {
            yield_!(Err("no comma"));
            return;
        };
    }
}

#[test]
fn netstrings_until_one_is_malformed() {
    assert_eq!(
        items_of(|| netstrings(b"5:hello,0:,")),
        [Ok(&b"hello"[..]), Ok(b"")]
    );
    assert_eq!(
        items_of(|| netstrings(b"1:a,2:b,")),
        [Ok(&b"a"[..]), Ok(b"b,"), Err("no comma")]
    );
    assert_eq!(items_of(|| netstrings(b"x:a,")), [Err("no number")]);
    assert_eq!(items_of(|| netstrings(b"12")), [Err("no length")]);
}

/// Blocks of a body in chunks, however the pieces arrive.
#[generator]
fn chunked(pieces: Vec<Vec<u8>>) -> impl Iterator<Item = Vec<u8>> {
    let mut buffer = VecDeque::new();
    let mut pieces = pieces.into_iter();
    let mut size = None;
    loop {
        if let Some(length) = size {
            if buffer.len() >= length + 2 {
                let body: Vec<_> = buffer.drain(..length).collect();
                buffer.drain(..2);
                size = None;
                if body.is_empty() {
                    return;
                }
                yield_!(body);
                continue;
            }
        } else if let Some(end) = buffer.iter().position(|&byte| byte == b'\n') {
            let line: Vec<_> = buffer.drain(..=end).collect();
            let text = String::from_utf8_lossy(&line);
            size = usize::from_str_radix(text.trim(), 16).ok();
            continue;
        }
        match pieces.next() {
            Some(piece) => buffer.extend(piece),
            None => return,
        }
    }
}

#[test]
fn chunks_do_not_depend_on_the_pieces() {
    let whole = b"4\r\nWiki\r\n6\r\npedia \r\nb\r\nin \r\nchunks\r\n0\r\n\r\n";
    for size in 1..12 {
        let pieces: Vec<_> = whole.chunks(size).map(<[u8]>::to_vec).collect();
        let body = chunked(pieces).collect::<Vec<_>>().concat();
        assert_eq!(String::from_utf8(body).unwrap(), "Wikipedia in \r\nchunks");
    }
}
