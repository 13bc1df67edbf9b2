//! The whole pipeline on one screen.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use syn::{
    ImplItem, Item, ItemFn, TraitItem, Visibility,
    parse::{Parse, ParseStream},
    visit::Visit,
};

use crate::{
    alike::alike,
    apart::{Numbers, apart, numbers},
    arguments::arguments,
    check::{check, is_generator},
    copies::copies,
    desugar::{desugar, known},
    diag::{Errors, Refused, message},
    dump::Dump,
    duplicate::duplicate,
    emit::{
        self,
        naming::{Naming, naming},
    },
    emptied::emptied,
    fallback::fallback,
    found_again::found_again,
    handed_out::{handed_out, shown},
    ids::{Id, LocalId, Set},
    in_place::in_place,
    initialised::initialised,
    ir::{Glue, Graph},
    layout::{Layout, Lost, layout},
    lent::lent,
    lifetimes::lifetimes,
    liveness::liveness,
    lower::lower,
    macros,
    outline::{self, Outline},
    parse::{self, Function},
    partial,
    paths::Paths,
    resolve::{Resolved, resolve},
    rests::{self, Rests},
    same::same,
    shared::shared,
    simplify::simplify,
    split::split,
    ungroup, validate,
};

/// `#[generator]`
pub fn attribute(arguments: &TokenStream, function: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    if !arguments.is_empty() {
        errors.push(arguments, message::ARGUMENTS);
    }
    match parse::parse(function.clone(), &mut errors) {
        Some(function) => expand(function, errors),
        // What is no generator stays as it is.
        None => match errors.barrier() {
            Err(Refused(error)) => quote::quote!(#error #function),
            Ok(()) => function,
        },
    }
}

/// What `#[generator]` makes of a function, told instead of printed; or all that is wrong with the function.
///
/// # Errors
///
/// The mistakes that make `#[generator]` refuse the function.
pub fn outline(arguments: &TokenStream, function: TokenStream) -> syn::Result<Outline> {
    let mut errors = Errors::new();
    if !arguments.is_empty() {
        errors.push(arguments, message::ARGUMENTS);
    }
    let function = parse::parse(function, &mut errors);
    if let Some(function) = &function
        && !function.is_broken
    {
        check(function, &mut errors);
    }
    match (errors.take(), function) {
        (None, Some(function)) => {
            let (function, graph, layout, naming) = machine(&function, &Dump::Nowhere)?;
            let expansion = emit::emit(&function, &graph, &layout, &naming);
            Ok(outline::outline(&graph, &layout, &naming, expansion))
        }
        (Some(error), _) => Err(error),
        // `parse` has said why it gave nothing.
        (None, None) => Err(syn::Error::new(Span::call_site(), message::NOT_A_FUNCTION)),
    }
}

/// The items in `generators! { … }`.
///
/// # Errors
///
/// What the macro says if they do not parse.
pub fn items(tokens: TokenStream) -> syn::Result<Vec<Item>> {
    let parsed = syn::parse2(tokens.clone());
    let again = |error| syn::parse2(ungroup::reread(tokens)).map_err(|_| error);
    let Items(mut items) = parsed.or_else(again)?;
    items.iter_mut().for_each(ungroup::in_item);
    Ok(items)
}

/// `generators! { … }`
pub fn block(tokens: TokenStream) -> TokenStream {
    match items(tokens) {
        Ok(items) => items.into_iter().map(item).collect(),
        Err(error) => error.into_compile_error(),
    }
}

struct Items(Vec<Item>);

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Self(items))
    }
}

// A function in the block is a generator if it yields; so is a method of an `impl` or a `trait` there.
fn item(item: Item) -> TokenStream {
    match item {
        Item::Fn(function) if yields(&function.block) => whole(function),
        Item::Impl(mut item) => {
            for member in &mut item.items {
                if let ImplItem::Fn(method) = member
                    && yields(&method.block)
                {
                    *member = ImplItem::Verbatim(whole(ItemFn {
                        attrs: method.attrs.clone(),
                        vis: method.vis.clone(),
                        modifiers: method.modifiers.clone(),
                        sig: method.sig.clone(),
                        block: Box::new(method.block.clone()),
                    }));
                }
            }
            quote::quote!(#item)
        }
        Item::Trait(mut item) => {
            for member in &mut item.items {
                if let TraitItem::Fn(method) = member
                    && let Some(block) = method.default.as_ref().filter(|block| yields(block))
                {
                    *member = TraitItem::Verbatim(whole(ItemFn {
                        attrs: method.attrs.clone(),
                        vis: Visibility::Inherited,
                        modifiers: method.modifiers.clone(),
                        sig: method.sig.clone(),
                        block: Box::new(block.clone()),
                    }));
                }
            }
            quote::quote!(#item)
        }
        other => quote::quote!(#other),
    }
}

/// Is a function with this body a generator in `generators!`? A yield in a place where none can be is a yield too, so that
/// `check` can say what to write instead.
pub fn yields(block: &syn::Block) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_item(&mut self, _: &'ast Item) {}
        fn visit_expr_yield(&mut self, _: &'ast syn::ExprYield) {
            self.0 = true;
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.0 |= macros::find_yield(quote::quote!(#mac)).is_some();
        }
    }
    let mut find = Find(false);
    find.visit_block(block);
    find.0
}

fn whole(mut item: ItemFn) -> TokenStream {
    item.attrs.retain(|attr| !is_generator(attr));
    let mut errors = Errors::new();
    let function = parse::function(item, &mut errors);
    expand(function, errors)
}

fn expand(function: Function, mut errors: Errors) -> TokenStream {
    if !function.is_broken {
        check(&function, &mut errors);
    }
    match errors.barrier() {
        Ok(()) => {
            let dump = Dump::wanted(&function.sig.ident);
            compile(function, &dump)
        }
        Err(Refused(error)) => refused(function, &error),
    }
}

fn refused(function: Function, error: &TokenStream) -> TokenStream {
    let stub = fallback(function);
    quote::quote!(#error #stub)
}

/// Compiles a checked function. Nothing in here can fail, since what could was refused before, but for what only the names in
/// the machine show.
pub fn compile(function: Function, dump: &Dump) -> TokenStream {
    match machine(&function, dump) {
        Ok((function, graph, layout, naming)) => {
            let expansion = emit::emit(&function, &graph, &layout, &naming);
            dump.expansion(&expansion);
            expansion
        }
        Err(error) => refused(function, &error.into_compile_error()),
    }
}

// What is emitted. References are lent where that is needed, and no macro could tell.
fn machine(written: &Function, dump: &Dump) -> syn::Result<(Function, Graph, Layout, Naming)> {
    let mut function = written.clone();
    let (graph, layout, wanted) = analyse(&mut function, &BTreeSet::new(), dump);
    if !wanted.is_empty() {
        let mut function = written.clone();
        function.is_checked_once = true;
        let (graph, layout, _) = analyse(&mut function, &wanted, dump);
        if let Ok(naming) = named(&function, &graph, &layout) {
            lifetimes(&mut function, &graph, &layout);
            return Ok((function, graph, layout, naming));
        }
    }
    let naming = named(&function, &graph, &layout)?;
    lifetimes(&mut function, &graph, &layout);
    Ok((function, graph, layout, naming))
}

fn named(function: &Function, graph: &Graph, layout: &Layout) -> syn::Result<Naming> {
    let naming = naming(function, graph, layout);
    let mut errors = Errors::new();
    same(function, graph, &naming, &mut errors);
    errors.take().map_or(Ok(naming), Err)
}

/// Everything up to the decision what the machine is, with these references lent. Tells also those that have to be.
pub fn analyse(
    function: &mut Function,
    lent: &BTreeSet<LocalId>,
    dump: &Dump,
) -> (Graph, Layout, BTreeSet<LocalId>) {
    desugar(function);
    let mut resolved = resolve(function);
    for &local in lent {
        resolved.locals[local].lent = true;
        resolved.locals[local].glue = Glue::None;
        // It shows in the syntax what it is.
        resolved.locals[local].late = None;
    }
    late(&mut resolved);
    let debug = function.output.debug;
    let named = resolved.locals.len();
    let mut taken = BTreeSet::new();
    let (mut replaced, mut settled) = (false, false);
    let mut lending = Lending::default();
    let mut paths = Paths::default();
    // Hardly ever more than one round.
    loop {
        let numbers = numbers(&resolved.body);
        let (graph, layout, mut lent) = states(&resolved, &numbers, &taken, debug, dump);
        if !lending.is_settled {
            let wanted = handed_out(&graph, &layout, &function.output.item);
            if lending.change(&mut resolved, &graph, &wanted, &lent, named) {
                continue;
            }
        }
        if !replaced && !layout.lost.locals.is_empty() {
            replaced = true;
            resolved = without_losses(&resolved, &graph, &layout, function);
            continue;
        }
        let before = taken.len();
        taken.extend(apart(&graph, &layout));
        if taken.len() != before {
            continue;
        }
        if !settled {
            settled = true;
            if let Some(noted) = without_doubts(&resolved, &graph, &layout, function) {
                resolved = noted;
                continue;
            }
        }
        if paths.change(&mut resolved, &mut taken, &graph, &layout) {
            continue;
        }
        lent.retain(|&local| local.index() < named);
        return (graph, layout, lent);
    }
}

/// What becomes of the references of which a part is handed out.
#[derive(Default)]
struct Lending {
    is_settled: bool,
    /// The body as it was, and whether references may be lent there instead.
    whole: Option<(Resolved, bool)>,
}

impl Lending {
    // Splits them, or reborrows them by `&`, if that can be done. Output: whether anything changed.
    fn change(
        &mut self,
        resolved: &mut Resolved,
        graph: &Graph,
        wanted: &BTreeSet<LocalId>,
        lent: &BTreeSet<LocalId>,
        named: usize,
    ) -> bool {
        let apart = split(resolved, wanted);
        if let Some(new) = apart.or_else(|| shared(resolved, wanted)) {
            // The fields may have to be split themselves.
            let before = std::mem::replace(resolved, new);
            // Of what is handed out for sure nobody else makes a reference to the whole.
            let may_lend = !lent.is_empty() && wanted.is_disjoint(&shown(graph));
            let (_, lends) = self.whole.get_or_insert((before, may_lend));
            *lends &= may_lend;
            return true;
        }
        self.is_settled = true;
        // Only what was written is lent.
        let lends_field = lent.iter().any(|&field| field.index() >= named);
        match self.whole.take() {
            Some((whole, true)) if lends_field => *resolved = whole,
            _ => return false,
        }
        true
    }
}

// The body with the parts taken in another way of those locals of which something would be lost.
fn without_losses(
    written: &Resolved,
    graph: &Graph,
    layout: &Layout,
    function: &mut Function,
) -> Resolved {
    // What is gone cannot be cloned.
    if function.output.clone {
        return noted(written, &layout.lost, Set::new(), None, function);
    }
    let apart = rests::candidates(written, graph, layout);
    let chosen = partial::candidates(written, graph, layout, &apart);
    let apart = Apart {
        locals: apart,
        noted_instead: partial::eligible(written, graph, layout),
    };
    noted(written, &layout.lost, chosen, Some(apart), function)
}

// The same with those locals taken in another way of which it would not be clear whether they are still there, if there are any.
fn without_doubts(
    written: &Resolved,
    graph: &Graph,
    layout: &Layout,
    function: &mut Function,
) -> Option<Resolved> {
    if function.output.clone {
        return None;
    }
    let chosen = partial::unclear(written, graph, layout);
    chosen.iter().next()?;
    Some(noted(written, &Lost::default(), chosen, None, function))
}

/// The locals of which what patterns leave is kept by itself.
#[derive(Clone)]
struct Apart {
    locals: Set<LocalId>,
    /// Those that may be carried with a note where that cannot be done, or would leave a doubt.
    noted_instead: Set<LocalId>,
}

// The body with the chosen locals carried with a note of which of their parts are gone, where that can be done, with what patterns leave of those in `apart` kept by itself, and the parts
// emptied of the others that would lose something.
fn noted(
    written: &Resolved,
    lost: &Lost,
    mut chosen: Set<LocalId>,
    mut apart: Option<Apart>,
    function: &mut Function,
) -> Resolved {
    let defined = known::defined(function);
    loop {
        let mut resolved = written.clone();
        let others = apart.as_ref().map(|apart| {
            let mut locals = apart.locals.clone();
            chosen.iter().for_each(|local| locals.remove(local));
            locals
        });
        let replaced = emptied(&mut resolved, lost, &chosen, others.as_ref(), &defined);
        if replaced.partial.is_empty() && replaced.rests.is_empty() {
            known::ask_for(&mut function.body, &replaced.called);
            return resolved;
        }
        for (&local, gone) in &replaced.partial {
            resolved.locals[local].taken = gone.iter().cloned().collect();
            // It is carried as a whole.
            resolved.locals[local].parts.clear();
        }
        let numbers = numbers(&resolved.body);
        let (graph, layout, _) =
            states(&resolved, &numbers, &BTreeSet::new(), false, &Dump::Nowhere);
        let checked = partial::checked(&resolved, &graph, &layout, &replaced.partial, &defined);
        let mut refused = checked.refused;
        refused.union(&replaced.taken_twice);
        let used = rests::used_again(&graph, &replaced.rests);
        let is_refused = !refused.is_empty() || !used.is_empty();
        let mut unclear = Set::new();
        if let (Some(apart), false) = (&mut apart, is_refused) {
            unclear = unclear_rests(&resolved, &numbers, (graph, layout), &replaced.rests);
            unclear.intersect(&apart.noted_instead);
            // If a note is refused, the rest stays by itself after all.
            apart.noted_instead.subtract(&unclear);
        }
        if !is_refused && unclear.is_empty() {
            let mut called = checked.called;
            called.extend(replaced.called);
            known::ask_for(&mut function.body, &called);
            return resolved;
        }
        for local in refused.iter() {
            chosen.remove(local);
        }
        chosen.union(&unclear);
        for local in used {
            if let Some(apart) = &mut apart {
                apart.locals.remove(local);
                if apart.noted_instead.contains(local) {
                    chosen.insert(local);
                }
            }
        }
    }
}

// The locals of which it is not clear whether they or their rests are still there, with everything taken apart that can be.
fn unclear_rests(
    resolved: &Resolved,
    numbers: &Numbers,
    (mut graph, mut layout): (Graph, Layout),
    kept: &Rests,
) -> Set<LocalId> {
    let mut taken = BTreeSet::new();
    loop {
        let unclear = rests::unclear(&layout, kept);
        let before = taken.len();
        taken.extend(apart(&graph, &layout));
        if unclear.is_empty() || taken.len() == before {
            return unclear;
        }
        (graph, layout, _) = states(resolved, numbers, &taken, false, &Dump::Nowhere);
    }
}

// Only what is of one type in both copies can have the type of the other.
fn late(resolved: &mut Resolved) {
    let open = |local: &LocalId| resolved.locals[*local].late.is_some();
    if !resolved.locals.ids().any(|local| open(&local)) {
        return;
    }
    let alike = alike(resolved);
    for local in resolved
        .locals
        .ids()
        .filter(|local| !alike.contains(*local))
    {
        resolved.locals[local].late = None;
    }
}

// From the resolved body to the states, with the statements `taken` apart.
fn states(
    resolved: &Resolved,
    numbers: &Numbers,
    taken: &BTreeSet<usize>,
    debug: bool,
    dump: &Dump,
) -> (Graph, Layout, BTreeSet<LocalId>) {
    let mut graph = lower(resolved, numbers, taken);
    found_again(&mut graph, &resolved.known);
    dump.graph("graph", &graph);
    simplify(&mut graph);
    copies(&mut graph);
    arguments(&mut graph);
    let live = liveness(&graph);
    let live = duplicate(&mut graph, live, resolved);
    validate::graph(&graph);
    dump.graph("simplified", &graph);
    in_place(&mut graph, &live);
    let facts = initialised(&graph, &BTreeMap::new());
    validate::flow(&graph, &live, &facts);
    dump.liveness(&graph, &live, &facts);
    let layout = layout(&mut graph, &live, facts, debug);
    validate::layout(&graph, &layout);
    dump.layout(&graph, &layout);
    let lent = lent(&graph, &layout);
    (graph, layout, lent)
}
