//! What is each local called in the machine, and each variant and type parameter of the enum?

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Macro, Member, Type,
    visit::{self, Visit},
};

use crate::{
    desugar::ours,
    effects::{self, Effect, Evidence, Part},
    emptied,
    ids::{Id, LocalId, Set, StateId, Table},
    ir::{AtFirst, Graph, InMacro, Local, is_primitive},
    layout::{Carried, Field, Kind, Layout, State},
    macros::Argument,
    names::{self, Fresh},
    parse::Function,
    prelude::Prelude,
    values,
};

/// The names of one machine.
pub struct Naming {
    /// The enum.
    pub state: Ident,
    /// Its variants.
    pub variants: Table<StateId, Ident>,
    /// The first state, after a prelude, if that is the head itself that the prelude comes to: they have one variant.
    pub head: Option<StateId>,
    /// The names of the fields of each state, which have no hygiene and so must differ as text.
    fields: Table<StateId, Vec<Ident>>,
    /// The types of its fields: a parameter for each local that it carries and whose type is not written.
    types: BTreeMap<TypeKey, Ident>,
    params: Vec<Ident>,
    locals: Table<LocalId, String>,
    /// What is printed for each, and whether it has the macro's hygiene.
    printed: Table<LocalId, (Ident, bool)>,
    /// The parts of locals that the body mentions, as it first does, if one is asked for.
    mentioned: OnceCell<BTreeMap<(LocalId, Part), Member>>,
    /// The structs for locals that are carried in parts.
    pub parts: BTreeMap<LocalId, Ident>,
    /// The struct around the state, if some locals stay in place.
    pub frame: Option<Frame>,
    /// The types that the fold copy tells.
    pub told: BTreeMap<LocalId, Told>,
    /// What stands for the types of other locals that some state declares again.
    pub again: BTreeMap<LocalId, Ident>,
}

/// A local whose type the fold copy tells.
pub struct Told {
    /// Its type parameter.
    pub ty: Ident,
    /// What stands for its type behind the arguments of the fold copy.
    pub name: Ident,
    /// Where it stands there.
    pub position: usize,
}

/// The struct of the state and the slots.
pub struct Frame {
    pub name: Ident,
    /// In order of declaration.
    pub slots: BTreeMap<(usize, usize), Slot>,
}

impl Frame {
    /// Are there values in it that have to be dropped in order with those of the state?
    pub fn drops(&self) -> bool {
        self.slots.values().any(Slot::is_option)
    }
}

/// Where a local stays in place.
pub struct Slot {
    pub local: LocalId,
    pub field: Ident,
    pub ty: Ident,
    /// What is in it from the beginning, if it is never empty.
    pub at_first: Option<AtFirst>,
    /// What owns the value in a state.
    owner: String,
}

impl Slot {
    /// May it be empty? What is in one that is not has nothing to drop.
    pub fn is_option(&self) -> bool {
        self.at_first.is_none()
    }

    /// The owner, as mentioned at `span`.
    pub fn owner(&self, span: Span) -> Ident {
        names::ident(&self.owner, ours(span))
    }
}

/// Names everything that is emitted.
pub fn naming(function: &Function, graph: &Graph, layout: &Layout) -> Naming {
    let mut fresh = Fresh::scan(|see| function.words(see));
    let base = names::camel_case(&names::base(&function.sig.ident));
    let state = Ident::new(&fresh.pick(&format!("{base}State")), Span::mixed_site());
    // `Debug` tells a generator that was not started from one that waits at the head. Where none does, LLVM makes better code of two variants.
    let is_head = |prelude: &&Prelude| {
        prelude.begins_again && layout.states[prelude.to].is_suspended() && !function.output.debug
    };
    let head = layout.prelude.as_ref().filter(is_head);
    let head = head.map(|prelude| prelude.to);
    let parts = layout.members.keys().map(|&local| {
        let name = names::camel_case(&names::base(&graph.locals[local].ident));
        let name = fresh.pick(&format!("{name}Parts"));
        (local, Ident::new(&name, Span::mixed_site()))
    });
    let parts = parts.collect();
    let frame = Ident::new(&fresh.pick(&format!("{base}Frame")), Span::mixed_site());
    let locals = locals(graph, layout, fresh);
    let known = Known::new(function, graph);
    let mut types = BTreeMap::new();
    let mut params = Vec::new();
    // A local may be called `self_`, or like the generator.
    let mut fresh = Fresh::without(["Self", &state.to_string(), &frame.to_string()]);
    for (id, state) in layout.states.iter() {
        let fields = layout.fields(id).iter();
        for field in fields.filter(|field| field.is_stored()) {
            let key = type_key(field, state);
            if let Some(ty) = known.of(&key) {
                types.insert(key, ty);
                continue;
            }
            types.entry(key).or_insert_with(|| {
                let name = names::camel_case(&field_name(&locals, field));
                let name = Ident::new(&fresh.pick(&name), Span::mixed_site());
                params.push(name.clone());
                name
            });
        }
    }
    let mut fields = Fresh::without(["state"]);
    let mut slots = BTreeMap::new();
    for (local, row) in graph.locals.iter().filter(|(_, row)| row.in_place) {
        let field = fields.pick(&locals[local]);
        let ty = fresh.pick(&names::camel_case(&locals[local]));
        let owner = format!("{}_owner", locals[local]);
        let slot = Slot {
            local,
            owner,
            at_first: row.at_first.clone(),
            field: names::ident_like(&row.ident, &field, Span::mixed_site()),
            ty: Ident::new(&ty, Span::mixed_site()),
        };
        slots.insert(layout.order[&local], slot);
    }
    let frame = (!slots.is_empty()).then_some(Frame { name: frame, slots });
    // Behind the arguments, or what else the first state carries.
    let arguments = layout.fields(layout.state_at[&graph.entry]).len();
    let mut told = BTreeMap::new();
    let mut fresh = Fresh::empty();
    for (local, row) in graph.locals.iter().filter(|(_, row)| row.late.is_some()) {
        let slot = frame.as_ref().filter(|_| row.in_place);
        let slot = slot.and_then(|frame| frame.slots.get(&layout.order[&local]));
        let ty = slot.map_or_else(|| types.get(&own_type(local, row)), |slot| Some(&slot.ty));
        let Some(ty) = ty else { continue };
        let position = arguments + told.len();
        let name = fresh.pick(&format!("_{}_type", locals[local]));
        let (name, ty) = (Ident::new(&name, Span::mixed_site()), ty.clone());
        told.insert(local, Told { ty, name, position });
    }
    let again = layout
        .again
        .iter()
        .filter(|local| !told.contains_key(local));
    let again = again.map(|&local| {
        let name = fresh.pick(&format!("{}_type", locals[local]));
        (local, Ident::new(&name, Span::mixed_site()))
    });
    let again = again.collect();
    Naming {
        frame,
        told,
        again,
        state,
        variants: variants(layout, head),
        head,
        fields: fields_of(graph, layout, &locals),
        types,
        params,
        printed: printed(graph, &locals),
        locals,
        mentioned: OnceCell::new(),
        parts,
    }
}

/// A local that is only kept has another type in the state than one that is used, and which one depends on what was
/// moved out of it on the way to its group.
type TypeKey = (LocalId, Carried, Part, usize, Option<BTreeSet<Evidence>>);

fn type_key(field: &Field, state: &State) -> TypeKey {
    // What is restored was kept.
    let carried = match field.carried {
        Carried::Restored => Carried::Kept,
        carried => carried,
    };
    let parts = state.parts.get(&field.local).cloned();
    (field.local, carried, field.part.clone(), field.group, parts)
}

// The type that a local has as a variable, or of what notes which parts of it are gone.
fn own_type(local: LocalId, row: &Local) -> TypeKey {
    let carried = if row.is_partial() {
        Carried::Noted
    } else {
        Carried::Live
    };
    (local, carried, Part::new(), 0, None)
}

/// The types that are written in the enum, since they are those of numbers and the like by what the user wrote of a local, or of the end of the range that
/// it comes from. The fewer parameters the enum has, the sooner rustc is done.
struct Known<'a> {
    function: &'a Function,
    graph: &'a Graph,
    /// What the end of the range is of which such a variable is an item.
    ends: BTreeMap<LocalId, LocalId>,
}

impl<'a> Known<'a> {
    fn new(function: &'a Function, graph: &'a Graph) -> Self {
        let ranges = graph
            .locals
            .iter()
            .filter_map(|(_, row)| row.range.as_ref());
        Self {
            function,
            graph,
            ends: ranges
                .filter_map(|range| Some((range.item?, range.end_local?)))
                .collect(),
        }
    }

    // The type of a field, if it means the same in the enum.
    fn of(&self, key: &TypeKey) -> Option<Ident> {
        let row = &self.graph.locals[key.0];
        let ty = if *key == own_type(key.0, row) && !row.is_partial() {
            self.of_local(key.0)
        } else if key.1 == Carried::Start {
            // Both ends of a range are of one type.
            self.of_local(row.range.as_ref()?.end_local?)
        } else {
            None
        };
        let Type::Path(ty) = ty.filter(|ty| is_primitive(ty))? else {
            return None;
        };
        let name = ty.path.get_ident()?;
        let mut generics = self.function.sig.generics.type_params();
        (!generics.any(|param| param.ident == *name)).then(|| name.clone())
    }

    fn of_local(&self, local: LocalId) -> Option<&Type> {
        let row = &self.graph.locals[local];
        let end = || self.of_local(*self.ends.get(&local)?);
        row.ty.as_ref().or_else(end)
    }
}

fn printed(graph: &Graph, locals: &Table<LocalId, String>) -> Table<LocalId, (Ident, bool)> {
    let mut printed = Table::new();
    for (local, row) in graph.locals.iter() {
        let ident = &row.ident;
        let is_hidden =
            names::is_ours(ident) && !names::is_receiver(ident) && !names::is_shown(ident);
        let ident = names::ident_like(ident, &locals[local], ident.span());
        printed.push((ident, is_hidden));
    }
    printed
}

// What a field is called, before fields of the same name are told apart.
fn field_name(locals: &Table<LocalId, String>, field: &Field) -> String {
    let part = field.part.iter().map(|step| format!("_part_{step}"));
    locals[field.local].clone() + &part.collect::<String>()
}

fn fields_of(
    graph: &Graph,
    layout: &Layout,
    locals: &Table<LocalId, String>,
) -> Table<StateId, Vec<Ident>> {
    let mut fields = Table::new();
    for state in layout.states.ids() {
        let mut fresh = Fresh::empty();
        let names = layout.fields(state).iter().map(|field| {
            let name = fresh.pick(&field_name(locals, field));
            let original = &graph.locals[field.local].ident;
            names::ident_like(original, &name, Span::mixed_site())
        });
        fields.push(names.collect());
    }
    fields
}

fn mentioned(graph: &Graph) -> BTreeMap<(LocalId, Part), Member> {
    struct Mentioned(BTreeMap<(LocalId, Part), Member>);

    impl<'ast> Visit<'ast> for Mentioned {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            if let (Expr::Field(field), Some(part)) = (expr, effects::part(expr)) {
                let member = || field.member.clone();
                self.0.entry(part).or_insert_with(member);
            }
            visit::visit_expr(self, expr);
        }

        fn visit_macro(&mut self, mac: &'ast Macro) {
            // What is taken by value in another way than the user wrote.
            if emptied::taking(mac).is_some()
                && let Ok(taken) = mac.parse_body::<Expr>()
            {
                self.visit_expr(&taken);
            }
            for argument in emptied::arguments_taken(mac).into_iter().flatten() {
                if let Argument::Expr(expr) = argument {
                    Mentioned::visit_expr(self, &expr);
                }
            }
        }
    }

    let mut found = Mentioned(BTreeMap::new());
    for (_, block) in graph.blocks.iter() {
        for code in block.code() {
            code.walk(&mut found);
        }
    }
    found.0
}

fn variants(layout: &Layout, head: Option<StateId>) -> Table<StateId, Ident> {
    let mut variants = Table::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, state) in layout.states.iter() {
        let base = match state.kind {
            Kind::Start => "Start",
            Kind::Yield => "Yield",
            Kind::Loop => "Loop",
            Kind::Join => "Join",
        };
        let count = counts.entry(base).or_default();
        let name = match state.kind {
            Kind::Start => base.to_owned(),
            Kind::Yield | Kind::Loop | Kind::Join => format!("{base}{count}"),
        };
        *count += 1;
        variants.push(Ident::new(&name, Span::mixed_site()));
    }
    for (state, row) in layout.states.iter() {
        if let (Kind::Start, Some(head)) = (row.kind, head) {
            variants[state] = variants[head].clone();
        }
    }
    variants
}

// A local keeps its name unless that would hide another one of the same name that is still needed where it is visible:
// one that some state carries, one that its own initialiser mentions after it was declared, or one of ours that gets its value further in. Nor may it
// hide a function or a constant in its own initialiser.
fn locals(graph: &Graph, layout: &Layout, mut fresh: Fresh) -> Table<LocalId, String> {
    let mut carried = Table::like(&graph.locals, false);
    for (_, state) in layout.states.iter() {
        for field in &state.fields {
            carried[field.local] = true;
        }
        for &local in &state.redeclared {
            carried[local] = true;
        }
    }
    // What a closure captured is named where the closure is carried.
    for (_, row) in graph.locals.iter() {
        let captures = row.captures.iter();
        let parts = captures.flat_map(|captures| captures.taken.iter().flatten());
        for (captured, _) in parts {
            carried[*captured] = true;
        }
    }
    let mut unset = Set::new();
    let blocks = graph.blocks.iter();
    for effect in blocks.flat_map(|(_, block)| block.effects()).flatten() {
        if let Effect::Declare(local, false) = effect {
            unset.insert(*local);
        }
    }
    let elsewhere = no_locals(graph);
    // Items are repeated where a state opens their block, behind the variables that it gets from its fields.
    let scopes = graph.scopes.iter();
    let repeated = scopes.flat_map(|(_, scope)| &scope.items);
    let repeated = values::values(repeated, TokenStream::new);
    let mut seen: BTreeMap<(String, bool), Vec<LocalId>> = BTreeMap::new();
    let mut out: Table<LocalId, String> = Table::new();
    for (local, row) in graph.locals.iter() {
        if names::is_shown(&row.ident) {
            out.push(fresh.pick("matched_value"));
            continue;
        }
        let base = names::base(&row.ident);
        let others = seen
            .entry((base.clone(), names::is_ours(&row.ident)))
            .or_default();
        let deferred = graph.deferred.contains(local);
        let hides = |&other: &LocalId| {
            let (inner, outer) = (graph.declared.get(&local), graph.declared.get(&other));
            let is_inside = match (inner, outer) {
                (Some(&inner), Some(&outer)) => graph.is_within(inner, outer),
                (None, Some(_)) => true,
                (_, None) => false,
            };
            // A variable that is declared before its initialiser is hidden by those of the initialiser.
            let is_around = match (inner, outer) {
                (Some(&outer), Some(&inner)) => graph.is_within(inner, outer),
                (Some(_), None) => true,
                (None, _) => false,
            };
            // So is one of ours, which may be made after those inside of its scope.
            let first = deferred || names::is_ours(&row.ident) && carried[local];
            let is_open = names::is_ours(&row.ident) && unset.contains(other);
            is_inside && (carried[other] || deferred || is_open) || is_around && first
        };
        let hidden: Vec<LocalId> = others.iter().copied().filter(hides).collect();
        let is_item = repeated.contains_key(&base);
        others.push(local);
        // A macro might show the name, so the other one is renamed if it is in no macro.
        let in_macro = |local: LocalId| graph.locals[local].in_macro != InMacro::No;
        if is_item {
            out.push(fresh.pick_other(&base));
        } else if hidden.is_empty() {
            let hides = deferred && row.in_macro < InMacro::Text && elsewhere.contains(&base);
            out.push(if hides { fresh.pick_other(&base) } else { base });
        } else if in_macro(local) && !hidden.iter().any(|&other| in_macro(other)) {
            for other in hidden {
                out[other] = fresh.pick_other(&base);
            }
            out.push(base);
        } else {
            out.push(fresh.pick_other(&base));
        }
    }
    out
}

// What is named alone and is no local: a function, a constant or a static, which a variable that is declared before its initialiser may hide in it.
fn no_locals(graph: &Graph) -> BTreeSet<String> {
    struct Find(BTreeSet<String>);
    impl Find {
        fn name(&mut self, ident: &Ident) {
            if names::local(ident).is_none() {
                self.0.insert(names::base(ident));
            }
        }

        fn tokens(&mut self, tokens: TokenStream) {
            let tokens: Vec<TokenTree> = tokens.into_iter().collect();
            let is_punct = |at: Option<usize>, puncts: &[char]| {
                let token = at.and_then(|at| tokens.get(at));
                matches!(token, Some(TokenTree::Punct(punct)) if puncts.contains(&punct.as_char()))
            };
            for (at, token) in tokens.iter().enumerate() {
                match token {
                    TokenTree::Group(group) => self.tokens(group.stream()),
                    TokenTree::Ident(ident) => {
                        let is_member = is_punct(at.checked_sub(1), &['.', ':']);
                        if !is_member && !is_punct(Some(at + 1), &[':', '!']) {
                            self.name(ident);
                        }
                    }
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
        }
    }
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            if let Some(ident) = path.path.get_ident() {
                self.name(ident);
            }
        }

        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.tokens(mac.tokens.clone());
        }
    }
    let mut find = Find(BTreeSet::new());
    if !graph.deferred.is_empty() {
        for (_, block) in graph.blocks.iter() {
            block.code().for_each(|code| code.walk(&mut find));
        }
    }
    find.0
}

impl Naming {
    /// The states that have a variant of their own.
    pub fn states<'l>(&self, layout: &'l Layout) -> impl Iterator<Item = (StateId, &'l State)> {
        let is_other = self.head.is_some();
        let states = layout.states.iter();
        states.filter(move |(_, row)| !is_other || row.kind != Kind::Start)
    }

    /// Is a generator in this state before it is started?
    pub fn is_first(&self, state: StateId, row: &State) -> bool {
        row.kind == Kind::Start || self.head == Some(state)
    }

    /// The name of a local, as it stands at `span` in the user's code.
    pub fn local(&self, local: LocalId, span: Span) -> Ident {
        let (mut ident, is_hidden) = self.printed[local].clone();
        ident.set_span(if is_hidden {
            span.resolved_at(Span::mixed_site())
        } else {
            span
        });
        ident
    }

    /// A mention of a local at `span`, or of all that is the head whose value it has. An expression is at its first token, at its last, and at what is between, and
    /// no arguments are arguments that rustc accepts on any name.
    pub fn mention(&self, graph: &Graph, local: LocalId, span: Span) -> TokenStream {
        let name = self.local(local, span);
        match graph.locals[local].ends {
            Some((_, last)) if names::is_shown(&graph.locals[local].ident) => {
                let none = quote::quote_spanned!(last=> ::<>);
                quote::quote!(#name #none)
            }
            Some(_) | None => name.to_token_stream(),
        }
    }

    /// Is a local called in the machine as the user calls it?
    pub fn keeps_name(&self, graph: &Graph, local: LocalId) -> bool {
        self.locals[local] == names::base(&graph.locals[local].ident)
    }

    /// The variable that holds a field: the local, or one of ours for a part of it.
    pub fn variable(&self, graph: &Graph, field: &Field) -> Ident {
        if field.part.is_empty() {
            self.declared(graph, field.local)
        } else {
            names::ident(&field_name(&self.locals, field), Span::mixed_site())
        }
    }

    /// Where a local stays, if it does.
    pub fn slot(&self, local: LocalId) -> Option<&Slot> {
        let slots = self.frame.iter().flat_map(|frame| frame.slots.values());
        slots.into_iter().find(|slot| slot.local == local)
    }

    /// The last member of a part of a local, as the body mentions it.
    pub fn mentioned(&self, graph: &Graph, local: LocalId, part: &[String]) -> Option<&Member> {
        let mentioned = self.mentioned.get_or_init(|| mentioned(graph));
        mentioned.get(&(local, part.to_vec()))
    }

    /// The name of a local where it was declared. What is declared of a variable that is made anew for each statement is a pointer, of a
    /// name of ours.
    pub fn declared(&self, graph: &Graph, local: LocalId) -> Ident {
        if graph.locals[local].is_pointer() {
            return quote::format_ident!(
                "{}_pointer",
                self.locals[local],
                span = Span::mixed_site()
            );
        }
        if graph.locals[local].is_partial() {
            return quote::format_ident!("{}_owner", self.locals[local], span = Span::mixed_site());
        }
        self.local(local, graph.locals[local].ident.span())
    }

    /// The type parameters of the enum, in the order in which its variants need them.
    pub fn type_params(&self) -> &[Ident] {
        &self.params
    }

    pub fn type_of(&self, field: &Field, state: &State) -> &Ident {
        &self.types[&type_key(field, state)]
    }

    /// What to print for one of the compiler's spellings.
    pub fn finished(&self, graph: &Graph, ident: &Ident) -> TokenTree {
        match names::local(ident) {
            Some(local)
                if local.index() < graph.locals.len() && graph.locals[local].is_reached() =>
            {
                let span = ident.span();
                let name = self.local(local, span);
                let place = quote::quote_spanned!(span=> *#name);
                let mut place = Group::new(Delimiter::Parenthesis, place);
                place.set_span(span);
                TokenTree::Group(place)
            }
            Some(local) if local.index() < graph.locals.len() => {
                TokenTree::Ident(self.local(local, ident.span()))
            }
            _ => TokenTree::Ident(names::ident(
                &names::base(ident),
                names::printed_at(ident, ident.span()),
            )),
        }
    }

    /// What notes which parts of a local are gone.
    pub fn note(&self, local: LocalId) -> Ident {
        quote::format_ident!("{}_note", self.locals[local], span = Span::mixed_site())
    }

    /// The names of a state's fields.
    pub fn fields(&self, state: StateId) -> &[Ident] {
        &self.fields[state]
    }
}
