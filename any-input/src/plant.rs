//! A function as it is found, made a generator.
//!
//! Its value goes into a variable nobody needs, a `return` with a value too, and yields are planted between statements, in
//! operands, or both. What is not lawful for other reasons stays, since that has to be refused.

use fastrand::Rng;
use quote::{ToTokens, quote};
use syn::{
    Block, Expr, ExprAsync, ExprClosure, ExprConst, Ident, Item, ItemFn, Pat, ReturnType, Safety,
    Stmt, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

/// Where yields are planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Between statements.
    Statements,
    /// There and in operands, conditions and heads.
    Operands,
    /// Anywhere, also where none is allowed.
    Anywhere,
}

/// Makes `function` a generator.
pub fn plant(rng: &mut Rng, function: &ItemFn, place: Where) -> ItemFn {
    let mut function = function.clone();
    if place != Where::Anywhere {
        function.sig.constness = None;
        function.sig.asyncness = None;
        function.sig.variadic = None;
        function.sig.safety = Safety::Default;
        function.attrs.clear();
    }
    let mut asks = Asks(false);
    asks.visit_block_mut(&mut function.block);
    let is_generator = function
        .sig
        .output
        .to_token_stream()
        .to_string()
        .contains("Iterator");
    if !is_generator {
        let item: Type = match &function.sig.output {
            // `?` needs an item that can fail.
            ReturnType::Type(_, ty) if asks.0 => Type::clone(ty),
            _ if asks.0 => parse_quote!(Result<u8, ()>),
            ReturnType::Type(..) | ReturnType::Default => parse_quote!(u8),
        };
        function.sig.output = parse_quote!(-> impl Iterator<Item = #item>);
        discard(&mut function.block);
        Returns.visit_block_mut(&mut function.block);
    }
    let statements = count(&function.block);
    let yields = 1 + rng.u32(..6);
    Plant {
        rng,
        place,
        odds: f64::from(yields) / f64::from(statements.max(1)),
    }
    .visit_block_mut(&mut function.block);
    if statements == 0 || !gen_compiler::yields(&function.block) {
        function.block.stmts.insert(0, parse_quote!(yield_!(0);));
    }
    function
}

fn count(block: &Block) -> u32 {
    struct Count(u32);
    impl<'ast> syn::visit::Visit<'ast> for Count {
        fn visit_stmt(&mut self, stmt: &'ast Stmt) {
            self.0 += 1;
            syn::visit::visit_stmt(self, stmt);
        }
    }
    let mut found = Count(0);
    syn::visit::Visit::visit_block(&mut found, block);
    found.0
}

// Input: `{ first(); second() }`. Output: `{ first(); let _ = second(); }`.
fn discard(block: &mut Block) {
    match block.stmts.pop() {
        Some(Stmt::Expr(tail, None)) => block.stmts.push(match tail {
            // These have no value, or a value of type `()`.
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => Stmt::Expr(tail, None),
            // Where the value of a branch goes its yields go too.
            tail => parse_quote!(let _ = #tail;),
        }),
        Some(Stmt::Macro(mut tail)) => {
            tail.semi_token = Some(syn::token::Semi::default());
            block.stmts.push(Stmt::Macro(tail));
        }
        last => block.stmts.extend(last),
    }
}

// Is there a `?` of the function's own?
struct Asks(bool);

impl VisitMut for Asks {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if !is_foreign(expr) {
            self.0 |= matches!(expr, Expr::Try(_));
            visit_mut::visit_expr_mut(self, expr);
        }
    }
    fn visit_item_mut(&mut self, _: &mut Item) {}
}

// Input: `return value`. Output: `{ let _ = value; return }`.
struct Returns;

impl VisitMut for Returns {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if is_foreign(expr) {
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Return(jump) = expr
            && let Some(value) = jump.expr.take()
        {
            *expr = parse_quote!({ let _ = #value; return });
        }
    }
    fn visit_item_mut(&mut self, _: &mut Item) {}
}

fn contains_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(chain) => contains_let(&chain.left) || contains_let(&chain.right),
        _ => false,
    }
}

fn is_foreign(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Closure(ExprClosure { .. })
            | Expr::Async(ExprAsync { .. })
            | Expr::Const(ExprConst { .. })
    )
}

struct Plant<'r> {
    rng: &'r mut Rng,
    place: Where,
    odds: f64,
}

impl Plant<'_> {
    fn here(&mut self, odds: f64) -> bool {
        self.rng.f64() < odds
    }

    fn statement(&mut self, name: Option<&Ident>) -> Stmt {
        match self.rng.u8(..6) {
            0 => parse_quote!(yield_from!([1, 2]);),
            1 => parse_quote!(yield 3;),
            2 => parse_quote!(let anchored = anchor!(String::new());),
            3 if name.is_some() => parse_quote!(yield_!(#name);),
            _ => parse_quote!(yield_!(0);),
        }
    }
}

impl VisitMut for Plant<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut name: Option<Ident> = None;
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            if self.here(self.odds) {
                let planted = self.statement(name.as_ref());
                block.stmts.push(planted);
            }
            if let Stmt::Local(local) = &stmt
                && let Pat::Ident(pat) = &local.pat
            {
                name = Some(pat.ident.clone());
            }
            let is_tail = matches!(&stmt, Stmt::Expr(_, None));
            block.stmts.push(stmt);
            if !is_tail && self.here(self.odds) {
                let planted = self.statement(name.as_ref());
                block.stmts.push(planted);
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if is_foreign(expr) && self.place != Where::Anywhere {
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        if self.place == Where::Statements || !self.here(self.odds / 4.0) {
            return;
        }
        // A `let` stands in a condition and nowhere else.
        if contains_let(expr) {
            return;
        }
        let planted = match self.rng.u8(..8) {
            0 => quote!((#expr, yield_!(1)).0),
            1 => quote!((yield_!(1), #expr).1),
            2 => quote!({ #expr; yield 1 }),
            3 => quote!(yield_!(#expr)),
            4 if self.place == Where::Anywhere => quote!(unknown!(#expr, yield_!(2))),
            4 => quote!(format!("{}", (#expr, yield_!(2)).0)),
            5 => quote!(((#expr)?, yield_from!([1])).0),
            _ => quote!({ yield_!(1); #expr }),
        };
        // What only parses where it stood stays there.
        if let Ok(planted) = syn::parse2(planted) {
            *expr = planted;
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if self.place == Where::Anywhere {
            visit_mut::visit_pat_mut(self, pat);
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        if self.place == Where::Anywhere {
            visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if self.place == Where::Anywhere {
            visit_mut::visit_item_mut(self, item);
        }
    }
}
