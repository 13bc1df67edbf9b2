//! Shows what becomes of the generators in a file: `gen-explain [--expansion | --svg | --html] FILE [FUNCTION]`.
//!
//! | file | answers |
//! |---|---|
//! | `find.rs` | which generators are in the file? |
//! | `machine.rs` | where in the file is everything that the compiler made a state of? |
//! | `text.rs`, `svg.rs`, `html.rs` | how is it told, drawn, and put on a page? |
//! | `report.rs` | what is said if there is nothing to show? |

mod find;
mod html;
mod machine;
mod report;
mod svg;
mod text;

use std::{
    fs,
    io::{self, ErrorKind, Write},
    process::ExitCode,
    thread::{self, JoinHandle},
};

use find::Found;
use machine::machine;
use report::Source;

const USAGE: &str = "\
usage: gen-explain [--expansion | --svg | --html] FILE [FUNCTION]

Shows the states of the generators in FILE, or of those called FUNCTION: what each state carries, which
yields suspend into it, and where it leads. `Type::method` is a method of that type.

  --expansion  the code that the macro makes of them
  --svg        a drawing, beside the source
  --html       a page with the drawings and the code
";

#[derive(Clone, Copy)]
enum Form {
    Text,
    Expansion,
    Svg,
    Html,
}

struct Wanted {
    form: Form,
    file: String,
    function: Option<String>,
}

fn main() -> ExitCode {
    let wanted = match command_line() {
        Ok(Some(wanted)) => wanted,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("gen-explain: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    // As deep as rustc goes into an expression, in a debug build too.
    let explained = thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || explain(&wanted))
        .map(JoinHandle::join);
    let Ok(Ok((out, refused))) = explained else {
        // The thread has said why.
        return ExitCode::from(101);
    };
    let mut failed = !refused.is_empty();
    if let Err(error) = io::stdout().write_all(out.as_bytes()) {
        // A reader that has seen enough is no failure.
        if error.kind() != ErrorKind::BrokenPipe {
            eprintln!("gen-explain: standard output: {error}");
            failed = true;
        }
    }
    eprint!("{refused}");
    ExitCode::from(u8::from(failed))
}

// `None` if only help is wanted.
fn command_line() -> Result<Option<Wanted>, lexopt::Error> {
    use lexopt::prelude::*;
    let mut form = Form::Text;
    let mut names = Vec::new();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("expansion") => form = Form::Expansion,
            Long("svg") => form = Form::Svg,
            Long("html") => form = Form::Html,
            Short('h') | Long("help") => return Ok(None),
            Value(name) if names.len() < 2 => names.push(name.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let mut names = names.into_iter();
    let file = names.next().ok_or("FILE is missing")?;
    let function = names.next();
    Ok(Some(Wanted {
        form,
        file,
        function,
    }))
}

// Output: what is to be shown, and what is to be said of mistakes.
fn explain(wanted: &Wanted) -> (String, String) {
    let text = match fs::read_to_string(&wanted.file) {
        Ok(text) => text,
        Err(error) => {
            let said = format!("error: couldn't read `{}`: {error}\n", wanted.file);
            return (String::new(), said);
        }
    };
    let source = Source {
        name: &wanted.file,
        // No column counts the mark of the byte order.
        text: text.strip_prefix('\u{feff}').unwrap_or(&text),
    };
    let file = match syn::parse_file(source.text) {
        Ok(file) => file,
        Err(error) => return (String::new(), report::does_not_parse(source, &error)),
    };
    let (found, mistakes) = find::find(&file);
    let mut refused: Vec<String> = mistakes
        .iter()
        .map(|(error, call)| report::refused(source, error, *call))
        .collect();
    let chosen: Vec<&Found> = found
        .iter()
        .filter(|found| found.is_called(wanted.function.as_deref()))
        .collect();
    if chosen.is_empty() && refused.is_empty() {
        let said = report::nothing_found(source, &file, wanted.function.as_deref());
        return (String::new(), said);
    }
    let mut machines = Vec::new();
    for found in chosen {
        match gen_compiler::outline(&found.arguments, found.function.clone()) {
            Ok(outline) => machines.push(machine(source, found, outline)),
            Err(error) => refused.push(report::refused(source, &error, found.call)),
        }
    }
    let out = match wanted.form {
        _ if machines.is_empty() => String::new(),
        Form::Text => joined(machines.iter().map(text::text)),
        Form::Expansion => joined(machines.iter().map(|machine| machine.expansion.clone())),
        Form::Svg => svg::svg(&machines),
        Form::Html => html::html(&wanted.file, &machines),
    };
    (out, refused.join("\n"))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<String>>().join("\n")
}
