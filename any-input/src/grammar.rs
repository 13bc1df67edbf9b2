//! Arbitrary functions that parse, most of them, with yields anywhere.

use std::fmt::Write;

use fastrand::Rng;

/// The text of a function.
pub fn function(rng: &mut Rng) -> String {
    let mut grammar = Grammar { rng };
    let signature = grammar.one(&[
        "fn f() -> impl Iterator<Item = u8>",
        "fn f(a: u8, mut b: String) -> impl Iterator<Item = u8> + Clone + core::fmt::Debug",
        "fn f<'x, T: Clone>((a, b): (T, &'x str), c: impl Fn()) -> Box<dyn Iterator<Item = T> + 'x>",
        "fn f(&mut self, [a, .., b]: [u8; 4]) -> impl Iterator<Item = Result<u8, Error>> + '_",
        "fn f(self: Box<Self>, _: u8, A: A) -> impl Iterator<Item = Option<impl Clone>> + Send",
        "fn f(mut self, a: u8) -> impl Iterator<Item = u8> + Send",
    ]);
    let body = grammar.block(4);
    format!("{signature} {body}")
}

struct Grammar<'r> {
    rng: &'r mut Rng,
}

impl Grammar<'_> {
    fn one(&mut self, choices: &[&str]) -> String {
        choices[self.rng.usize(..choices.len())].to_owned()
    }

    fn name(&mut self) -> String {
        self.one(&[
            "a", "b", "c", "self", "r#match", "N", "x", "_y", "this", "state", "sink",
        ])
    }

    fn variable(&mut self) -> String {
        self.one(&[
            "a", "b", "c", "r#match", "x", "_y", "this", "state", "sink", "now",
        ])
    }

    fn label(&mut self) -> String {
        self.one(&["", "", "'a", "'b", "'static_"])
    }

    fn labelled(&mut self) -> String {
        match self.label().as_str() {
            "" => String::new(),
            label => format!("{label}: "),
        }
    }

    fn block(&mut self, depth: usize) -> String {
        let mut out = String::from("{ ");
        for _ in 0..self.rng.usize(..5) {
            out += &self.statement(depth);
            out.push(' ');
        }
        if self.rng.u8(..4) == 0 {
            out += &self.expr(depth.saturating_sub(1));
        }
        out + " }"
    }

    fn statement(&mut self, depth: usize) -> String {
        let less = depth.saturating_sub(1);
        match self.rng.u8(..16) {
            0 | 1 => format!("let {} = {};", self.pat(2), self.expr(less)),
            2 => format!("let {}: {};", self.variable(), self.ty()),
            3 => format!(
                "let {} = {} else {};",
                self.pat(2),
                self.expr(less),
                self.block(less)
            ),
            4 => format!("let {} = anchor!({});", self.variable(), self.expr(less)),
            5..=7 => format!("yield_!({});", self.expr(less)),
            8 => format!("yield {};", self.expr(less)),
            9 => format!("yield_from!({});", self.expr(less)),
            10 => self.one(&[
                "use std::fmt;",
                "fn inner() { loop {} }",
                "const N: u8 = 1;",
                "struct S { a: u8 }",
                "macro_rules! m { ($a:tt) => { $a } }",
                "#[allow(unused)] let a = 1;",
                "#[cfg(test)] yield_!(1);",
                ";",
                "m! { a b }",
                "impl S { fn a(&self) {} }",
            ]),
            11 if depth > 0 => self.control(less),
            _ => format!("{};", self.expr(less)),
        }
    }

    fn control(&mut self, depth: usize) -> String {
        let label = self.labelled();
        match self.rng.u8(..8) {
            0 => format!("{label}loop {}", self.block(depth)),
            1 => format!(
                "{label}while {} {}",
                self.condition(depth),
                self.block(depth)
            ),
            2 => format!(
                "{label}for {} in {} {}",
                self.pat(2),
                self.head(depth),
                self.block(depth)
            ),
            3 => format!("{label}{}", self.block(depth)),
            4 => format!("unsafe {}", self.block(depth)),
            5 => {
                let mut arms = String::new();
                for _ in 0..self.rng.usize(..4) {
                    let guard = match self.rng.u8(..3) {
                        0 => format!(" if {}", self.condition(depth)),
                        _ => String::new(),
                    };
                    let (pat, value) = (self.pat(2), self.expr(depth));
                    write!(arms, "{pat}{guard} => {value}, ").expect("writing to a string works");
                }
                format!("match {} {{ {arms} }}", self.head(depth))
            }
            6 => format!("if {} {}", self.condition(depth), self.block(depth)),
            _ => format!(
                "if {} {} else {}",
                self.condition(depth),
                self.block(depth),
                self.block(depth)
            ),
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        match self.rng.u8(..4) {
            0 => format!("let {} = {}", self.pat(2), self.head(depth)),
            1 => format!(
                "let {} = {} && {}",
                self.pat(2),
                self.head(depth),
                self.head(depth)
            ),
            _ => self.head(depth),
        }
    }

    // Where a brace would be the body's.
    fn head(&mut self, depth: usize) -> String {
        match self.rng.u8(..3) {
            0 => self.name(),
            1 => format!("{}..{}", self.rng.u8(..3), self.name()),
            _ => format!("({})", self.expr(depth)),
        }
    }

    fn expr(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.rng.u8(..6) {
                0 | 1 => self.name(),
                2 => self.one(&[
                    "1", "\"a\"", "b'a'", "1.5", "()", "c\"x\"", "\"{a}\"", "[]", "..", "_",
                ]),
                3 => self.one(&[
                    "a.0", "a.b.c", "self.a", "a[0]", "*a", "a.0.1", "S {}", "Self",
                ]),
                4 => self.one(&[
                    "break",
                    "continue",
                    "return",
                    "break 'a",
                    "continue 'b",
                    "return 1",
                ]),
                _ => self.one(&["yield_!(a)", "yield", "yield_!()", "yield_!(a,)", "yield 1"]),
            };
        }
        let less = depth - 1;
        match self.rng.u8(..36) {
            0 => format!("({} + {})", self.expr(less), self.expr(less)),
            1 => format!("({} && {})", self.expr(less), self.expr(less)),
            2 => format!("({} || {})", self.expr(less), self.expr(less)),
            3 => format!("{} = {}", self.place(less), self.expr(less)),
            4 => format!("{} += {}", self.place(less), self.expr(less)),
            5 => format!("{}({}, {})", self.name(), self.expr(less), self.expr(less)),
            6 => format!(
                "({}).{}({})",
                self.expr(less),
                self.method(),
                self.expr(less)
            ),
            7 => format!("({}).{}()", self.expr(less), self.method()),
            8 => format!("&mut {}", self.place(less)),
            9 => format!("&({})", self.expr(less)),
            10 => format!("({}, {})", self.expr(less), self.expr(less)),
            11 => format!("[{}, {}]", self.expr(less), self.expr(less)),
            12 => format!("[{}; 2]", self.expr(less)),
            13 => format!("(S {{ a: {}, ..{} }})", self.expr(less), self.expr(less)),
            14 => format!("(S {{ a, b: {} }})", self.expr(less)),
            15 => format!("({})?", self.expr(less)),
            16 => format!("(({}) as {})", self.expr(less), self.ty()),
            17 => format!("(|{}| {})", self.pat(1), self.expr(less)),
            18 => format!("(move || {})", self.block(less)),
            19 => format!("(async {})", self.block(less)),
            20 => format!("const {}", self.block(less)),
            21 => format!("-({})", self.expr(less)),
            22 => format!("({}..={})", self.expr(less), self.expr(less)),
            23 => format!("({})[{}]", self.expr(less), self.expr(less)),
            24 => {
                let name = self.one(&[
                    "vec",
                    "format",
                    "println",
                    "assert",
                    "assert_eq",
                    "dbg",
                    "matches",
                    "write",
                    "panic",
                    "unknown",
                    "debug_assert",
                    "std::format",
                    "todo",
                    "anchor",
                ]);
                format!("{name}!({}, {})", self.expr(less), self.expr(less))
            }
            25 => format!("println!(\"{{}} {{a}} {{x:?}}\", {})", self.expr(less)),
            26 => format!("vec![{}; {}]", self.expr(less), self.expr(less)),
            27 => format!("break {} {}", self.label(), self.expr(less)),
            28 => format!("return {}", self.expr(less)),
            29 => format!("yield_!({})", self.expr(less)),
            30 => format!("(yield {})", self.expr(less)),
            31 => format!("({}).await", self.expr(less)),
            32 => format!("{} <<= {}", self.place(less), self.expr(less)),
            _ => self.control(less),
        }
    }

    fn place(&mut self, depth: usize) -> String {
        match self.rng.u8(..7) {
            0 => format!("(*{})", self.expr(depth)),
            1 => format!("{}.a", self.name()),
            2 => format!("{}[{}]", self.name(), self.expr(depth)),
            3 => format!("({}, _, {})", self.name(), self.variable()),
            4 => format!("({}).0", self.expr(depth)),
            _ => self.variable(),
        }
    }

    fn method(&mut self) -> String {
        self.one(&[
            "clone",
            "unwrap",
            "into_iter",
            "map",
            "as_ref",
            "len",
            "join",
            "build",
            "b::<u8>",
        ])
    }

    fn pat(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.rng.u8(..4) {
                0 => self.one(&["_", "1", "..", "0..=9", "None", "N", "'a'..", "-1", "\"a\""]),
                1 => format!("mut {}", self.variable()),
                2 => format!("ref {}", self.variable()),
                _ => self.variable(),
            };
        }
        let less = depth - 1;
        match self.rng.u8(..11) {
            0 => format!("({}, {})", self.pat(less), self.pat(less)),
            1 => format!("Some({})", self.pat(less)),
            2 => format!("S {{ a: {}, .. }}", self.pat(less)),
            3 => "S { a, mut b, .. }".to_owned(),
            4 => format!("&{}", self.pat(less)),
            5 => format!("[{}, .., {}]", self.pat(less), self.pat(less)),
            6 => format!("{} @ {}", self.variable(), self.pat(less)),
            7 => format!("({} | {})", self.pat(less), self.pat(less)),
            _ => self.pat(0),
        }
    }

    fn ty(&mut self) -> String {
        self.one(&[
            "u8",
            "_",
            "&str",
            "Vec<_>",
            "(u8, String)",
            "[u8; N]",
            "fn(u8) -> u8",
            "Self",
            "&'a mut T",
            "!",
        ])
    }
}
