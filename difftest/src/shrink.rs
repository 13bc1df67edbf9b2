//! How small can a program be and still fail?
//!
//! Rounds: every program that is one step smaller and lawful, those that lost the most first; the smallest one that still
//! fails goes on. All programs that fail take part in the same rounds, so that a round is one build.

use std::io;

use crate::flow;
use crate::program::{Arm, Block, Condition, Expr, Part, Pattern, Program, Statement};

/// How many candidates are tried together, of all programs.
const BATCH: usize = 400;

/// Says of each candidate whether it fails. It comes with the index of the program that it is made from.
type Fail<'f> = dyn FnMut(&[(usize, Program)]) -> io::Result<Vec<bool>> + 'f;

/// Shrinks the programs; `fail` is asked of many candidates at once.
pub fn shrink(programs: Vec<Program>, fail: &mut Fail) -> io::Result<Vec<Program>> {
    let mut programs = programs;
    let mut waiting: Vec<Vec<Program>> = programs.iter().map(candidates).collect();
    let share = BATCH.div_ceil(programs.len().max(1)).max(10);
    loop {
        let mut round = Vec::new();
        for (index, waiting) in waiting.iter_mut().enumerate() {
            let batch = waiting.len().min(share);
            round.extend(waiting.drain(..batch).map(|candidate| (index, candidate)));
        }
        if round.is_empty() {
            return Ok(programs);
        }
        let failed = fail(&round)?;
        for ((index, candidate), failed) in round.into_iter().zip(failed) {
            if failed && candidate.size() < programs[index].size() {
                waiting[index] = candidates(&candidate);
                programs[index] = candidate;
            }
        }
    }
}

/// The lawful programs that are one step smaller, the smallest first.
fn candidates(program: &Program) -> Vec<Program> {
    let mut found: Vec<Program> = Vec::new();
    let size = program.size();
    let mut keep = |candidate: Program| {
        if candidate.size() < size
            && flow::check(&candidate) == Ok(())
            && !found.contains(&candidate)
        {
            found.push(candidate);
        }
    };
    for index in 0..program.arguments.len() {
        let mut candidate = program.clone();
        candidate.arguments.remove(index);
        keep(candidate);
    }
    for (index, mut block) in blocks(program).into_iter().enumerate() {
        for smaller in smaller_blocks(&mut block) {
            let mut candidate = program.clone();
            replace_block(&mut candidate, index, &smaller);
            keep(candidate);
        }
    }
    for (index, mut expr) in exprs(program).into_iter().enumerate() {
        for smaller in smaller_exprs(&mut expr) {
            let mut candidate = program.clone();
            replace_expr(&mut candidate, index, &smaller);
            keep(candidate);
        }
    }
    found.sort_by_key(Program::size);
    found
}

fn blocks(program: &Program) -> Vec<Block> {
    let mut blocks = Vec::new();
    program
        .body
        .clone()
        .each_block(&mut |block| blocks.push(block.clone()));
    blocks
}

fn exprs(program: &Program) -> Vec<Expr> {
    let mut exprs = Vec::new();
    program
        .body
        .clone()
        .each_expr(&mut |expr| exprs.push(expr.clone()));
    exprs
}

fn replace_block(program: &mut Program, index: usize, new: &Block) {
    let mut at = 0;
    program.body.each_block(&mut |block| {
        if at == index {
            *block = new.clone();
        }
        at += 1;
    });
}

fn replace_expr(program: &mut Program, index: usize, new: &Expr) {
    let mut at = 0;
    program.body.each_expr(&mut |expr| {
        if at == index {
            *expr = new.clone();
        }
        at += 1;
    });
}

/// The block without some statements, or with what is in a statement in place of it.
fn smaller_blocks(block: &mut Block) -> Vec<Block> {
    let mut smaller = Vec::new();
    let count = block.statements.len();
    let mut length = count;
    while length > 0 {
        for from in (0..=count - length).step_by(length.div_ceil(2)) {
            let mut less = block.clone();
            less.statements.drain(from..from + length);
            smaller.push(less);
        }
        length /= 2;
    }
    for at in 0..count {
        for inside in unwrapped(&mut block.statements[at]) {
            let mut flat = block.clone();
            flat.statements.splice(at..=at, inside);
            smaller.push(flat);
        }
    }
    smaller
}

// Input: a statement.
// Output: what may stand in its place, a part of it each.
fn unwrapped(statement: &mut Statement) -> Vec<Vec<Statement>> {
    match statement {
        Statement::Declare { .. } => vec![],
        Statement::Expr(expr) => parts_as_statements(expr),
        Statement::Anchor { name, value, .. } => {
            let mut instead = vec![
                vec![Statement::Expr(value.clone())],
                vec![Statement::Let {
                    pattern: Pattern::Bind(name.clone()),
                    ty: None,
                    value: value.clone(),
                    otherwise: None,
                }],
            ];
            instead.extend(parts_as_statements(value));
            instead
        }
        Statement::Let {
            pattern,
            ty,
            value,
            otherwise,
        } => {
            let plain = |value: &Expr| Statement::Let {
                pattern: pattern.clone(),
                ty: None,
                value: value.clone(),
                otherwise: None,
            };
            let mut instead = vec![vec![Statement::Expr(value.clone())]];
            if otherwise.is_some() || ty.is_some() {
                instead.push(vec![plain(value)]);
            }
            if let Expr::Block(_, block) = value
                && let Some(value) = &block.value
            {
                let mut flat = block.statements.clone();
                flat.push(plain(value));
                instead.push(flat);
            }
            instead.extend(parts_as_statements(value));
            instead.extend(otherwise.as_ref().map(|block| block.statements.clone()));
            instead
        }
    }
}

// Input: an expression.
// Output: its parts, and the statements of every block in it, with the jumps and without.
fn parts_as_statements(expr: &mut Expr) -> Vec<Vec<Statement>> {
    let mut inside = Vec::new();
    for part in expr.parts() {
        if let Part::Expr(expr) = part {
            inside.push(vec![Statement::Expr(expr.clone())]);
        }
    }
    let mut whole = Block::of(vec![Statement::Expr(expr.clone())]);
    let mut is_whole = true;
    whole.each_block(&mut |block| {
        let mut statements = block.statements.clone();
        let value = block.value.as_deref().cloned();
        statements.extend(value.map(Statement::Expr));
        if !is_whole {
            let mut straight = statements.clone();
            straight.retain(|statement| !is_jump(statement));
            if straight.len() < statements.len() {
                inside.push(straight);
            }
            inside.push(statements);
        }
        is_whole = false;
    });
    inside
}

fn is_jump(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Expr(Expr::Break(..) | Expr::Continue(_) | Expr::Return)
    )
}

/// Parts of the expression, the expression with less in it, and the smallest there are.
fn smaller_exprs(expr: &mut Expr) -> Vec<Expr> {
    let mut smaller = vec![Expr::Number(0), Expr::make(0)];
    for part in expr.parts() {
        match part {
            Part::Expr(part) => smaller.push(part.clone()),
            Part::Block(block) => {
                smaller.extend(block.value.as_deref().cloned());
                smaller.push(Expr::Block(None, block.clone()));
            }
        }
    }
    match expr {
        Expr::If(chain, then, otherwise) => {
            if otherwise.is_some() {
                smaller.push(Expr::If(chain.clone(), then.clone(), None));
            }
            for less in shorter_chains(chain) {
                smaller.push(Expr::If(less, then.clone(), otherwise.clone()));
            }
        }
        Expr::While(label, chain, body) => {
            for less in shorter_chains(chain) {
                smaller.push(Expr::While(*label, less, body.clone()));
            }
        }
        Expr::Match(head, arms) => {
            for less in fewer_arms(arms) {
                smaller.push(Expr::Match(head.clone(), less));
            }
        }
        Expr::Call(function, list) => {
            for less in shorter(list) {
                smaller.push(Expr::Call(*function, less));
            }
        }
        Expr::Array(list) => smaller.extend(shorter(list).map(Expr::Array)),
        Expr::Macro(name, list) => {
            let name = *name;
            smaller.extend(shorter(list).map(|less| Expr::Macro(name, less)));
        }
        _ => {}
    }
    smaller
}

fn shorter<T: Clone>(list: &[T]) -> impl Iterator<Item = Vec<T>> {
    (0..list.len()).map(|at| {
        let mut less = list.to_vec();
        less.remove(at);
        less
    })
}

fn shorter_chains(chain: &[Condition]) -> impl Iterator<Item = Vec<Condition>> {
    shorter(chain).filter(|less| !less.is_empty())
}

fn fewer_arms(arms: &[Arm]) -> Vec<Vec<Arm>> {
    let mut fewer: Vec<Vec<Arm>> = shorter(arms).collect();
    for at in 0..arms.len() {
        let mut unguarded = arms.to_vec();
        let mut guard = std::mem::take(&mut unguarded[at].guard);
        if guard.pop().is_some() {
            fewer.push(unguarded.clone());
            unguarded[at].guard = guard;
            fewer.push(unguarded);
        }
    }
    fewer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Function;
    use crate::random::{self, Options};

    fn calls(program: &Program, wanted: Function) -> bool {
        program.contains(|expr| matches!(expr, Expr::Call(function, _) if *function == wanted))
    }

    fn shrink_to(wanted: impl Fn(&Program) -> bool, seeds: std::ops::Range<u64>) -> Vec<Program> {
        let programs = seeds
            .map(|seed| random::program(seed, Options::default()))
            .filter(&wanted)
            .collect();
        let mut fail = |round: &[(usize, Program)]| {
            Ok(round.iter().map(|(_, program)| wanted(program)).collect())
        };
        shrink(programs, &mut fail).expect("nothing is written or built here")
    }

    fn yields(program: &Program) -> bool {
        program.contains(|expr| matches!(expr, Expr::Yield(_)))
    }

    #[test]
    fn to_the_one_call_that_matters() {
        let found = shrink_to(|program| calls(program, Function::Many), 0..30);
        assert!(!found.is_empty());
        for program in found {
            assert!(program.size() < 8, "{program:?}");
            assert!(program.arguments.is_empty());
        }
    }

    #[test]
    fn what_is_found_is_lawful() {
        for program in shrink_to(yields, 0..20) {
            assert_eq!(flow::check(&program), Ok(()));
            assert!(program.size() < 10, "{program:?}");
        }
    }

    #[test]
    fn what_cannot_be_smaller_stays() {
        let smallest = |program: &Program| program.size() == 1;
        let found = shrink_to(smallest, 0..1000);
        assert!(found.iter().all(smallest));
    }
}
