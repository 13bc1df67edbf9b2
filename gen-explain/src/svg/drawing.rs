//! What goes where in a drawing?
//!
//! The arrows run in lanes to the right of the boxes. Those to the same state share a lane, and lanes that overlap are side
//! by side, so neither arrows nor texts lie on each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use crate::machine::{By, Carried, DONE, Machine, Position, Way};

/// The height of a line of text, and the width of a character: a little more than any usual font needs.
const LINE: usize = 20;
const CHAR: usize = 8;
/// What is left free around things.
const PAD: usize = 10;
/// Between the source and the boxes, where the dotted lines run.
const GAP: usize = 70;
/// Between two lanes.
const LANE: usize = 14;
/// Longer lines of source are cut.
const LONGEST: usize = 100;
/// The top of the source and of the boxes, below the title.
const TOP: usize = PAD + 2 * LINE;

pub struct Drawing {
    pub width: usize,
    pub height: usize,
    /// Elements of SVG.
    pub content: String,
}

/// Draws one machine.
pub fn drawing(machine: &Machine) -> Drawing {
    let digits = machine.lines.last().map_or(0, |line| columns(line.number));
    let code = PAD + (digits + 2) * CHAR;
    let longest = machine.lines.iter().map(|line| cut(&line.text).width());
    let code_end = code + longest.max().unwrap_or_default() * CHAR + PAD;
    let left = code_end + GAP;
    let boxes = boxes(machine);
    let width = boxes.iter().map(StateBox::width).max();
    let right = left + width.unwrap_or_default();
    let lanes = lanes(machine, &boxes);
    let sheet = Sheet {
        machine,
        boxes: &boxes,
        code,
        code_end,
        left,
        right,
    };

    let mut canvas = Canvas(String::new());
    let title_end = sheet.title(&mut canvas);
    let legend_end = sheet.legend(&mut canvas);
    sheet.source(&mut canvas);
    sheet.leaders(&mut canvas);
    for drawn in &boxes {
        sheet.state(&mut canvas, drawn);
    }
    for lane in &lanes {
        sheet.arrow(&mut canvas, lane);
    }
    let last_lane = lanes.iter().map(|lane| lane.number + 1).max();
    let lanes_end = sheet.lane(last_lane.unwrap_or_default());
    let source_end = TOP + machine.lines.len() * LINE;
    let boxes_end = boxes.last().map_or(TOP, |end| end.top + end.height());
    Drawing {
        width: lanes_end.max(title_end).max(legend_end) + PAD,
        height: source_end.max(boxes_end) + 2 * PAD,
        content: canvas.0,
    }
}

fn columns(number: usize) -> usize {
    number.to_string().len()
}

fn cut(text: &str) -> String {
    if text.width() <= LONGEST {
        return text.to_owned();
    }
    let mut out = String::new();
    for char in text.chars() {
        if out.width() + 1 >= LONGEST {
            break;
        }
        out.push(char);
    }
    out + "…"
}

/// A state, or the end.
struct StateBox<'m> {
    top: usize,
    name: &'m str,
    /// Beside the name.
    note: String,
    carries: &'m [Carried],
    ways: Vec<String>,
}

impl StateBox<'_> {
    fn height(&self) -> usize {
        (1 + self.carries.len() + self.ways.len()) * LINE + PAD
    }

    fn width(&self) -> usize {
        let head = self.name.width() + 2 + self.note.width();
        let ways = self.ways.iter().map(|way| way.width());
        let indent = self.indent();
        let carries = self.carries.iter().map(|local| indent + local.why.width());
        ways.chain(carries).fold(head, usize::max) * CHAR + 2 * PAD
    }

    // Where it is said why each local is carried, in characters.
    fn indent(&self) -> usize {
        let names = self.carries.iter().map(|local| local.name.width());
        names.max().unwrap_or_default() + 2
    }

    // The middle of a row.
    fn row(&self, row: usize) -> usize {
        self.top + PAD / 2 + row * LINE + LINE / 2
    }

    fn head(&self) -> usize {
        self.row(0)
    }

    fn carried(&self, index: usize) -> usize {
        self.row(1 + index)
    }

    fn way(&self, index: usize) -> usize {
        self.row(1 + self.carries.len() + index)
    }
}

// The states and the end, from top to bottom.
fn boxes(machine: &Machine) -> Vec<StateBox<'_>> {
    let mut free = TOP;
    let mut boxes = Vec::new();
    for state in &machine.states {
        let beside = TOP + machine.index(state.line) * LINE - PAD / 2;
        let drawn = StateBox {
            top: free.max(beside),
            name: &state.name,
            note: format!("at line {}", state.line),
            carries: &state.carries,
            ways: state.ways.iter().map(|way| label(machine, way)).collect(),
        };
        free = drawn.top + drawn.height() + LINE;
        boxes.push(drawn);
    }
    boxes.push(StateBox {
        top: free,
        name: DONE,
        note: String::new(),
        carries: &[],
        ways: Vec::new(),
    });
    boxes
}

fn label(machine: &Machine, way: &Way) -> String {
    let line = |at: &Option<Position>| at.map_or(String::new(), |at| format!("{} ", at.line));
    let by = match &way.by {
        By::Yield(at) => format!("yield {}", line(at)),
        By::Failure(at) => format!("failure {}", line(at)),
        By::Jump(lines) if lines.is_empty() => String::new(),
        By::Jump(lines) => {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            lines.join(", ") + " "
        }
    };
    format!("{by}→ {}", machine.target(way))
}

/// Where arrows run to the head of one box: those of yields, or those of what goes on without one.
struct Lane {
    is_yield: bool,
    /// Where it enters the box.
    entry: usize,
    /// The rows that it comes from.
    rows: Vec<usize>,
    /// Its place, counted from the boxes.
    number: usize,
}

impl Lane {
    fn top(&self) -> usize {
        self.rows.iter().copied().fold(self.entry, usize::min)
    }

    fn bottom(&self) -> usize {
        self.rows.iter().copied().fold(self.entry, usize::max)
    }

    fn kind(&self) -> &'static str {
        if self.is_yield { "yield" } else { "jump" }
    }
}

// Short lanes are inside. No two that share a number overlap.
fn lanes(machine: &Machine, boxes: &[StateBox<'_>]) -> Vec<Lane> {
    let mut rows: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
    for (state, drawn) in machine.states.iter().zip(boxes) {
        for (index, way) in state.ways.iter().enumerate() {
            let to = way.to.unwrap_or(machine.states.len());
            let is_yield = matches!(way.by, By::Yield(_));
            let rows = rows.entry((to, is_yield)).or_default();
            rows.push(drawn.way(index));
        }
    }
    let mut lanes: Vec<Lane> = rows
        .into_iter()
        .map(|((to, is_yield), rows)| {
            let head = boxes[to].head();
            Lane {
                is_yield,
                entry: if is_yield { head - 5 } else { head + 5 },
                rows,
                number: 0,
            }
        })
        .collect();
    lanes.sort_by_key(|lane| (lane.bottom() - lane.top(), lane.entry));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for lane in &mut lanes {
        let (top, bottom) = (lane.top(), lane.bottom());
        let is_free = |used: &Vec<(usize, usize)>| {
            used.iter()
                .all(|&(first, last)| bottom + PAD < first || last + PAD < top)
        };
        lane.number = taken.iter().position(is_free).unwrap_or(taken.len());
        if lane.number == taken.len() {
            taken.push(Vec::new());
        }
        taken[lane.number].push((top, bottom));
    }
    lanes
}

/// The columns, and what stands in them.
struct Sheet<'m> {
    machine: &'m Machine,
    boxes: &'m [StateBox<'m>],
    /// Where the source begins and ends, and the boxes.
    code: usize,
    code_end: usize,
    left: usize,
    right: usize,
}

impl Sheet<'_> {
    // The middle of a line of the source.
    fn line(&self, number: usize) -> usize {
        TOP + self.machine.index(number) * LINE + LINE / 2
    }

    fn lane(&self, number: usize) -> usize {
        self.right + PAD + (number + 1) * LANE
    }

    // Output: where it ends.
    fn title(&self, canvas: &mut Canvas) -> usize {
        let Machine { path, file, .. } = self.machine;
        let (y, after) = (PAD + LINE / 2, PAD + (path.width() + 2) * CHAR);
        canvas.text(PAD, y, "name", path);
        canvas.text(after, y, "quiet", file);
        after + file.width() * CHAR
    }

    // What the two kinds of arrows mean. Output: where it ends.
    fn legend(&self, canvas: &mut Canvas) -> usize {
        let (mut x, y) = (self.left, PAD + LINE + LINE / 4);
        for (kind, text) in [("yield", "yields an item"), ("jump", "goes on")] {
            let (tail, label) = (x + 40, x + 48);
            canvas.path(kind, &format!("M{} {y}H{tail}", x + 7));
            canvas.head(kind, x, y);
            canvas.text(label, y, "quiet", text);
            x = label + (text.width() + 2) * CHAR;
        }
        x
    }

    fn source(&self, canvas: &mut Canvas) {
        let states = self.machine.states.iter();
        let yields: BTreeSet<usize> = states
            .flat_map(|state| state.yields.iter().map(|at| at.line))
            .collect();
        for line in &self.machine.lines {
            let y = self.line(line.number);
            let (number_class, code_class) = if yields.contains(&line.number) {
                let size = (self.code_end - PAD / 2, LINE);
                canvas.rect("mark", (PAD / 2, y - LINE / 2), size);
                ("marked", "marked")
            } else {
                ("quiet", "code")
            };
            let x = self.code - (2 + columns(line.number)) * CHAR;
            canvas.text(x, y, number_class, &line.number.to_string());
            canvas.text(self.code, y, code_class, &cut(&line.text));
        }
    }

    // From the line where a state resumes to its box. All of them have the same curve, so they do not cross.
    fn leaders(&self, canvas: &mut Canvas) {
        let (end, left) = (self.code_end, self.left);
        let middle = usize::midpoint(end, left);
        for (state, drawn) in self.machine.states.iter().zip(self.boxes) {
            let text = &self.machine.lines[self.machine.index(state.line)].text;
            let begin = self.code + (cut(text).width() + 1) * CHAR;
            let (from, to) = (self.line(state.line), drawn.head());
            let curve = format!("C{middle} {from} {middle} {to} {left} {to}");
            canvas.path("source", &format!("M{begin} {from}H{end}{curve}"));
        }
    }

    fn state(&self, canvas: &mut Canvas, drawn: &StateBox<'_>) {
        let (left, right) = (self.left + PAD, self.right - PAD);
        let size = (self.right - self.left, drawn.height());
        canvas.rect("box", (self.left, drawn.top), size);
        canvas.text(left, drawn.head(), "name", drawn.name);
        if !drawn.note.is_empty() {
            let x = right - drawn.note.width() * CHAR;
            canvas.text(x, drawn.head(), "quiet", &drawn.note);
        }
        for (index, local) in drawn.carries.iter().enumerate() {
            let y = drawn.carried(index);
            canvas.text(left, y, "code", &local.name);
            canvas.text(left + drawn.indent() * CHAR, y, "quiet", &local.why);
        }
        if !drawn.ways.is_empty() {
            let rule = drawn.way(0) - LINE / 2;
            canvas.path("rule", &format!("M{} {rule}H{}", self.left, self.right));
        }
        for (index, way) in drawn.ways.iter().enumerate() {
            let is_yield = way.starts_with("yield");
            let class = if is_yield { "marked" } else { "code" };
            let x = right - way.width() * CHAR;
            canvas.text(x, drawn.way(index), class, way);
        }
    }

    fn arrow(&self, canvas: &mut Canvas, lane: &Lane) {
        let (x, right, y) = (self.lane(lane.number), self.right, lane.entry);
        let (top, bottom, tail) = (lane.top(), lane.bottom(), right + 7);
        let mut path = format!("M{x} {top}V{bottom}M{x} {y}H{tail}");
        for row in &lane.rows {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{right} {row}H{x}");
        }
        canvas.path(lane.kind(), &path);
        canvas.head(lane.kind(), right, y);
    }
}
