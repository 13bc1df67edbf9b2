//! How is a machine drawn?
//!
//! The source stands on the left. Each state is a box on the right, one below the other in source order, no higher than the
//! line where it resumes, which a dotted line leads to it. A box lists what the state carries and its ways out, and
//! each way is an arrow from its row to the head of the box that it leads to.

mod canvas;
mod drawing;

use std::fmt::Write;

pub use canvas::escaped;

use crate::machine::Machine;
use drawing::{Drawing, drawing};

/// One picture of all of `machines`, one below the other. It has a form for light and for dark pages.
pub fn svg(machines: &[Machine]) -> String {
    let drawings: Vec<Drawing> = machines.iter().map(drawing).collect();
    let width = drawings.iter().map(|drawing| drawing.width).max();
    let (width, mut height) = (width.unwrap_or_default(), 0);
    let mut content = String::new();
    for drawing in &drawings {
        // Writing to a string cannot fail.
        let _ = writeln!(content, "<g transform=\"translate(0 {height})\">");
        content += &drawing.content;
        content += "</g>\n";
        height += drawing.height;
    }
    let names = machines.iter().map(|machine| escaped(&machine.path));
    let names = names.collect::<Vec<String>>().join(", ");
    let size = format!("width=\"{width}\" height=\"{height}\"");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>States of {names}</title>\n\
         <style>{STYLE}</style>\n\
         <rect class=\"page\" {size} rx=\"8\"/>\n\
         {content}</svg>\n"
    )
}

const STYLE: &str = "
text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
.page { fill: #ffffff }
.name { font-weight: bold }
.quiet { fill: #59636e }
.marked { fill: #6639ba }
.mark { fill: #f1e8ff }
.box { fill: #f6f8fa; stroke: #818b98 }
.rule { stroke: #d1d9e0 }
.source { fill: none; stroke: #59636e; stroke-dasharray: 1 4; stroke-linecap: round }
.jump { fill: none; stroke: #59636e; stroke-dasharray: 5 3 }
.yield { fill: none; stroke: #8250df; stroke-width: 1.8 }
.jump-head { fill: #59636e }
.yield-head { fill: #8250df }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.page { fill: #0d1117 }
.quiet { fill: #9198a1 }
.marked { fill: #d2a8ff }
.mark { fill: #2f2247 }
.box { fill: #151b23; stroke: #656c76 }
.rule { stroke: #3d444d }
.source, .jump { stroke: #9198a1 }
.yield { stroke: #bc8cff }
.jump-head { fill: #9198a1 }
.yield-head { fill: #bc8cff }
}
";
