//! How is a program written in Rust? In three dialects, which differ in the head and at yields.

use std::fmt::Write;

use crate::program::{
    Argument, Assignee, Block, Capture, Condition, Expr, Function, Label, Macro, Member, Method,
    Name, Operator, Pattern, Program, Statement, Type,
};

/// Who runs the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// `#[generator]`, on stable.
    Machine,
    /// `gen fn`, on nightly.
    Gen,
    /// A function that hands its items to `item` as it reaches them.
    Plain,
}

/// A module with the generator `g{number}` and what the runner calls: `start`, and for a plain function, `never_start`, which drops
/// the arguments as a generator does that is never asked for an item.
pub fn module(number: u64, program: &Program, dialect: Dialect) -> String {
    let mut printer = Printer {
        dialect,
        tries: program.tries() && dialect != Dialect::Machine,
        item: ty(&program.item),
        out: "use crate::support::*;\n".to_owned(),
        indent: 0,
    };
    if dialect == Dialect::Machine {
        printer
            .out
            .push_str("use gen_runtime::{anchor, generator, yield_, yield_from};\n");
    }
    printer.out.push('\n');
    printer.function(number, program);
    printer.start(number, program);
    printer.out
}

struct Printer {
    dialect: Dialect,
    /// Is `?` written out? Only the macro knows what it means in a generator.
    tries: bool,
    /// The type of the items, for `item::<T>`: nothing else says it in a plain function.
    item: String,
    out: String,
    indent: usize,
}

impl Printer {
    fn function(&mut self, number: u64, program: &Program) {
        let parameters: Vec<String> = program
            .arguments
            .iter()
            .enumerate()
            .map(|(index, argument)| self.parameter(index, argument))
            .collect();
        let head = format!("g{number}<'a>({})", parameters.join(", "));
        let item = self.item.clone();
        let head = match self.dialect {
            Dialect::Machine => {
                format!("#[generator]\npub fn {head} -> impl Iterator<Item = {item}> ")
            }
            Dialect::Gen => format!("pub gen fn {head} -> {item} "),
            Dialect::Plain => format!("pub fn {head} "),
        };
        self.out.push_str(&head);
        if self.tries {
            self.tried(program, &item);
        } else {
            self.block(&program.body);
        }
        self.out.push('\n');
    }

    fn parameter(&self, index: usize, argument: &Argument) -> String {
        let pattern = if self.tries {
            format!("argument{index}")
        } else {
            pattern(&argument.pattern)
        };
        format!("{pattern}: {}", ty(&argument.ty))
    }

    // A failure is handed out when all locals are dropped, the arguments as well. It is what a block comes to, as it is what a function returns:
    // where a destructor panics on the way rustc forgets both.
    fn tried(&mut self, program: &Program, item: &str) {
        self.out.push('{');
        self.indent += 1;
        self.line(&format!("let failure: Option<{item}> = 'body: {{"));
        self.indent += 1;
        for (index, argument) in program.arguments.iter().enumerate() {
            self.line(&format!(
                "let {} = argument{index};",
                pattern(&argument.pattern)
            ));
        }
        self.line("");
        self.block(&program.body);
        self.line("None");
        self.indent -= 1;
        self.line("};");
        let hand_out = self.hand_out("failure");
        self.line(&format!("if let Some(failure) = failure {{ {hand_out}; }}"));
        self.indent -= 1;
        self.line("}");
    }

    fn start(&mut self, number: u64, program: &Program) {
        let arguments: Vec<String> = program
            .arguments
            .iter()
            .enumerate()
            .map(|(index, argument)| value_of(&argument.ty, 1000 + 10 * index))
            .collect();
        let arguments = arguments.join(", ");
        let call = format!("g{number}({arguments})");
        let comma = if program.arguments.len() == 1 {
            ","
        } else {
            ""
        };
        let start = match self.dialect {
            Dialect::Machine | Dialect::Gen => {
                format!("\npub fn start() -> Box<dyn Driven> {{\n    Box::new({call})\n}}\n")
            }
            Dialect::Plain => format!(
                "\npub fn start() {{\n    {call}\n}}\n\n\
                 pub fn never_start() {{\n    drop(({arguments}{comma}))\n}}\n"
            ),
        };
        self.out.push_str(&start);
    }

    fn hand_out(&self, value: &str) -> String {
        match self.dialect {
            Dialect::Machine => format!("yield_!({value})"),
            Dialect::Gen => format!("yield {value}"),
            Dialect::Plain => format!("item::<{}>({value})", self.item),
        }
    }

    /// Begins a line and writes it.
    fn line(&mut self, text: &str) {
        self.out.push('\n');
        for _ in 0..self.indent {
            self.out.push_str("    ");
        }
        self.out.push_str(text);
    }

    fn block(&mut self, block: &Block) {
        if block.statements.is_empty() && block.value.is_none() {
            self.out.push_str("{}");
            return;
        }
        self.out.push('{');
        self.indent += 1;
        for statement in &block.statements {
            self.line("");
            self.statement(statement);
        }
        if let Some(value) = &block.value {
            self.line("");
            self.expr(value);
        }
        self.indent -= 1;
        self.line("}");
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Declare {
                name,
                ty: written,
                is_written,
            } => {
                let _ = write!(self.out, "let mut {}", name.0);
                if *is_written {
                    let _ = write!(self.out, ": {}", ty(written));
                }
                self.out.push(';');
            }
            Statement::Let {
                pattern: bound,
                ty: written,
                value,
                otherwise,
            } => {
                let open = matches!(bound, Pattern::Or(_));
                let printed = pattern(bound);
                let _ = if open {
                    write!(self.out, "let ({printed})")
                } else {
                    write!(self.out, "let {printed}")
                };
                if let Some(written) = written {
                    let _ = write!(self.out, ": {}", ty(written));
                }
                self.out.push_str(" = ");
                match otherwise {
                    Some(_) => self.operand(value),
                    None => self.expr(value),
                }
                if let Some(otherwise) = otherwise {
                    self.out.push_str(" else ");
                    self.block(otherwise);
                }
                self.out.push(';');
            }
            Statement::Anchor {
                name,
                ty: written,
                value,
            } => self.anchor(name, written.as_ref(), value),
            Statement::Expr(expr) => {
                self.expr(expr);
                if !expr.is_block_like() {
                    self.out.push(';');
                }
            }
        }
    }

    fn anchor(&mut self, Name(name): &Name, written: Option<&Type>, value: &Expr) {
        if self.dialect == Dialect::Machine {
            let written = written.map_or_else(String::new, |of| format!(": &mut {}", ty(of)));
            let _ = write!(self.out, "let {name}{written} = anchor!(");
            self.expr(value);
            self.out.push_str(");");
        } else {
            let written = written.map_or_else(String::new, |of| format!(": {}", ty(of)));
            let _ = write!(self.out, "let mut {name}_owner{written} = ");
            self.expr(value);
            self.out.push(';');
            self.line(&format!("let {name} = &mut {name}_owner;"));
        }
    }

    fn exprs(&mut self, list: &[Expr]) {
        for (index, expr) in list.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.expr(expr);
        }
    }

    /// Writes what stands beside an operator or before a dot.
    fn operand(&mut self, expr: &Expr) {
        let is_plain = matches!(
            expr,
            Expr::Number(_)
                | Expr::Local(_)
                | Expr::Call(..)
                | Expr::Invoke(..)
                | Expr::Field(..)
                | Expr::Index(..)
        ) || matches!(expr, Expr::Method(_, method, _) if *method != Method::Len);
        if is_plain {
            self.expr(expr);
        } else {
            self.out.push('(');
            self.expr(expr);
            self.out.push(')');
        }
    }

    /// Writes what is borrowed.
    fn place(&mut self, expr: &Expr) {
        match expr {
            Expr::Deref(_) => self.expr(expr),
            _ => self.operand(expr),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Number(number) => {
                let _ = write!(self.out, "{number}");
            }
            Expr::Local(name) => self.out.push_str(&name.0),
            Expr::Call(function, arguments) => {
                self.out.push_str(function_name(*function));
                self.enclosed('(', arguments, ')');
            }
            Expr::Method(receiver, method, arguments) => self.method(receiver, *method, arguments),
            Expr::Invoke(name, argument) => {
                let _ = write!(self.out, "{}(", name.0);
                self.expr(argument);
                self.out.push(')');
            }
            Expr::Binary(left, operator, right) => {
                self.operand(left);
                let _ = write!(self.out, " {} ", operator_name(*operator));
                self.operand(right);
            }
            Expr::Not(value) => {
                self.out.push('!');
                self.operand(value);
            }
            Expr::Tuple(parts) => self.enclosed('(', parts, ')'),
            Expr::Array(parts) => self.enclosed('[', parts, ']'),
            Expr::Record(parts) => {
                self.out.push_str("Record { ");
                for (field, part) in ["a", "b", "n"].iter().zip(parts) {
                    let _ = write!(self.out, "{field}: ");
                    self.expr(part);
                    self.out.push_str(", ");
                }
                self.out.push('}');
            }
            Expr::Field(base, field) => {
                self.operand(base);
                self.out.push_str(&member(*field));
            }
            Expr::Index(list, index) => {
                self.out.push('&');
                self.operand(list);
                self.out.push('[');
                self.operand(index);
                self.out.push_str(" as usize % 2]");
            }
            Expr::Borrow(place) => {
                self.out.push('&');
                self.place(place);
            }
            Expr::BorrowMut(place) => {
                self.out.push_str("&mut ");
                self.place(place);
            }
            Expr::Deref(name) => {
                let _ = write!(self.out, "*{}", name.0);
            }
            Expr::Assign(to, value) => {
                let _ = write!(self.out, "{} = ", assignee(to));
                self.expr(value);
            }
            Expr::Add(name, value) => {
                let _ = write!(self.out, "{} += ", name.0);
                self.expr(value);
            }
            Expr::Range(from, to) => {
                self.operand(from);
                self.out.push_str("..");
                self.operand(to);
            }
            Expr::Macro(name, arguments) => self.mac(*name, arguments),
            Expr::Closure(capture, body) => {
                let by = match capture {
                    Capture::Move | Capture::Once => "move ",
                    Capture::Borrow => "",
                };
                let _ = write!(self.out, "{by}|n: u32| -> u32 ");
                self.block(body);
            }
            Expr::Block(label, block) => {
                self.label(*label);
                self.block(block);
            }
            Expr::If(chain, then, otherwise) => {
                self.out.push_str("if ");
                self.chain(chain);
                self.block(then);
                if let Some(otherwise) = otherwise {
                    self.out.push_str(" else ");
                    self.block(otherwise);
                }
            }
            Expr::Match(head, arms) => {
                self.out.push_str("match ");
                self.expr(head);
                self.out.push_str(" {");
                self.indent += 1;
                for arm in arms {
                    self.line(&pattern(&arm.pattern));
                    if arm.guard.is_empty() {
                        self.out.push_str(" => ");
                    } else {
                        self.out.push_str(" if ");
                        self.chain(&arm.guard);
                        self.out.push_str("=> ");
                    }
                    self.block(&arm.body);
                }
                self.indent -= 1;
                self.line("}");
            }
            Expr::Loop(label, body) => {
                self.label(*label);
                self.out.push_str("loop ");
                self.block(body);
            }
            Expr::While(label, chain, body) => {
                self.label(*label);
                self.out.push_str("while ");
                self.chain(chain);
                self.block(body);
            }
            Expr::For(label, bound, head, body) => {
                self.label(*label);
                let _ = write!(self.out, "for {} in ", pattern(bound));
                self.expr(head);
                self.out.push(' ');
                self.block(body);
            }
            Expr::Break(label, value) => {
                self.jump("break", *label);
                if let Some(value) = value {
                    self.out.push(' ');
                    self.expr(value);
                }
            }
            Expr::Continue(label) => self.jump("continue", *label),
            Expr::Return if self.tries => self.out.push_str("break 'body None"),
            Expr::Return => self.out.push_str("return"),
            Expr::Try(value) if self.tries => {
                self.out.push_str("(match ");
                self.expr(value);
                self.out
                    .push_str(" { Ok(good) => good, Err(bad) => break 'body Some(Err(bad)) })");
            }
            Expr::Try(value) => {
                self.operand(value);
                self.out.push('?');
            }
            Expr::Yield(value) => {
                let hole = self.hand_out("…");
                let (open, close) = hole.split_once('…').unwrap_or_default();
                self.out.push_str(open);
                self.expr(value);
                self.out.push_str(close);
            }
            Expr::YieldFrom(items) if self.dialect == Dialect::Machine => {
                self.out.push_str("yield_from!(");
                self.expr(items);
                self.out.push(')');
            }
            Expr::YieldFrom(items) => {
                self.out.push_str("for each in ");
                self.expr(items);
                let hand_out = self.hand_out("each");
                let _ = write!(self.out, " {{ {hand_out}; }}");
            }
        }
    }

    fn enclosed(&mut self, open: char, list: &[Expr], close: char) {
        self.out.push(open);
        self.exprs(list);
        if open == '(' && list.len() == 1 && self.out.ends_with(',') {
            self.out.pop();
        }
        self.out.push(close);
    }

    fn method(&mut self, receiver: &Expr, method: Method, arguments: &[Expr]) {
        self.operand(receiver);
        let name = match method {
            Method::Id => ".id",
            Method::Take => ".take",
            Method::Replace => ".replace",
            Method::IsSome => ".is_some",
            Method::UnwrapOrElse => ".unwrap_or_else",
            Method::Pop => ".pop",
            Method::Push => ".push",
            Method::Len => ".len() as u32",
            Method::Total => ".iter().map(|each| each.id()).sum::<u32>",
            Method::IntoIter => ".into_iter",
            Method::Iter => ".iter",
            Method::Next => ".next",
            Method::IterMut => ".iter_mut",
            Method::First => ".first",
            Method::LastMut => ".last_mut",
            Method::AsRef => ".as_ref",
            Method::AsMut => ".as_mut",
            Method::Drain => ".drain(..)",
            Method::Guarded => ".guarded",
        };
        self.out.push_str(name);
        match (method, arguments) {
            (Method::Len | Method::Drain, _) => {}
            (Method::UnwrapOrElse, [number]) => {
                self.out.push_str("(|| make(");
                self.expr(number);
                self.out.push_str("))");
            }
            _ => self.enclosed('(', arguments, ')'),
        }
    }

    fn mac(&mut self, name: Macro, arguments: &[Expr]) {
        match (name, arguments) {
            (Macro::Vec, _) => {
                self.out.push_str("vec!");
                self.enclosed('[', arguments, ']');
            }
            (Macro::Assert, _) => {
                self.out.push_str("assert!");
                self.enclosed('(', arguments, ')');
            }
            (Macro::NoteInline, [Expr::Local(name)]) => {
                let _ = write!(self.out, "note(&format!(\"{{{}:>3}}\"))", name.0);
            }
            (Macro::Note | Macro::NoteInline, _) => {
                let holes = vec!["{}"; arguments.len()].join(" ");
                let _ = write!(self.out, "note(&format!(\"{holes}\", ");
                self.exprs(arguments);
                self.out.push_str("))");
            }
        }
    }

    fn chain(&mut self, chain: &[Condition]) {
        for (index, condition) in chain.iter().enumerate() {
            if index > 0 {
                self.out.push_str(" && ");
            }
            match condition {
                // Beside a `let` of the chain, an operator of the same rank would belong to the chain.
                Condition::Is(flag) if chain.len() > 1 => self.operand(flag),
                Condition::Is(flag) => self.expr(flag),
                Condition::Let(bound, value) => {
                    let _ = write!(self.out, "let {} = ", pattern(bound));
                    self.operand(value);
                }
            }
        }
        self.out.push(' ');
    }

    fn label(&mut self, label: Option<Label>) {
        if let Some(Label(number)) = label {
            let _ = write!(self.out, "'l{number}: ");
        }
    }

    fn jump(&mut self, word: &str, label: Option<Label>) {
        self.out.push_str(word);
        if let Some(Label(number)) = label {
            let _ = write!(self.out, " 'l{number}");
        }
    }
}

fn list<T>(parts: &[T], write: impl Fn(&T) -> String) -> String {
    parts.iter().map(write).collect::<Vec<_>>().join(", ")
}

fn pattern(printed: &Pattern) -> String {
    match printed {
        Pattern::Wild => "_".to_owned(),
        Pattern::Rest => "..".to_owned(),
        Pattern::Bind(name) => format!("mut {}", name.0),
        Pattern::Fixed(name) => name.0.clone(),
        Pattern::BindRef(name) => format!("ref {}", name.0),
        Pattern::BindMut(name) => format!("ref mut {}", name.0),
        Pattern::At(name, inner) => match &**inner {
            Pattern::Or(_) => format!("mut {} @ ({})", name.0, pattern(inner)),
            inner => format!("mut {} @ {}", name.0, pattern(inner)),
        },
        Pattern::Number(number) => number.to_string(),
        Pattern::Span(from, to) => format!("{from}..={to}"),
        Pattern::Or(parts) => parts.iter().map(pattern).collect::<Vec<_>>().join(" | "),
        Pattern::Tuple(parts) => format!("({})", list(parts, pattern)),
        Pattern::Array(parts) => format!("[{}]", list(parts, pattern)),
        Pattern::Record(parts) => record(parts, |part| *part == Pattern::Rest, pattern),
        Pattern::Some(inner) => format!("Some({})", pattern(inner)),
        Pattern::None => "None".to_owned(),
        Pattern::Ok(inner) => format!("Ok({})", pattern(inner)),
        Pattern::Err(inner) => format!("Err({})", pattern(inner)),
    }
}

/// `Record { a: …, .. }`
fn record<T>(parts: &[T], is_rest: fn(&T) -> bool, write: fn(&T) -> String) -> String {
    let fields = ["a", "b", "n"].iter().zip(parts);
    let fields: Vec<String> = fields
        .map(|(field, part)| {
            if is_rest(part) {
                write(part)
            } else {
                format!("{field}: {}", write(part))
            }
        })
        .collect();
    format!("Record {{ {} }}", fields.join(", "))
}

fn assignee(printed: &Assignee) -> String {
    match printed {
        Assignee::Wild => "_".to_owned(),
        Assignee::Rest => "..".to_owned(),
        Assignee::Local(name) => name.0.clone(),
        Assignee::Field(name, field) => format!("{}{}", name.0, member(*field)),
        Assignee::Deref(name) => format!("*{}", name.0),
        Assignee::Tuple(parts) => format!("({})", list(parts, assignee)),
        Assignee::Array(parts) => format!("[{}]", list(parts, assignee)),
        Assignee::Record(parts) => record(parts, |part| *part == Assignee::Rest, assignee),
    }
}

fn member(printed: Member) -> String {
    match printed {
        Member::Position(index) => format!(".{index}"),
        Member::Named(index) => format!(".{}", ["a", "b", "n"][index]),
    }
}

fn ty(printed: &Type) -> String {
    match printed {
        Type::Unit => "()".to_owned(),
        Type::Never => "!".to_owned(),
        Type::Number => "u32".to_owned(),
        Type::Flag => "bool".to_owned(),
        Type::Droppable => "D".to_owned(),
        Type::Record => "Record".to_owned(),
        Type::Tuple(parts) => format!("({})", list(parts, ty)),
        Type::Option(of) => format!("Option<{}>", ty(of)),
        Type::Result(good, bad) => format!("Result<{}, {}>", ty(good), ty(bad)),
        Type::Vec(of) => format!("Vec<{}>", ty(of)),
        Type::Array(of) => format!("[{}]", ty(of)),
        Type::IntoIter(of) => format!("std::vec::IntoIter<{}>", ty(of)),
        Type::Ref(to) => format!("&'a {}", ty(to)),
        Type::Iter(of) => format!("std::slice::Iter<'a, {}>", ty(of)),
        Type::Range => "std::ops::Range<u32>".to_owned(),
        Type::Loan(to) | Type::Lent(to) => format!("&{}", ty(to)),
        Type::LoanMut(to) | Type::LentMut(to) => format!("&mut {}", ty(to)),
        Type::Guard => "Guard".to_owned(),
        Type::Elements(of) => format!("std::slice::Iter<{}>", ty(of)),
        Type::ElementsMut(of) => format!("std::slice::IterMut<{}>", ty(of)),
        Type::Drain(of) => format!("std::vec::Drain<{}>", ty(of)),
        Type::Closure | Type::LoanClosure | Type::OnceClosure => "_".to_owned(),
    }
}

/// An argument of this type; its droppables have numbers from `id` on.
fn value_of(wanted: &Type, id: usize) -> String {
    match wanted {
        Type::Number => "3".to_owned(),
        Type::Droppable => format!("D::new({id})"),
        Type::Tuple(parts) => {
            let parts: Vec<String> = (id..).zip(parts).map(|(id, of)| value_of(of, id)).collect();
            format!("({})", parts.join(", "))
        }
        Type::Option(of) => format!("Some({})", value_of(of, id)),
        Type::Vec(of) => format!("vec![{}, {}]", value_of(of, id), value_of(of, id + 1)),
        Type::Ref(to) if matches!(**to, Type::Array(_)) => format!("lasting_list({id})"),
        Type::Ref(_) => format!("lasting_option({id})"),
        Type::Iter(_) => format!("lasting_list({id}).iter()"),
        other => unreachable!("`random` gives no argument the type {other:?}"),
    }
}

fn function_name(function: Function) -> &'static str {
    match function {
        Function::Event => "ev",
        Function::Make => "make",
        Function::See => "see",
        Function::Flip => "flip",
        Function::Chance => "chance",
        Function::Many => "many",
        Function::Either => "either",
        Function::Outcome => "outcome",
        Function::Look => "look",
        Function::Guard => "guard",
        Function::Drop => "drop",
        Function::Exchange => "replace",
        Function::TakeOut => "take",
        Function::Swap => "swap",
        Function::Some => "Some",
        Function::Ok => "Ok",
        Function::Err => "Err",
    }
}

fn operator_name(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "+",
        Operator::Times => "*",
        Operator::Remainder => "%",
        Operator::Equal => "==",
        Operator::Less => "<",
        Operator::And => "&&",
        Operator::Or => "||",
    }
}
