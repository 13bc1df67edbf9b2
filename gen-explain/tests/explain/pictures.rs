//! Are the drawings readable by machines and by people?

use crate::{explain, explained, is_in, sources};
use roxmltree::{Document, Node, ParsingOptions};

#[test]
fn the_drawings_in_the_readme_are_up_to_date() {
    for (file, function) in [
        ("sequences", "fibonacci"),
        ("lines", "lines"),
        ("tokens", "tokens"),
    ] {
        let drawing = explained(&["--svg", &format!("examples/{file}.rs"), function]);
        is_in(&drawing, &format!("docs/{function}.svg"));
    }
}

// All files that have generators, from the examples to the strangest tests.
fn all() -> Vec<String> {
    let mut all = sources("examples");
    all.extend(sources("tests"));
    all.extend(sources("tests/ui/pass"));
    all.extend(sources("gen-explain/tests/sources"));
    all.retain(|file| explain(&[file]).0 == Some(0));
    assert!(all.len() > 20);
    all
}

#[test]
fn pictures_and_pages_are_well_formed() {
    for file in all() {
        let picture = explained(&["--svg", &file]);
        Document::parse(&picture).unwrap_or_else(|error| panic!("{file}: {error}"));
        let page = explained(&["--html", &file]);
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let page = Document::parse_with_options(&page, options)
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        // It works without a network: nothing is fetched.
        for node in page.descendants() {
            assert!(node.attribute("src").is_none() && node.attribute("href").is_none());
        }
    }
}

#[test]
fn the_same_file_gives_the_same_picture() {
    for file in sources("examples") {
        assert_eq!(explain(&["--svg", &file]), explain(&["--svg", &file]));
    }
}

struct Text {
    left: f64,
    right: f64,
    y: f64,
    content: String,
}

// Where a text is, with characters as wide as in the widest usual font.
fn text(node: Node) -> Text {
    let number = |name: &str| -> f64 {
        let value = node.attribute(name).expect("every text has a place");
        value.parse().expect("a place is a number")
    };
    let content = node.text().unwrap_or_default().to_owned();
    let columns = |char: char| {
        if char.is_ascii() || "·→…—".contains(char) {
            1.0
        } else {
            2.0
        }
    };
    let left = number("x");
    Text {
        left,
        right: left + content.chars().map(columns).sum::<f64>() * 8.0,
        y: number("y"),
        content,
    }
}

#[test]
fn no_text_lies_on_another_or_outside() {
    for file in all() {
        let picture = explained(&["--svg", &file]);
        let picture = Document::parse(&picture).expect("another test looks at that");
        let width: f64 = picture
            .root_element()
            .attribute("width")
            .and_then(|width| width.parse().ok())
            .expect("a picture has a width");
        for group in picture.descendants().filter(|node| node.has_tag_name("g")) {
            let texts = group.children().filter(|node| node.has_tag_name("text"));
            let texts: Vec<Text> = texts.map(text).collect();
            for (index, one) in texts.iter().enumerate() {
                for other in &texts[index + 1..] {
                    let is_beside = one.right <= other.left || other.right <= one.left;
                    let is_apart = (one.y - other.y).abs() >= 13.0;
                    assert!(
                        is_beside || is_apart,
                        "{file}: `{}` and `{}`",
                        one.content,
                        other.content
                    );
                }
            }
            for text in &texts {
                assert!(
                    0.0 <= text.left && text.right <= width,
                    "{file}: `{}`",
                    text.content
                );
            }
        }
    }
}
