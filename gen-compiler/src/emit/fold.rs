//! The fold copy: what `fold` runs, and what rustc checks.
//!
//! The body as it was written, with every yield handing its item to `sink`.

use std::{cell::Cell, collections::BTreeMap};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Block, Expr, ExprForLoop, ExprMacro, ExprYield, Item, Local, Macro, MacroDelimiter, Pat,
    PatIdent, Path, Stmt, StmtMacro, Token, Type, parse_quote_spanned,
    spanned::Spanned,
    token,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{
    code, finished, lost,
    naming::{Naming, Told},
};
use crate::{
    check::{contains_yield, statement_contains_yield},
    desugar::{anchors, ours, spelling},
    effects::{is_place, is_simple},
    ir::Graph,
    layout::Layout,
    macros, names,
    parse::Function,
    prelude::Source,
    temporaries::{self, in_head},
    tree,
};

/// No type of so few tokens is too complex for anybody.
const SIMPLE: usize = 16;

/// Emits the closure that runs the whole body.
pub fn fold(function: &Function, graph: &Graph, layout: &Layout, naming: &Naming) -> TokenStream {
    let mut body = function.body.clone();
    tell(&mut body, graph, naming);
    let mut fold = Fold {
        item: &function.output.item,
        is_complex: lost::size(function.output.item.to_token_stream()) > SIMPLE,
        is_checked_once: function.is_checked_once,
    };
    fold.visit_block_mut(&mut body);
    end_with_unit(&mut body.stmts);
    let mut finish = Finish {
        mentions_self: false,
    };
    finish.visit_block_mut(&mut body);
    let (params, found) = params(function, layout, graph, finish.mentions_self);
    let told = naming.told.values().map(|told| &told.name);
    let stmts = &body.stmts;
    code! {
        |(#(#params,)* #(#told,)*), sink| {
            #(#found)*
            #(#stmts)*
            #[allow(unreachable_code)]
            return ::core::option::Option::None;
        }
    }
}

/// Gives the names of ours the form in which they are printed.
struct Finish {
    /// Was `self` mentioned?
    mentions_self: bool,
}

impl VisitMut for Finish {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                let ident = path.path.get_ident().filter(|ident| names::is_ours(ident));
                if let Some(ident) = ident {
                    self.mentions_self |= names::is_receiver(ident);
                    path.path = finished(ident).into();
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        if names::is_ours(&pat.ident) {
            pat.ident = finished(&pat.ident);
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_token_stream_mut(&mut self, tokens: &mut TokenStream) {
        let mentions_self = Cell::new(self.mentions_self);
        let name = |ident: &Ident| {
            mentions_self.set(mentions_self.get() || names::is_receiver(ident));
            TokenTree::Ident(finished(ident))
        };
        *tokens = names::finish(std::mem::take(tokens), &name);
        self.mentions_self = mentions_self.get();
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}
}

// What the closure is given: the arguments. After a prelude it is what the first state carries, and statements make the arguments
// of that.
fn params(
    function: &Function,
    layout: &Layout,
    graph: &Graph,
    mentions_self: bool,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let arguments = function.params.iter().map(|param| {
        let (mutable, inner) = (&param.mutable, &param.inner);
        let inner = match inner {
            // Nobody is told that `self` is not used.
            this if names::is_receiver(this) && !mentions_self => {
                let mut this = finished(this);
                this.set_span(ours(this.span()));
                this
            }
            inner if names::is_ours(inner) => finished(inner),
            inner => inner.clone(),
        };
        code!(#mutable #inner)
    });
    let Some(prelude) = &layout.prelude else {
        return (arguments.collect(), Vec::new());
    };
    let sources: Vec<_> = arguments.zip(&prelude.arguments).collect();
    let params = layout.fields(prelude.start).iter().map(|field| {
        let made = sources
            .iter()
            .find(|(_, source)| source.local() == field.local);
        match made {
            Some((argument, Source::Carried(_))) => argument.clone(),
            Some(_) => {
                let local = finished(&graph.locals[field.local].ident);
                code!(#local)
            }
            None => code!(_),
        }
    });
    let found = sources.iter().filter_map(|(argument, source)| {
        let local = finished(&graph.locals[source.local()].ident);
        found(**source, argument, &local)
    });
    (params.collect(), found.collect())
}

/// Makes an argument of the local in which it is found.
pub(super) fn found(
    source: Source,
    argument: &impl ToTokens,
    local: &Ident,
) -> Option<TokenStream> {
    match source {
        Source::Carried(_) => None,
        Source::End(_) | Source::Times(_) => Some(code!(let #argument = #local.end;)),
        Source::Slice(_) => Some(code!(let #argument = #local.as_slice();)),
    }
}

// Has the types told of the locals that some `let`s declare, before the first statement after it that yields, or hides one of them: what is written
// closer to a `let` some lints look at.
fn tell(body: &mut Block, graph: &Graph, naming: &Naming) {
    let mut told: BTreeMap<usize, Vec<(Ident, Stmt)>> = BTreeMap::new();
    for (local, Told { name, .. }) in &naming.told {
        let row = &graph.locals[*local];
        let Some(number) = row.late else { continue };
        let variable = &row.ident;
        let inside = row.is_partial().then(|| code!(in));
        let same = parse_quote_spanned! {Span::mixed_site()=>
            ::gen_runtime::__private::same_type!(#variable, #inside #name);
        };
        let written = names::ident(&names::base(variable), Span::mixed_site());
        told.entry(number).or_default().push((written, same));
    }
    if !told.is_empty() {
        Tell { told, lets: 0 }.visit_block_mut(body);
    }
}

struct Tell {
    /// What is to be said of the variables of each `let`, by its number.
    told: BTreeMap<usize, Vec<(Ident, Stmt)>>,
    /// How many there were so far.
    lets: usize,
}

impl VisitMut for Tell {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut waiting: Vec<(Ident, Stmt)> = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            let hides = |(variable, _): &(Ident, Stmt)| match &stmt {
                Stmt::Local(local) => names::mentions(local.pat.to_token_stream(), variable),
                Stmt::Item(_) | Stmt::Expr(..) | Stmt::Macro(_) => false,
            };
            if statement_contains_yield(&stmt) || waiting.iter().any(hides) {
                let waiting = std::mem::take(&mut waiting).into_iter();
                block.stmts.extend(waiting.map(|(_, told)| told));
            }
            let number = self.lets;
            self.visit_stmt_mut(&mut stmt);
            if let Stmt::Local(_) = stmt {
                waiting.extend(self.told.remove(&number).into_iter().flatten());
            }
            block.stmts.push(stmt);
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        self.lets += 1;
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

struct Fold<'f> {
    item: &'f Type,
    /// May it be a type of which the user is told that it is too complex? That is said of the signature.
    is_complex: bool,
    /// Does the borrow checker rely on this copy?
    is_checked_once: bool,
}

// A mention of one of our macros, which may be another macro of the same name. In a function of its own it sees no locals, and if it
// does not return it hides nothing from the borrow checker: where there are anchors, or references that are lent, that looks at this copy only.
fn mention(path: &Path) -> TokenStream {
    quote_spanned!(ours(path.span())=> const _: fn() = || { #path!(@generator); };)
}

impl Fold<'_> {
    // Input: `yield value`. Output: the value, as an item, handed to the sink.
    fn hand_out(&self, yields: &ExprYield) -> Expr {
        let span = ours(yields.yield_token.span);
        let ty = self.item;
        let value = &yields.expr;
        let item = Ident::new("item", span);
        let sink = Ident::new("sink", span);
        let mut stmts = Vec::new();
        // `desugar` gave every yield a value.
        let value = value.as_deref().cloned();
        let value = value.unwrap_or_else(|| Expr::Verbatim(TokenStream::new()));
        let pat = tree::typed(span, tree::variable(item.clone(), None), ty.clone());
        let mut bind = tree::binding(span, pat, value);
        if let (true, Stmt::Local(bind)) = (self.is_complex, &mut bind) {
            let allow = parse_quote_spanned!(span=> #[allow(clippy::type_complexity)]);
            bind.attrs.push(allow);
        }
        // `hand_out(sink, item)`, by the user's `yield_!`.
        match spelling(&yields.attrs, "yield_") {
            Some(path) if !self.is_checked_once => {
                stmts.push(bind);
                stmts.push(Stmt::Macro(StmtMacro {
                    attrs: Vec::new(),
                    mac: Macro {
                        path: path.clone(),
                        bang_token: Token![!](span),
                        delimiter: MacroDelimiter::Paren(token::Paren(span)),
                        tokens: quote_spanned!(span=> @generator #sink #item),
                    },
                    semi_token: None,
                }));
            }
            path => {
                let mention = path.map(|path| Stmt::Item(Item::Verbatim(mention(path))));
                stmts.extend(mention);
                stmts.push(bind);
                let hand_out = tree::path(span, &["gen_runtime", "__private", "hand_out"]);
                let call = tree::call(span, hand_out, [tree::value(sink), tree::value(item)]);
                stmts.push(Stmt::Expr(call, None));
            }
        }
        tree::block(span, stmts)
    }

    // Input: `yield value` as the value of a `let`. Output: `hand_out(sink, { let item: T = value; item })`. Of a block rustc does not say where another type is expected,
    // of a call it does.
    fn hand_out_as_value(&self, yields: &ExprYield) -> Expr {
        let span = ours(yields.yield_token.span);
        let (ty, value) = (self.item, &yields.expr);
        let mention = spelling(&yields.attrs, "yield_").map(mention);
        let item = Ident::new("item", span);
        let sink = Ident::new("sink", span);
        parse_quote_spanned! {span=>
            ::gen_runtime::__private::hand_out(#sink, { #mention let #item: #ty = #value; #item })
        }
    }

    // Input: the loop that `yield_from!(items)` stands for.
    // Output: the same by the iterator's own `fold`, which is faster where the iterator is a chain or a generator.
    fn hand_out_all(&mut self, all: &ExprForLoop) -> Option<Expr> {
        let path = spelling(&all.attrs, "yield_from")?;
        let span = ours(path.span());
        let ty = self.item;
        let mut items = all.expr.clone();
        self.visit_expr_mut(&mut items);
        // An item of another type is the fault of the items.
        let item = Ident::new("item", ours(items.span()));
        let sink = Ident::new("sink", span);
        let hand_out = if self.is_checked_once {
            let mention = mention(path);
            quote_spanned! {span=>
                #mention let #item: #ty = #item; ::gen_runtime::__private::hand_out(#sink, #item)
            }
        } else {
            quote_spanned!(span=> let #item: #ty = #item; #path!(@generator #sink #item))
        };
        Some(parse_quote_spanned! {span=>
            {
                ::core::iter::Iterator::for_each(
                    ::core::iter::IntoIterator::into_iter(#items),
                    |#item| { #hand_out },
                );
            }
        })
    }
}

impl VisitMut for Fold<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::Const(_)) {
            return;
        }
        if let Some((head, pats)) = head(expr) {
            end_temporaries(head, pats);
        }
        if contains_condition(expr) {
            EndInCondition.visit_expr_mut(expr);
        }
        if let Expr::ForLoop(all) = expr
            && let Some(handed_out) = self.hand_out_all(all)
        {
            *expr = handed_out;
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Yield(yields) = expr {
            *expr = self.hand_out(yields);
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        self.visit_pat_mut(&mut local.pat);
        let Some(init) = &mut local.init else { return };
        match &mut *init.expr {
            // The sink is borrowed before what it is given.
            Expr::Yield(yields)
                if yields
                    .expr
                    .as_deref()
                    .is_none_or(|value| !contains_yield(value)) =>
            {
                *init.expr = self.hand_out_as_value(yields);
            }
            value => self.visit_expr_mut(value),
        }
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
        }
    }

    // The halves of an anchor are what they say. The macro is mentioned, so that its import is used.
    fn visit_block_mut(&mut self, block: &mut Block) {
        let is_half =
            |stmt: &Stmt| matches!(stmt, Stmt::Local(local) if anchors::is_half(&local.attrs));
        if block.stmts.iter().any(is_half) {
            for mut stmt in std::mem::take(&mut block.stmts) {
                if let Stmt::Local(local) = &mut stmt
                    && anchors::is_half(&local.attrs)
                {
                    let path = local.attrs.remove(0).path().clone();
                    let mention = mention(&path);
                    block
                        .stmts
                        .push(parse_quote_spanned!(path.span()=> { #mention }));
                }
                block.stmts.push(stmt);
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if macros::find_yield(mac.tokens.clone()).is_some() {
            macros::rewrite(mac, |expr| {
                self.visit_expr_mut(expr);
                true
            });
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

// The head of a statement that yields, if it is one that makes temporaries, and the patterns that match it as a place.
fn head(expr: &mut Expr) -> Option<(&mut Expr, Vec<&Pat>)> {
    let yields = contains_yield(expr);
    match expr {
        Expr::Match(expr) if yields => {
            let pats = expr.arms.iter().map(|arm| &arm.pat).collect();
            Some((&mut expr.expr, pats))
        }
        Expr::ForLoop(expr) if yields => Some((&mut expr.expr, Vec::new())),
        _ => None,
    }
}

fn contains_condition(expr: &Expr) -> bool {
    matches!(expr, Expr::If(_) | Expr::While(_)) && contains_yield(expr)
}

// The temporaries of `let`s in a condition that yields end with their operand.
struct EndInCondition;

impl VisitMut for EndInCondition {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(expr) => self.visit_expr_mut(&mut expr.cond),
            Expr::While(expr) => self.visit_expr_mut(&mut expr.cond),
            Expr::Let(expr) => end_temporaries(&mut expr.expr, vec![&*expr.pat]),
            Expr::Binary(expr) => {
                self.visit_expr_mut(&mut expr.left);
                self.visit_expr_mut(&mut expr.right);
            }
            Expr::Paren(expr) => self.visit_expr_mut(&mut expr.expr),
            _ => {}
        }
    }
}

// Input: a head. Output: the head, or what it is a place in, as the value of a block, so that its temporaries end with it.
fn end_temporaries(head: &mut Expr, pats: Vec<&Pat>) {
    if is_place(head) {
        return;
    }
    // What is matched by patterns, that of a loop is not.
    if !pats.is_empty()
        && let Some(value) = in_head(head, pats)
    {
        return end_with_value(value);
    }
    let elements = temporaries::elements(head);
    if !elements.is_empty() {
        for element in elements {
            match temporaries::lent(element) {
                Some(value) => end_with_value(value),
                None => end_temporaries(element, Vec::new()),
            }
        }
    } else if !is_simple(head) {
        end_with_value(head);
    }
}

// What is wrong with the type of a head is said of all of it.
fn end_with_value(head: &mut Expr) {
    let at = tree::ends(head);
    let span = ours(at.0);
    let name = Ident::new(&names::ours("head").to_string(), span);
    let jumps = jumps_out(head);
    let value = std::mem::replace(head, tree::value(name.clone()));
    let bind = tree::binding(span, tree::variable(name.clone(), None), value);
    let stmts = vec![bind, Stmt::Expr(tree::value(name), None)];
    *head = if jumps {
        // Without a label it would not leave a labelled block.
        tree::block(at.0, stmts)
    } else {
        tree::block_over(at, "head", stmts)
    };
}

// Is there a `break` or `continue` without a label to a loop around this?
fn jumps_out(head: &Expr) -> bool {
    struct JumpsOut(bool);

    impl<'ast> Visit<'ast> for JumpsOut {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Break(jump) => self.0 |= jump.label.is_none(),
                Expr::Continue(jump) => self.0 |= jump.label.is_none(),
                Expr::Loop(_) | Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
                _ => {}
            }
            visit::visit_expr(self, expr);
        }

        fn visit_item(&mut self, _: &'ast Item) {}
    }

    let mut found = JumpsOut(false);
    found.visit_expr(head);
    found.0
}

// Input: the statements of the body, which may end in an expression.
// Output: the same, ending in a statement; that the expression is `()` is left to rustc.
fn end_with_unit(stmts: &mut [Stmt]) {
    let Some(last) = stmts.last_mut() else { return };
    let tail = match last {
        Stmt::Expr(expr, None) if !is_block_like(expr) => expr.clone(),
        Stmt::Macro(stmt) if stmt.semi_token.is_none() => Expr::Macro(ExprMacro {
            attrs: stmt.attrs.clone(),
            mac: stmt.mac.clone(),
        }),
        _ => return,
    };
    let span = ours(tail.span());
    *last = match tail {
        Expr::Yield(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Assign(_) => {
            Stmt::Expr(tail, Some(Token![;](span)))
        }
        tail => tree::unit(span, tail),
    };
}

fn is_block_like(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
    )
}
