//! How are tokens printed so that a person can read them?
//!
//! Good enough for a dump; whoever wants more pipes it through `rustfmt`.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// The tokens on lines, a statement a line.
pub fn pretty(tokens: TokenStream) -> String {
    let mut printer = Printer {
        out: String::new(),
        indent: 0,
        before: Before::Line,
        flat: false,
        angles: 0,
        closure: false,
        both: false,
    };
    printer.stream(tokens, true);
    printer.out.trim_end().to_owned() + "\n"
}

/// The tokens on one line.
pub fn on_one_line(tokens: TokenStream) -> String {
    let mut printer = Printer {
        out: String::new(),
        indent: 0,
        before: Before::Line,
        flat: true,
        angles: 0,
        closure: false,
        both: false,
    };
    printer.stream(tokens, false);
    printer.out.trim_end().to_owned()
}

#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// The start of a line.
    Line,
    Word,
    /// A name that a call's parenthesis may follow, or a closing one.
    Callee,
    /// A punctuation that clings to what follows.
    Tight,
    Punct,
    /// A closing brace on a line of its own.
    Brace,
    /// A closing brace on the line of its opening one.
    Inline,
}

struct Printer {
    out: String,
    indent: usize,
    before: Before,
    flat: bool,
    /// How many `<` of generic arguments are open.
    angles: usize,
    /// Between the bars of a closure's parameters.
    closure: bool,
    /// Between the two characters of the operator `&&`.
    both: bool,
}

impl Printer {
    fn newline(&mut self) {
        if self.flat {
            if self.before != Before::Line {
                self.out.push(' ');
            }
        } else if self.before != Before::Line {
            while self.out.ends_with(' ') {
                self.out.pop();
            }
            self.out.push('\n');
            self.out.push_str(&"    ".repeat(self.indent));
        }
        self.before = Before::Line;
    }

    fn space(&mut self) {
        if !matches!(self.before, Before::Line | Before::Tight) {
            self.out.push(' ');
        }
    }

    fn stream(&mut self, tokens: TokenStream, lines: bool) {
        let mut tokens = tokens.into_iter().peekable();
        let mut quote = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => {
                    let text = ident.to_string();
                    if self.before == Before::Brace && text != "else" {
                        self.newline();
                    }
                    if !quote {
                        self.space();
                    }
                    quote = false;
                    self.out.push_str(&text);
                    self.before = if KEYWORDS.contains(&&*text) {
                        Before::Word
                    } else {
                        Before::Callee
                    };
                }
                TokenTree::Literal(literal) => {
                    self.space();
                    self.out.push_str(&literal.to_string());
                    self.before = Before::Callee;
                }
                TokenTree::Punct(punct) => {
                    quote = punct.as_char() == '\'';
                    let joint = punct.spacing() == Spacing::Joint;
                    let next = match tokens.peek() {
                        Some(TokenTree::Punct(next)) => Some(next.as_char()),
                        _ => None,
                    };
                    self.punct(punct.as_char(), joint, next, lines);
                }
                TokenTree::Group(group) => self.group(&group),
            }
        }
    }

    fn punct(&mut self, char: char, joint: bool, next: Option<char>, lines: bool) {
        match char {
            ';' => {
                self.out.push(';');
                self.before = Before::Punct;
                if lines {
                    self.newline();
                }
            }
            ',' => {
                self.out.push(',');
                self.before = Before::Punct;
                if lines && self.angles == 0 && !self.closure {
                    self.newline();
                }
            }
            ':' if joint || self.before == Before::Tight => {
                if joint && self.before == Before::Brace {
                    self.newline();
                }
                if joint && self.before != Before::Callee {
                    self.space();
                }
                self.out.push(':');
                self.before = Before::Tight;
            }
            ':' => {
                self.out.push(':');
                self.before = Before::Punct;
            }
            '.' => {
                self.out.push('.');
                // The `=` of `1.. = range` is no part of it.
                self.before = match next {
                    Some('=') if !joint => Before::Punct,
                    _ => Before::Tight,
                };
            }
            '?' => {
                self.out.push('?');
                self.before = Before::Callee;
            }
            '!' if self.before == Before::Callee && next != Some('=') => {
                self.out.push('!');
                self.before = Before::Callee;
            }
            '|' if !joint && next != Some('|') => {
                let opens = !self.closure
                    && !matches!(self.before, Before::Callee | Before::Brace | Before::Inline);
                if opens || !self.closure {
                    self.space();
                }
                self.out.push('|');
                self.before = if opens { Before::Tight } else { Before::Punct };
                self.closure = opens;
            }
            '&' if joint && next == Some('&') && self.before == Before::Callee => {
                self.space();
                self.out.push('&');
                self.both = true;
            }
            '&' if self.both => {
                self.out.push('&');
                self.before = Before::Punct;
                self.both = false;
            }
            '\'' | '#' | '&' | '!' | '*' | '@' | '$' | '-' if !joint || char == '\'' => {
                if self.before == Before::Brace && char == '#' {
                    self.newline();
                }
                let binary = self.before == Before::Callee && matches!(char, '*' | '-');
                self.space();
                self.out.push(char);
                self.before = if binary { Before::Punct } else { Before::Tight };
            }
            '<' if !joint && !self.out.ends_with([' ', '<']) => {
                self.out.push(char);
                self.angles += 1;
                self.before = Before::Tight;
            }
            '>' if self.angles > 0 && !self.out.ends_with(['=', '-']) => {
                self.out.push(char);
                self.angles -= 1;
                self.before = Before::Callee;
            }
            _ => {
                let glued = self.out.ends_with([
                    '=', '-', '<', '>', '+', '*', '/', '%', '&', '|', '^', '!', '.',
                ]) && self.before == Before::Tight;
                if !glued {
                    self.space();
                }
                self.out.push(char);
                self.before = if joint { Before::Tight } else { Before::Punct };
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => return self.braces(group),
            Delimiter::None => ("", ""),
        };
        if self.before == Before::Brace {
            self.newline();
        }
        if !matches!(self.before, Before::Callee) {
            self.space();
        }
        let attribute = group.delimiter() == Delimiter::Bracket && self.out.ends_with(['#', '!']);
        self.out.push_str(open);
        self.before = Before::Tight;
        let flat = self.flat;
        self.flat |= attribute;
        let lines = !self.flat && long(group);
        if lines {
            self.indent += 1;
            self.before = Before::Punct;
            self.newline();
        }
        self.stream(group.stream(), lines);
        if lines {
            self.indent -= 1;
            self.newline();
        }
        self.out.push_str(close);
        self.flat = flat;
        self.before = Before::Callee;
        if attribute {
            self.newline();
        }
    }

    fn braces(&mut self, group: &Group) {
        if self.before == Before::Brace {
            self.newline();
        }
        self.space();
        if group.stream().is_empty() {
            self.out.push_str("{}");
        } else if !self.flat && (long(group) || has_statement(group)) {
            self.out.push('{');
            self.indent += 1;
            self.before = Before::Punct;
            self.newline();
            self.stream(group.stream(), true);
            self.indent -= 1;
            self.newline();
            while self.out.ends_with("    ") && !self.ends_at_indent() {
                self.out.truncate(self.out.len() - 4);
            }
            self.out.push('}');
        } else {
            self.out.push_str("{ ");
            self.before = Before::Line;
            self.stream(group.stream(), false);
            if !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            self.out.push('}');
            self.before = Before::Inline;
            return;
        }
        self.before = Before::Brace;
    }

    fn ends_at_indent(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        line.len() <= self.indent * 4
    }
}

fn long(group: &Group) -> bool {
    group.to_string().len() > 70
        || group
            .stream()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Group(inner) if has_statement(&inner)))
}

fn has_statement(group: &Group) -> bool {
    group.delimiter() == Delimiter::Brace
        && group.stream().into_iter().any(|token| match token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(inner) => has_statement(&inner),
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        })
}

const KEYWORDS: [&str; 20] = [
    "as", "break", "const", "continue", "else", "enum", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "move", "mut", "ref", "return", "unsafe", "while",
];
