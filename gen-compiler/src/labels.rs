//! Which loop or block does each label mean?
//!
//! Labels are hygienic: one that a macro writes and one of the same name that its caller writes are two. The phases compare them by their text, so the
//! inner one gets another name here.

use proc_macro2::{Ident, TokenTree};
use syn::{
    Block, Expr, Item, Label, Lifetime, Macro,
    visit_mut::{self, VisitMut},
};

use crate::names;

/// Gives labels of the same text and different macros different names.
pub fn labels(body: &mut Block) {
    Labels::default().visit_block_mut(body);
}

#[derive(Default)]
struct Labels {
    /// The labels around, outermost first.
    around: Vec<Around>,
    renamed: usize,
}

struct Around {
    written: Ident,
    context: String,
    /// What it is called now, if that is something else.
    new: Option<String>,
}

impl Labels {
    fn inside(&mut self, label: Option<&mut Label>, visit: impl FnOnce(&mut Self)) {
        let Some(label) = label else {
            return visit(self);
        };
        let written = label.name.ident.clone();
        let context = names::context_of(written.span());
        let mut around = self.around.iter();
        let clashes = around.any(|other| other.written == written && other.context != context);
        let new = clashes.then(|| {
            self.renamed += 1;
            format!("{written}_{}", self.renamed)
        });
        if let Some(new) = &new {
            label.name.ident = Ident::new(new, written.span());
        }
        self.around.push(Around {
            written,
            context,
            new,
        });
        visit(self);
        self.around.pop();
    }

    // Where nothing is around a closure or a function cannot jump out of it.
    fn apart(&mut self, visit: impl FnOnce(&mut Self)) {
        let around = std::mem::take(&mut self.around);
        visit(self);
        self.around = around;
    }

    fn jump(&self, label: Option<&mut Lifetime>) {
        if let Some(label) = label {
            self.rename(&mut label.ident);
        }
    }

    fn rename(&self, label: &mut Ident) {
        let mut named = self.around.iter().rev();
        let context = names::context_of(label.span());
        let meant = named.find(|other| other.written == *label && other.context == context);
        if let Some(new) = meant.and_then(|meant| meant.new.as_ref()) {
            *label = Ident::new(new, label.span());
        }
    }
}

impl VisitMut for Labels {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Block(block) => self.inside(block.label.as_mut(), |labels| {
                labels.visit_block_mut(&mut block.block);
            }),
            Expr::Loop(looped) => self.inside(looped.label.as_mut(), |labels| {
                labels.visit_block_mut(&mut looped.body);
            }),
            Expr::While(looped) => self.inside(looped.label.as_mut(), |labels| {
                labels.visit_expr_mut(&mut looped.cond);
                labels.visit_block_mut(&mut looped.body);
            }),
            Expr::ForLoop(looped) => {
                self.visit_expr_mut(&mut looped.expr);
                self.inside(looped.label.as_mut(), |labels| {
                    labels.visit_pat_mut(&mut looped.pat);
                    labels.visit_block_mut(&mut looped.body);
                });
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {
                self.apart(|labels| visit_mut::visit_expr_mut(labels, expr));
            }
            Expr::Break(jump) => {
                self.jump(jump.label.as_mut());
                visit_mut::visit_expr_break_mut(self, jump);
            }
            Expr::Continue(jump) => self.jump(jump.label.as_mut()),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if self.around.iter().any(|label| label.new.is_some()) {
            let mut after_quote = false;
            mac.tokens = names::map_tokens(std::mem::take(&mut mac.tokens), &mut |token| {
                let is_quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
                let was_quote = std::mem::replace(&mut after_quote, is_quote);
                match token {
                    TokenTree::Ident(mut label) if was_quote => {
                        self.rename(&mut label);
                        TokenTree::Ident(label)
                    }
                    token => token,
                }
            });
        }
    }
}
