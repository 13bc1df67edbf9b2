//! How are the drawings put on a page? One file that needs nothing else.

use std::{fmt::Write, slice};

use crate::{
    machine::Machine,
    svg::{escaped, svg},
};

/// A page with the drawing of each machine, and its code for who opens it.
pub fn html(file: &str, machines: &[Machine]) -> String {
    let file = escaped(file);
    let mut body = String::new();
    for machine in machines {
        let name = escaped(&machine.path);
        let signature = escaped(&machine.signature);
        let code = escaped_code(&machine.expansion);
        let picture = svg(slice::from_ref(machine));
        // Writing to a string cannot fail.
        let _ = write!(
            body,
            "<section id=\"{name}\">\n<h2><code>{signature}</code></h2>\n<div>{picture}</div>\n\
             <details><summary>What becomes of it</summary>\n<pre>{code}</pre>\n</details>\n</section>\n"
        );
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width\"/>\n\
         <title>Generators of {file}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{file}</h1>\n{body}</body>\n</html>\n"
    )
}

fn escaped_code(code: &str) -> String {
    let lines: Vec<String> = code.lines().map(escaped).collect();
    lines.join("\n")
}

const STYLE: &str = "
:root { color-scheme: light dark }
body { font: 15px system-ui, sans-serif; margin: 2em }
h2 { font-size: 1em; margin-top: 2em }
div, pre { overflow-x: auto }
pre, code { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace }
";
