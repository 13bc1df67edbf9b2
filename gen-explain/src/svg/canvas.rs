//! How are texts, boxes and lines written in SVG?

use std::fmt::Write;

/// What was drawn so far.
pub struct Canvas(pub String);

impl Canvas {
    /// `y` is the middle of the line.
    pub fn text(&mut self, x: usize, y: usize, class: &str, text: &str) {
        // The baseline, so that a font of 13 pixels is in the middle.
        let y = y + 5;
        let text = escaped(text);
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.0,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\" xml:space=\"preserve\">{text}</text>"
        );
    }

    pub fn rect(&mut self, class: &str, (x, y): (usize, usize), (width, height): (usize, usize)) {
        let _ = writeln!(
            self.0,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\" class=\"{class}\"/>"
        );
    }

    pub fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.0, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// The head of an arrow to the left.
    pub fn head(&mut self, kind: &str, x: usize, y: usize) {
        let (tail, above, below) = (x + 8, y - 4, y + 4);
        let path = format!("M{x} {y}L{tail} {above}V{below}Z");
        self.path(&format!("{kind}-head"), &path);
    }
}

/// `text` inside of an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        match char {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // XML has no way to write them.
            '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            char if char.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            char => out.push(char),
        }
    }
    out
}
