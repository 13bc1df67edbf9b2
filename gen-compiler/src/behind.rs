//! Where do declarations go that come behind the pattern which binds what they need?

use syn::{
    Arm, BinOp, Block, Expr, ExprForLoop, ExprIf, ExprWhile, Item, Pat, Stmt, parse_quote_spanned,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use crate::desugar::ours;

/// Shows `declare` every pattern whose variables are in scope in the statements behind it, innermost first, and puts there what it says.
pub fn behind_patterns(body: &mut Block, declare: &mut dyn FnMut(&mut Pat) -> Vec<Stmt>) {
    Behind { declare }.visit_block_mut(body);
}

struct Behind<'d> {
    declare: &'d mut dyn FnMut(&mut Pat) -> Vec<Stmt>,
}

impl Behind<'_> {
    // What the last `let` of a condition binds is in scope in the block behind it only.
    fn condition(&mut self, condition: &mut Expr) -> Vec<Stmt> {
        match condition {
            Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
                self.condition(&mut chain.right)
            }
            Expr::Let(head) => (self.declare)(&mut head.pat),
            _ => Vec::new(),
        }
    }
}

impl VisitMut for Behind<'_> {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_block_mut(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            let declared = match &mut stmt {
                Stmt::Local(local) if local.init.is_some() => (self.declare)(&mut local.pat),
                _ => Vec::new(),
            };
            block.stmts.push(stmt);
            block.stmts.extend(declared);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        visit_mut::visit_arm_mut(self, arm);
        let declared = (self.declare)(&mut arm.pat);
        if !declared.is_empty() {
            let body = &arm.body;
            arm.body = parse_quote_spanned!(ours(body.span())=> { #(#declared)* #body });
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut ExprIf) {
        visit_mut::visit_expr_if_mut(self, branch);
        let declared = self.condition(&mut branch.cond);
        branch.then_branch.stmts.splice(0..0, declared);
    }

    fn visit_expr_while_mut(&mut self, head: &mut ExprWhile) {
        visit_mut::visit_expr_while_mut(self, head);
        let declared = self.condition(&mut head.cond);
        head.body.stmts.splice(0..0, declared);
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut ExprForLoop) {
        visit_mut::visit_expr_for_loop_mut(self, expr);
        let declared = (self.declare)(&mut expr.pat);
        expr.body.stmts.splice(0..0, declared);
    }
}
