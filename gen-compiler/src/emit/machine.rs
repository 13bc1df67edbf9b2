//! The state machine: what `next` runs.
//!
//! One arm per state. An arm binds what the state carries, runs to the next yield, puts what it has to carry into the
//! next state and returns the item.

use std::{cell::Cell, collections::BTreeSet, iter};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Lifetime, Pat, Stmt, Type};

use super::{
    append,
    aside::restored_late,
    bindings::generator,
    code,
    fold::found,
    in_order, lost,
    naming::Naming,
    places::{self, Leaving, Places},
    structure::{Structure, structure},
    suspend::hand_out,
};
use crate::{
    desugar::ours,
    effects::{self, Effect},
    ids::{BlockId, Id, LocalId, ScopeId, StateId},
    ir::{self, Edge, Graph, Statement, Terminator},
    layout::{Layout, left_before},
    lints,
    macros::{self, Code},
    names,
    parse::Function,
};

/// The closure that runs a state to its next yield.
pub struct Machine {
    pub closure: TokenStream,
    /// How many tokens it has.
    pub size: usize,
    /// May something panic while all is left in place?
    pub leaves: bool,
}

/// Emits it.
pub fn machine(function: &Function, graph: &Graph, layout: &Layout, naming: &Naming) -> Machine {
    let allow = lints::machine();
    let start = layout.before;
    let is_fenced = Cell::new(false);
    let (lingers, first_lingers) = (Cell::new(false), Cell::new(false));
    let common = Common::new(function, graph, layout, naming);
    let arm = |state: StateId| {
        let stands = if start == Some(state) {
            Stands::Before
        } else {
            Stands::Among
        };
        let mut arm = common.arm(state, stands);
        let code = arm.arm();
        is_fenced.set(is_fenced.get() || arm.is_fenced && stands == Stands::Among);
        match stands {
            Stands::Before => first_lingers.set(arm.lingers),
            Stands::Among | Stands::Outside => lingers.set(lingers.get() || arm.lingers),
        }
        code
    };
    let first = start.map(|state| {
        let arm = arm(state);
        first(&common, state, &arm, first_lingers.get())
    });
    let arms = layout.states.ids().map(|state| {
        // A first state before the loop is never come back to.
        if layout.is_after_prelude(state) || start == Some(state) {
            TokenStream::new()
        } else {
            arm(state)
        }
    });
    let arms = code!(#(#arms)*);
    let mut step = code! {
        match { now } {
            #arms
            _ => return ::gen_runtime::__private::over(),
        }
    };
    let mut after = None;
    if is_fenced.get() {
        step = code!('fence: { #step });
        after = Some(code!(return ::core::option::Option::None;));
    }
    let mut item = None;
    if lingers.get() {
        item = Some(code!(let handed_out;));
        after = Some(hand_out(&common.leaving));
    }
    let enter = places::enter(&common.leaving);
    let (params, open) = if graph.anchors == 0 {
        (generator(naming), places::open(naming, &common.leaving))
    } else {
        let open = open_frame(function, graph, layout, naming);
        (code!(step, args), Some(open))
    };
    let resume = code!(::gen_runtime::__private::resume(state));
    // What leaves the first state is in these variables, and not the value of a block, which rustc forgets where a destructor panics on the way out
    // of it (https://github.com/rust-lang/rust/issues/47949).
    let resumed = match first {
        None => code!(let (mut now, mut vacant) = #resume;),
        Some(first) => code! {
            let (mut now, mut vacant);
            'start: {
                #first
                (now, vacant) = #resume;
            }
        },
    };
    let again = naming.again.values();
    let prelude = types_of_prelude(&common);
    let again = code!(#(let #again = ::gen_runtime::__private::some_type();)* #prelude);
    let closure = code! {
        |#params| {
            #open
            #allow
            return {
                #again
                #resumed
                #item
                'machine: loop {
                    #enter
                    #step
                }
                #after
            };
        }
    };
    Machine {
        size: lost::size(closure.clone()) - common.referenced.get(),
        closure,
        leaves: common.leaving.leaves.get(),
    }
}

/// Emits what is evaluated where the generator is made: the prelude, and the first state with what comes of it.
pub fn prelude(
    function: &Function,
    graph: &Graph,
    layout: &Layout,
    naming: &Naming,
) -> Option<TokenStream> {
    let state = layout.prelude.as_ref()?.start;
    let arguments = function.params.iter().zip(&graph.params);
    let renamed = arguments.filter_map(|(param, &local)| {
        let (name, outer) = (naming.declared(graph, local), &param.outer);
        (name != *outer).then(|| code!(let #name = #outer;))
    });
    let common = Common::new(function, graph, layout, naming);
    let mut arm = common.arm(state, Stands::Outside);
    let scopes = arm.structure.scopes.clone();
    let lets = vec![TokenStream::new(); scopes.len()];
    let code = arm.open(&scopes, &lets, layout.states[state].block, None);
    Some(code!({ #(#renamed)* #code }))
}

// The types of the locals of a prelude that are declared again: it stands outside of the machine, so it is here once more, in code that never runs.
fn types_of_prelude(common: &Common) -> Option<TokenStream> {
    let (graph, layout, naming) = (common.graph, common.layout, common.naming);
    let prelude = layout.prelude.as_ref()?;
    let blocks: Vec<BlockId> = iter::successors(Some(graph.entry), |&block| {
        let next = graph.blocks[block].successors();
        let mut next = next.into_iter();
        next.find(|next| !layout.state_at.contains_key(next))
    })
    .collect();
    let mut declared: BTreeSet<LocalId> = graph.params.iter().copied().collect();
    for effects in blocks
        .iter()
        .flat_map(|&block| graph.blocks[block].effects())
    {
        effects::locals(effects, &mut |_, local| _ = declared.insert(local));
    }
    if !declared
        .iter()
        .any(|local| naming.again.contains_key(local))
    {
        return None;
    }
    let name = |local: LocalId| naming.declared(graph, local);
    let carried = layout.fields(prelude.start).iter();
    let carried = carried.map(|field| name(field.local));
    let arguments = graph.params.iter().zip(&prelude.arguments);
    let found = arguments
        .filter_map(|(&argument, source)| found(*source, &name(argument), &name(source.local())));
    let mut arm = common.arm(prelude.start, Stands::Among);
    let told = arm.told_arguments();
    let statements = blocks.into_iter().map(|block| arm.statements(block));
    let state = generator(naming);
    Some(code! {
        if false {
            ::gen_runtime::__private::never();
            let (#(#carried,)* ..) = ::gen_runtime::__private::args_of(&*#state);
            #(#found)*
            #told
            #(#statements)*
        }
    })
}

// What stands before the loop over the states if the first one does. That a generator is suspended is asked first: the others come once.
fn first(common: &Common, state: StateId, arm: &TokenStream, lingers: bool) -> TokenStream {
    let (layout, naming) = (common.layout, common.naming);
    let (name, variant) = (&naming.state, &naming.variants[state]);
    let states = layout.states.iter();
    let suspended = states
        .filter(|(_, state)| state.is_suspended())
        .map(|(state, _)| &naming.variants[state]);
    let mut step = code! {
        match { now } {
            #arm
            _ => return ::core::option::Option::None,
        }
    };
    if lingers {
        let hand_out = hand_out(&common.leaving);
        step = code! {
            let handed_out;
            'machine: { #step }
            #hand_out
        };
    }
    code! {
        if let #(#name::#suspended { .. })|* = state {
        } else {
            if let #name::#variant { .. } = state {
                (now, vacant) = ::gen_runtime::__private::resume(state);
                #step
            }
            return ::gen_runtime::__private::over();
        }
    }
}

// The state and the slots in the frame of a generator with anchors, of a type that is known nowhere else.
fn open_frame(function: &Function, graph: &Graph, layout: &Layout, naming: &Naming) -> TokenStream {
    let state = layout.state_at[&graph.entry];
    let (name, variant) = (&naming.state, &naming.variants[state]);
    let fields = naming.fields(state);
    let promise = |at: &Option<Span>, assert: &str| {
        at.map(|at| {
            let span = ours(at);
            let assert = Ident::new(assert, span);
            quote_spanned!(span=> ::gen_runtime::__private::#assert(&*state, slots);)
        })
    };
    let send = promise(&function.output.send, "assert_send");
    let sync = promise(&function.output.sync, "assert_sync");
    let slots = (0..graph.anchors).fold(code!(()), |rest, _| code!((_, #rest)));
    code! {
        let (state, slots): (_, &#slots) =
            step.open(args, |(#(#fields,)*)| #name::#variant { #(#fields),* });
        #send
        #sync
    }
}

/// A head and the patterns behind it, with their guards.
struct Matched<'a>(&'a Expr, &'a [ir::Arm]);

impl ToTokens for Matched<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
        for arm in self.1 {
            arm.pat.to_tokens(tokens);
        }
    }
}

/// The arm of a state, while it is emitted.
pub(super) struct Arm<'a> {
    pub(super) graph: &'a Graph,
    pub(super) layout: &'a Layout,
    pub(super) naming: &'a Naming,
    pub(super) places: &'a Places,
    pub(super) item: &'a Type,
    pub(super) state: StateId,
    pub(super) structure: Structure,
    pub(super) stands: Stands,
    /// The blocks that follow the code being emitted: a jump there leaves a labelled block.
    following: Vec<BlockId>,
    /// The heads of the loops around the code being emitted: a jump there continues the loop.
    loops: Vec<BlockId>,
    /// The blocks whose label some jump used.
    used: BTreeSet<BlockId>,
    /// The heads of the loops in which a macro may hide a jump.
    fenced: BTreeSet<BlockId>,
    /// May one do so in the loop over the states?
    is_fenced: bool,
    /// Does it leave the loop over the states with an item at some yield?
    pub(super) lingers: bool,
    /// How many tokens the machine has that mean nothing: for each mention of a local in place, and for what says where the user's code is.
    pub(super) referenced: &'a Cell<usize>,
    pub(super) leaving: &'a Leaving,
    /// Is this a jump from the middle of a statement?
    in_statement: bool,
}

/// Where the code of a state stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Among the others, in the loop over the states.
    Among,
    /// Before that loop.
    Before,
    /// Outside of the machine, where the generator is made.
    Outside,
}

/// What all arms of a machine have in common.
struct Common<'a> {
    function: &'a Function,
    graph: &'a Graph,
    layout: &'a Layout,
    naming: &'a Naming,
    places: Places,
    referenced: Cell<usize>,
    leaving: Leaving,
}

impl<'a> Common<'a> {
    fn new(
        function: &'a Function,
        graph: &'a Graph,
        layout: &'a Layout,
        naming: &'a Naming,
    ) -> Self {
        Self {
            function,
            graph,
            layout,
            naming,
            places: places::places(graph, layout, naming),
            referenced: Cell::new(0),
            leaving: Leaving::default(),
        }
    }

    fn arm(&'a self, state: StateId, stands: Stands) -> Arm<'a> {
        Arm {
            graph: self.graph,
            layout: self.layout,
            naming: self.naming,
            places: &self.places,
            item: &self.function.output.item,
            state,
            stands,
            structure: structure(self.graph, self.layout, state),
            following: Vec::new(),
            loops: Vec::new(),
            used: BTreeSet::new(),
            fenced: BTreeSet::new(),
            is_fenced: false,
            lingers: false,
            referenced: &self.referenced,
            leaving: &self.leaving,
            in_statement: false,
        }
    }
}

impl Arm<'_> {
    // Opens the scopes inside the first of `scopes`, runs the state's first block in the last, and places what follows.
    pub(super) fn open(
        &mut self,
        scopes: &[ScopeId],
        lets: &[TokenStream],
        root: BlockId,
        fall: Option<BlockId>,
    ) -> TokenStream {
        let following = scopes
            .first()
            .and_then(|scope| self.structure.after_scope.get(scope).cloned())
            .unwrap_or_default();
        let scope = scopes.first().copied();
        self.follow(&following, scope, fall, |arm, fall| match scopes {
            [_, inner @ ..] if !inner.is_empty() => {
                let declared = &lets[0];
                let body = arm.open(inner, &lets[1..], root, fall);
                arm.braces(inner[0], in_order([declared.clone(), body]))
            }
            _ => arm.block(root, fall),
        })
    }

    fn braces(&self, scope: ScopeId, body: TokenStream) -> TokenStream {
        let items = &self.graph.scopes[scope].items;
        let body = in_order([code!(#(#items)*), body]);
        if self.graph.scopes[scope].is_unsafe {
            code!(unsafe { #body })
        } else {
            code!({ #body })
        }
    }

    // Input: the blocks that follow, and what they follow, which is told where falling through leads.
    // Output: `'b2: { 'b1: { code } b1 } b2`, with only the labels that some jump uses.
    fn follow(
        &mut self,
        following: &[BlockId],
        scope: Option<ScopeId>,
        fall: Option<BlockId>,
        code: impl FnOnce(&mut Self, Option<BlockId>) -> TokenStream,
    ) -> TokenStream {
        self.following.extend(following.iter().rev());
        let mut out = code(self, following.first().copied().or(fall));
        for (index, &block) in following.iter().enumerate() {
            self.following.pop();
            if self.used.contains(&block) {
                let label = after(block);
                out = code!(#label: { #out });
            }
            let fall = following.get(index + 1).copied().or(fall);
            let next = self.enter(block, scope, false, fall);
            out = in_order([out, next]);
        }
        out
    }

    // The code of `block`, in braces for each scope that it is in and the code around it is not. Some braces are there
    // already if the jump stands in the braces of an `if` or a match arm.
    fn enter(
        &mut self,
        block: BlockId,
        from: Option<ScopeId>,
        in_braces: bool,
        fall: Option<BlockId>,
    ) -> TokenStream {
        let scope = self.graph.blocks[block].scope;
        let opened: Vec<ScopeId> = self
            .graph
            .enclosing(scope)
            .take_while(|&scope| Some(scope) != from)
            .collect();
        let code = self.block(block, fall);
        if opened.is_empty() {
            return code;
        }
        let items = opened.iter().rev();
        let items = items.flat_map(|&scope| &self.graph.scopes[scope].items);
        let code = in_order([code!(#(#items)*), code]);
        let is_unsafe = opened
            .iter()
            .any(|&scope| self.graph.scopes[scope].is_unsafe);
        match (is_unsafe, in_braces) {
            (true, _) => code!(unsafe { #code }),
            (false, true) => code,
            (false, false) => code!({ #code }),
        }
    }

    // The code of `block` and of all that is nested in it. `fall` is where control is after it.
    fn block(&mut self, block: BlockId, fall: Option<BlockId>) -> TokenStream {
        let following = self
            .structure
            .after_block
            .get(&block)
            .cloned()
            .unwrap_or_default();
        let scope = Some(self.graph.blocks[block].scope);
        if !self.structure.is_loop(block) {
            let statements = self.statements(block);
            let rest = self.follow(&following, scope, fall, |arm, fall| {
                arm.terminator(block, fall)
            });
            return in_order([statements, rest]);
        }
        let (inside, outside): (Vec<BlockId>, Vec<BlockId>) = following
            .into_iter()
            .partition(|&next| self.structure.is_inside(next, block));
        self.follow(&outside, scope, fall, |arm, _| {
            arm.loops.push(block);
            let statements = arm.statements(block);
            let rest = arm.follow(&inside, scope, Some(block), |arm, fall| {
                arm.terminator(block, fall)
            });
            arm.loops.pop();
            let mut body = in_order([statements, rest]);
            let mut after = None;
            if arm.fenced.contains(&block) {
                let label = fence(block);
                body = code!(#label: { #body });
                // Where there is such a jump, rustc goes on as if it left the loop.
                after = Some(code!(return ::core::option::Option::None;));
            }
            let label = arm.used.contains(&block).then(|| {
                let label = head(block);
                code!(#label:)
            });
            code!(#label loop { #body } #after)
        })
    }

    fn statements(&mut self, block: BlockId) -> TokenStream {
        let graph = self.graph;
        let mut code = TokenStream::new();
        for (at, statement) in graph.blocks[block].statements.iter().enumerate() {
            if let Some(pointer) = self.pointer(statement) {
                append(&mut code, pointer);
            } else if let Some((local, value)) = self.lent_again(statement) {
                self.fence(&[Code::Expr(value)]);
                append(&mut code, self.made_anew(value, []));
                let value = self.code(block, at, Code::Expr(value));
                append(&mut code, self.lend_value(local, &value));
            } else if self.is_needed(statement) {
                let (own, put) = match self.put(statement) {
                    Some((own, put)) => (Some(own), Some(put)),
                    None => (self.like_kept(block, statement), None),
                };
                let own = own.as_ref().unwrap_or(&statement.code);
                self.fence(&[Code::Stmt(own)]);
                let restore = self.restore(block, at);
                let late = if left_before(statement).is_some() && !restore.is_empty() {
                    restored_late(own, &restore)
                } else {
                    append(&mut code, restore);
                    None
                };
                let own = late.as_ref().unwrap_or(own);
                let declared = match &statement.code {
                    Stmt::Local(_) => &statement.effects[..],
                    _ => &[],
                };
                append(&mut code, self.made_anew(own, [declared]));
                append(&mut code, self.code(block, at, Code::Stmt(own)));
                append(&mut code, self.bound(declared));
                append(&mut code, put);
                append(&mut code, self.drop_left(&statement.effects));
                append(&mut code, self.told_all(declared));
            }
        }
        code
    }

    // A `break` without a label that a macro makes would leave the native loop around it, which need not be the user's. In a
    // labelled block rustc does not accept it (E0695), so that is what the body of such a loop is.
    fn fence(&mut self, code: &[Code]) {
        if code.iter().any(|&code| macros::might_jump(code)) {
            match self.loops.last() {
                Some(&head) => _ = self.fenced.insert(head),
                None => self.is_fenced = true,
            }
        }
    }

    // Input: what gives a variable the type of places. Output: the same with the type of what is kept where the state only keeps a local.
    fn like_kept(&self, block: BlockId, statement: &Statement) -> Option<Stmt> {
        let is_kept = |local: LocalId| self.layout.aside.at[block].contains(local);
        let Stmt::Macro(like) = &statement.code else {
            return None;
        };
        if !statement.like_of().into_iter().any(is_kept) {
            return None;
        }
        let mut like = like.clone();
        like.mac.tokens = names::finish(like.mac.tokens, &|name| {
            let Some(local) = names::local(name).filter(|&local| is_kept(local)) else {
                return TokenTree::Ident(name.clone());
            };
            let kept = self.aside(local);
            let alike = code!(::gen_runtime::__private::alike_kept(&#kept));
            TokenTree::Group(Group::new(Delimiter::Parenthesis, alike))
        });
        Some(Stmt::Macro(like))
    }

    // A `let` without a value stands in the states that give it one: nowhere else could its type be inferred.
    fn is_needed(&self, statement: &Statement) -> bool {
        let state = &self.layout.states[self.state];
        match &statement.code {
            Stmt::Local(local) if local.init.is_none() => {
                let idle = |effect: &Effect| matches!(effect, Effect::Declare(local, false) if !state.assigned.contains(*local));
                statement.effects.is_empty() || !statement.effects.iter().all(idle)
            }
            _ => true,
        }
    }

    fn terminator(&mut self, block: BlockId, fall: Option<BlockId>) -> TokenStream {
        let graph = self.graph;
        let first = graph.blocks[block].statements.len();
        let edge = |number, to| Edge {
            from: block,
            at: first + number,
            to,
        };
        let restore = self.restore(block, first);
        self.fence(&graph.blocks[block].terminator.evaluated());
        let terminator = match &graph.blocks[block].terminator {
            Terminator::Goto(target) => self.jump(edge(0, *target), false, fall),
            Terminator::If {
                condition,
                bindings,
                then,
                otherwise,
                ..
            } => {
                let anew = self.made_anew(condition, [&bindings[..]]);
                let condition = self.head(block, condition);
                let (bound, told) = (self.bound(bindings), self.told_all(bindings));
                let then = self.jump(edge(0, *then), true, fall);
                let then = in_order([bound, told, then]);
                let otherwise = self.jump(edge(1, *otherwise), true, fall);
                let branch = if otherwise.is_empty() {
                    code!(if #condition { #then })
                } else {
                    code!(if #condition { #then } else { #otherwise })
                };
                in_order([anew, branch])
            }
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                let declared = arms.iter().map(|arm| &arm.effects[..]);
                let anew = self.made_anew(Matched(scrutinee, arms), declared);
                let scrutinee = self.head(block, scrutinee);
                // Which case is missing is told of the fold copy.
                let always = arms.iter().filter(|arm| arm.conditions.is_empty());
                let patterns: Vec<&Pat> = always.map(|arm| &arm.pat).collect();
                let rest = (!effects::is_exhaustive(&patterns))
                    .then(|| code!(_ => ::gen_runtime::__private::never(),));
                let arms: Vec<TokenStream> = arms
                    .iter()
                    .enumerate()
                    .map(|(number, arm)| {
                        let told = self.told_all(&arm.effects);
                        let pat = self.code(block, first + number, Code::Pat(&arm.pat));
                        let bound = self.bound(&arm.effects);
                        let jump = self.jump(edge(number, arm.block), true, fall);
                        let code = in_order([bound, told, jump]);
                        let conditions = &arm.conditions;
                        code!(#(#conditions)* #pat => { #code })
                    })
                    .collect();
                in_order([anew, code!(match #scrutinee { #(#arms)* #rest })])
            }
            Terminator::LetElse {
                pat,
                value,
                bindings,
                next,
                otherwise,
                ..
            } => {
                let anew = self.made_anew(value, []);
                let value = before_else(self.code(block, first, Code::Expr(value)));
                let told = self.told_all(bindings);
                let bound = self.bound(bindings);
                let pat = self.code(block, first, Code::Pat(pat));
                let otherwise = self.jump(edge(1, *otherwise), true, None);
                let next = self.jump(edge(0, *next), false, fall);
                let binding = code!(let #pat = #value else { #otherwise };);
                in_order([anew, binding, bound, told, next])
            }
            Terminator::Yield {
                value,
                span,
                resume,
                ..
            } => {
                let anew = self.made_anew(value, []);
                let value = self.code(block, first, Code::Expr(value));
                let suspend = self.suspend(edge(0, *resume), &value, *span);
                in_order([anew, suspend])
            }
            Terminator::Unreachable => TokenStream::new(),
            Terminator::Return => code!(return ::core::option::Option::None;),
        };
        in_order([restore, terminator])
    }

    // Where control goes from the middle of a statement.
    pub(super) fn exit(&mut self, edge: Edge) -> TokenStream {
        // The code of a block may stand there, with jumps of its own.
        let before = std::mem::replace(&mut self.in_statement, true);
        let jump = self.jump(edge, true, None);
        self.in_statement = before;
        jump
    }

    // How control goes to another block: by nothing if it falls there anyway.
    fn jump(&mut self, edge: Edge, in_braces: bool, fall: Option<BlockId>) -> TokenStream {
        let target = edge.to;
        let is_inside = fall == Some(target) || self.loops.contains(&target);
        if !is_inside && self.graph.is_end(target) {
            return code!(return ::core::option::Option::None;);
        }
        if !is_inside && let Some(&to) = self.layout.state_at.get(&target) {
            let dying = if self.in_statement {
                self.leaves(&code!(true))
            } else {
                self.dying(edge)
            };
            let leave = self.leave(to, None);
            let next = self.transition(edge, None);
            let park = dying.as_ref().and_then(|_| self.park(to));
            return match self.stands {
                Stands::Among => code!(#dying #leave now = #next; #park continue 'machine;),
                Stands::Before => code!(#dying #leave now = #next; #park break 'start;),
                Stands::Outside => next,
            };
        }
        let put_aside = self.put_aside(edge);
        let jump = if fall == Some(target) {
            TokenStream::new()
        } else if self.loops.contains(&target) {
            self.used.insert(target);
            let label = head(target);
            code!(continue #label;)
        } else if self.following.contains(&target) {
            self.used.insert(target);
            let label = after(target);
            code!(break #label;)
        } else {
            let scope = Some(self.graph.blocks[edge.from].scope);
            self.enter(target, scope, in_braces, fall)
        };
        in_order([put_aside, jump])
    }
}

// Input: the value of a `let … else`. Output: the same, in parentheses if it ends in a brace, which must not stand before `else`.
fn before_else(value: TokenStream) -> TokenStream {
    match value.clone().into_iter().last() {
        Some(TokenTree::Group(last)) if last.delimiter() == Delimiter::Brace => code!((#value)),
        _ => value,
    }
}

fn head(block: BlockId) -> Lifetime {
    Lifetime::new(&format!("'head{}", block.index()), Span::mixed_site())
}

fn fence(block: BlockId) -> Lifetime {
    Lifetime::new(&format!("'fence{}", block.index()), Span::mixed_site())
}

fn after(block: BlockId) -> Lifetime {
    Lifetime::new(&format!("'block{}", block.index()), Span::mixed_site())
}
