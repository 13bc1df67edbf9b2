//! Which programs are there? One for each seed, lawful by construction: `flow` is asked before a statement is kept.

mod anchors;
mod fields;
mod jumps;
mod statements;
mod values;

use fastrand::Rng;

use crate::flow::Flow;
use crate::program::{Argument, Block, Expr, Label, Name, Pattern, Program, Statement, Type};

/// How deep control flow is nested.
const DEPTH: u32 = 3;
/// How often another statement is tried in the place of one that is not lawful.
const PATIENCE: u32 = 8;

/// What the programs may contain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Yields in operands, conditions, heads and macros' arguments.
    pub operands: bool,
    /// Anchors in every program, not only in every fifth.
    pub anchors: bool,
}

/// The program of this seed.
pub fn program(seed: u64, options: Options) -> Program {
    let anchors = options.anchors || seed % 5 == 4;
    let mut random = Random {
        rng: Rng::with_seed(seed),
        options: Options { anchors, ..options },
        events: 0,
        labels: 0,
        statements: 0,
    };
    random.statements = random.rng.u32(8..34);
    random.program()
}

struct Random {
    rng: Rng,
    options: Options,
    /// The last number that was logged.
    events: u32,
    labels: u32,
    /// How many statements may still come.
    statements: u32,
}

impl Random {
    fn program(&mut self) -> Program {
        let item = match self.rng.u32(..10) {
            0..5 => Type::Number,
            5..7 => Type::Droppable,
            7 => Type::option(Type::Number),
            8 => Type::result(Type::Number, Type::Droppable),
            _ => Type::reference(Type::Droppable),
        };
        let tries = matches!(item, Type::Result(..));
        let mut arguments = Vec::new();
        if matches!(item, Type::Ref(_)) {
            arguments.push(Argument {
                pattern: Pattern::Bind(Name("list".to_owned())),
                ty: Type::slice(),
            });
        }
        for _ in 0..self.rng.u32(..4) {
            arguments.push(self.argument(!tries));
        }
        let mut program = Program {
            item,
            arguments,
            body: Block::of(vec![]),
        };
        let mut flow = Flow::new(&program).expect("arguments are lawful");
        while self.statements > 0 && flow.is_reachable() {
            let more = self.statements(&mut flow, DEPTH);
            program.body.statements.extend(more);
        }
        program
    }

    fn argument(&mut self, with_patterns: bool) -> Argument {
        // Parameters of one name would be an error, so each has a name of its own.
        let name = Name(format!("{}{}", self.name().0, self.event()));
        let bind = Pattern::Bind(name);
        let (pattern, ty) = match self.rng.u32(..12) {
            3 => (bind, Type::Number),
            4 => (bind, Type::slice()),
            5 => (bind, Type::reference(Type::option(Type::Droppable))),
            6 => (bind, Type::Iter(Box::new(Type::Droppable))),
            7 => (bind, Type::vec(Type::Droppable)),
            8 => (bind, Type::option(Type::Droppable)),
            9 => (self.guard(), Type::Droppable),
            10 if with_patterns => (
                Pattern::Tuple(vec![bind, Pattern::Wild]),
                Type::tuple([Type::Droppable, Type::Droppable]),
            ),
            11 if with_patterns => (Pattern::Wild, Type::Droppable),
            _ => (bind, Type::Droppable),
        };
        Argument { pattern, ty }
    }

    /// Some statements, which are lawful one after the other. `flow` is what holds after them.
    fn statements(&mut self, flow: &mut Flow, depth: u32) -> Vec<Statement> {
        let mut statements = Vec::new();
        for _ in 0..self.rng.u32(1..5) {
            if !flow.is_reachable() || self.statements == 0 {
                break;
            }
            self.statements -= 1;
            statements.extend(self.lawful(flow, |random, flow| random.statement(flow, depth)));
        }
        statements
    }

    /// Asks `make` until what it makes is lawful, and says `ev(n)` if it never is.
    fn lawful(
        &mut self,
        flow: &mut Flow,
        mut make: impl FnMut(&mut Self, &Flow) -> Option<Vec<Statement>>,
    ) -> Vec<Statement> {
        for _ in 0..PATIENCE {
            let before = self.statements;
            let Some(statements) = make(self, flow) else {
                continue;
            };
            let mut after = flow.clone();
            let mut steps = statements.iter();
            if steps.all(|statement| after.statement(statement).is_ok()) && after.can_settle() {
                *flow = after;
                return statements;
            }
            self.statements = before;
        }
        vec![Statement::Expr(Expr::event(self.event()))]
    }

    /// A block of its own scope that starts from what `inside` says, with a value of type `ty` if its end is reached.
    fn block(&mut self, mut inside: Flow, depth: u32, ty: Option<&Type>) -> Block {
        let statements = self.statements(&mut inside, depth);
        let value = ty
            .filter(|_| inside.is_reachable())
            .map(|ty| Box::new(self.value(&inside, ty, 1, true)));
        Block { statements, value }
    }

    fn event(&mut self) -> u32 {
        self.events += 1;
        self.events
    }

    fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels)
    }

    fn name(&mut self) -> Name {
        let names = ["a", "b", "c", "d", "e", "f"];
        Name(names[self.rng.usize(..names.len())].to_owned())
    }

    /// Binds a value that is never mentioned.
    fn guard(&mut self) -> Pattern {
        Pattern::Bind(Name(format!("_guard{}", self.event())))
    }

    /// `true` in so many of a hundred cases.
    fn percent(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    fn choose<'c, T>(&mut self, choices: &'c [T]) -> Option<&'c T> {
        match choices {
            [] => None,
            _ => Some(&choices[self.rng.usize(..choices.len())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow;

    #[test]
    fn a_seed_means_one_program() {
        for seed in 0..200 {
            let options = Options {
                operands: seed % 2 == 0,
                anchors: seed % 3 == 0,
            };
            assert_eq!(program(seed, options), program(seed, options));
        }
    }

    #[test]
    fn every_program_is_lawful() {
        for seed in 0..2000 {
            for (operands, anchors) in [(false, false), (true, false), (true, true)] {
                let program = program(seed, Options { operands, anchors });
                assert_eq!(flow::check(&program), Ok(()), "seed {seed}");
            }
        }
    }

    #[test]
    fn most_programs_yield() {
        let is_yield = |expr: &Expr| matches!(expr, Expr::Yield(_));
        let yields = |seed: &u64| program(*seed, Options::default()).contains(is_yield);
        assert!((0..100).filter(yields).count() > 90);
    }

    #[test]
    fn some_programs_have_anchors_and_all_if_wanted() {
        let count = |options| {
            let has = |seed: &u64| program(*seed, options).has_anchors();
            (0..100).filter(has).count()
        };
        let options = Options::default();
        assert!((15..=20).contains(&count(options)));
        let anchors = true;
        assert!(count(Options { anchors, ..options }) > 90);
    }
}
