//! What does the signature say?
//!
//! The signature is understood, the body is not touched.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{
    Attribute, Block, Constraint, Expr, FnArg, GenericArgument, Ident, Item, ItemFn, Pat, Path,
    PathArguments, ReceiverKind, ReturnType, Signature, Stmt, Token, Type, TypeParamBound,
    Visibility,
    parse::Parser,
    parse_quote,
    visit::Visit,
    visit_mut::{self, VisitMut},
};

use crate::{
    check::is_generator,
    desugar::anchors,
    diag::{Errors, message},
    labels::labels,
    names, ungroup,
};

/// A generator as it was written, its signature understood.
#[derive(Clone)]
pub struct Function {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    /// The signature that is printed: as written, but patterns in arguments became names.
    pub sig: Signature,
    pub params: Vec<Param>,
    pub output: Output,
    /// The items at the top of the body, which both lowerings share.
    pub items: Vec<Item>,
    pub body: Block,
    /// The body does not parse; it is only there for the names in it.
    pub is_broken: bool,
    /// The borrow checker sees some of what the body borrows in the fold copy only, so both copies have to be the same program.
    pub is_checked_once: bool,
}

/// An argument: it is stored in the first state and bound to its pattern when the generator starts.
#[derive(Clone)]
pub struct Param {
    /// What the printed signature calls it.
    pub outer: Ident,
    /// What the body calls it: the user's name, or one of ours if the user wrote a pattern.
    pub inner: Ident,
    pub mutable: Option<Token![mut]>,
    /// The pattern to bind, where it is more than a name.
    pub pat: Option<Pat>,
    pub ty: Option<Type>,
    /// Lint levels and the like, which go where the argument is bound.
    pub attrs: Vec<Attribute>,
}

/// What the return type promises.
#[derive(Clone)]
pub struct Output {
    /// The type of an item, `_` where it cannot be written in a body (a nested `impl Trait`).
    pub item: Type,
    /// The `Box` of `Box<dyn Iterator>`.
    pub boxed: Option<Path>,
    /// Must the state machine be `Clone`, should a bound ask for it?
    pub clone: bool,
    /// Must it be `Debug`?
    pub debug: bool,
    /// Where it says that it is `Send`.
    pub send: Option<Span>,
    /// Where it says that it is `Sync`.
    pub sync: Option<Span>,
}

/// Reads an attributed function. Only a function that cannot be read at all gives `None`.
pub fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Function> {
    let parsed = syn::parse2(tokens.clone());
    let again = |error| syn::parse2(ungroup::reread(tokens.clone())).map_err(|_| error);
    let item: ItemFn = match parsed.or_else(again) {
        Ok(item) => item,
        Err(error) => {
            match head.parse2(tokens) {
                Ok(Head {
                    sig, body: None, ..
                }) => errors.push(sig, message::NO_BODY),
                // The signature is fine, so callers need not suffer for the body.
                Ok(Head {
                    vis,
                    sig,
                    body: Some(body),
                }) => {
                    errors.add(error);
                    let body = Expr::Verbatim(body);
                    let item = parse_quote!(#vis #sig {});
                    let mut function = function(item, errors);
                    function.body.stmts.push(Stmt::Expr(body, None));
                    function.is_broken = true;
                    return Some(function);
                }
                Err(_) => errors.add(syn::Error::new(error.span(), message::NOT_A_FUNCTION)),
            }
            return None;
        }
    };
    Some(function(item, errors))
}

/// A required method of a trait, or a function whose body does not parse.
struct Head {
    vis: Visibility,
    sig: Signature,
    body: Option<TokenStream>,
}

fn head(input: syn::parse::ParseStream<'_>) -> syn::Result<Head> {
    input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let sig = input.parse()?;
    let bodiless = input.peek(Token![;]);
    let rest: TokenStream = input.parse()?;
    let body = (!bodiless).then_some(rest);
    Ok(Head { vis, sig, body })
}

/// Understands the signature of `item`.
pub fn function(mut item: ItemFn, errors: &mut Errors) -> Function {
    ungroup::in_function(&mut item);
    let ItemFn {
        mut attrs,
        vis,
        mut sig,
        mut block,
        modifiers: _,
    } = item;
    labels(&mut block);
    let twice = |attr: &&Attribute| is_generator(attr);
    if let Some(attr) = attrs.iter().find(twice) {
        errors.push(attr, message::TWICE);
    }
    attrs.retain(|attr| !is_generator(attr));
    if let Some(asyncness) = &sig.asyncness {
        errors.push(asyncness, message::ASYNC);
    }
    if let Some(constness) = &sig.constness {
        errors.push(constness, message::CONST);
    }
    if let Some(variadic) = &sig.variadic {
        errors.push(variadic, message::VARIADIC);
    }
    let output = output(&sig, errors);
    let mut fresh = names::Fresh::scan(|see| {
        let mut words = names::Words(see);
        words.visit_signature(&sig);
        words.visit_block(&block);
    });
    let params = sig
        .inputs
        .iter_mut()
        .map(|input| param(input, &mut fresh))
        .collect();
    Function {
        attrs,
        vis,
        sig,
        params,
        output,
        items: Vec::new(),
        is_checked_once: anchors::is_any(&block),
        body: *block,
        is_broken: false,
    }
}

// Input: an argument as written.
// Output: the argument as the body sees it; `input` becomes the argument as the printed signature shows it.
fn param(input: &mut FnArg, fresh: &mut names::Fresh) -> Param {
    match input {
        FnArg::Receiver(receiver) => {
            let outer: Ident = receiver.self_token.into();
            let mutable = receiver.mutability.take();
            let ty = match &receiver.kind {
                ReceiverKind::Reference(and, lifetime, mutability) => {
                    Some(parse_quote!(#and #lifetime #mutability Self))
                }
                ReceiverKind::Typed(_, ty) => Some(*ty.clone()),
                _ => Some(parse_quote!(Self)),
            };
            Param {
                // What rustc says of it is said of `self`.
                inner: names::receiver(&fresh.pick("this"), outer.span()),
                outer,
                mutable,
                pat: None,
                ty,
                attrs: receiver.attrs.clone(),
            }
        }
        FnArg::Typed(typed) => {
            let attrs = typed.attrs.clone();
            let ty = Some(*typed.ty.clone());
            match &mut *typed.pat {
                Pat::Ident(name)
                    if name.by_ref.is_none()
                        && name.subpat.is_none()
                        && !names::is_unit(&name.ident, &typed.ty) =>
                {
                    Param {
                        outer: name.ident.clone(),
                        inner: name.ident.clone(),
                        mutable: name.mutability.take(),
                        pat: None,
                        ty,
                        attrs,
                    }
                }
                _ => {
                    Units(typed.ty.to_token_stream()).visit_pat_mut(&mut typed.pat);
                    let outer = Ident::new(&fresh.pick("arg"), Span::mixed_site());
                    let name = Box::new(parse_quote!(#outer));
                    Param {
                        inner: names::ours(&outer.to_string()),
                        outer,
                        mutable: None,
                        pat: Some(*std::mem::replace(&mut typed.pat, name)),
                        ty,
                        attrs,
                    }
                }
            }
        }
    }
}

/// Writes what would be taken for a variable, and is a unit struct, since the type names it: `(Unit, x): (Unit, u32)`.
struct Units(TokenStream);

impl VisitMut for Units {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(name)
                if name.ident.to_string().starts_with(char::is_uppercase)
                    && names::mentions(self.0.clone(), &name.ident) =>
            {
                let name = &name.ident;
                *pat = parse_quote!(#name {});
            }
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }
}

fn output(sig: &Signature, errors: &mut Errors) -> Output {
    let mut output = Output {
        item: parse_quote!(_),
        boxed: None,
        clone: false,
        debug: false,
        send: None,
        sync: None,
    };
    let ReturnType::Type(_, ty) = &sig.output else {
        errors.push(&sig.ident, message::RETURN_TYPE);
        return output;
    };
    let Some((boxed, bounds)) = bounds(ty) else {
        errors.push(ty, message::RETURN_TYPE);
        return output;
    };
    output.boxed = boxed;
    match bounds.iter().find_map(|bound| item(bound)) {
        Some(item) => output.item = item,
        None if bounds.iter().any(|bound| is_iterator_bound(bound)) => {
            errors.push(ty, message::NO_ITEM);
        }
        None => errors.push(ty, message::RETURN_TYPE),
    }
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let Some(last) = bound.path.segments.last() else {
            continue;
        };
        match last.ident.to_string().as_str() {
            "DoubleEndedIterator" => errors.push(bound, message::DOUBLE_ENDED),
            "ExactSizeIterator" => errors.push(bound, message::EXACT_SIZE),
            "Send" => output.send = Some(last.ident.span()),
            "Sync" => output.sync = Some(last.ident.span()),
            "Iterator" | "FusedIterator" | "Unpin" | "Sized" => {}
            "Clone" => output.clone = true,
            "Debug" => output.debug = true,
            // A trait of the user's may need either.
            _ => (output.clone, output.debug) = (true, true),
        }
    }
    output
}

// Input: a return type.
// Output: the bounds of the `impl` or `dyn` in it, and the path of its box; `None` if it is neither.
fn bounds(ty: &Type) -> Option<(Option<Path>, Vec<&TypeParamBound>)> {
    match ty {
        Type::Paren(ty) => bounds(&ty.elem),
        Type::ImplTrait(ty) => Some((None, ty.bounds.iter().collect())),
        Type::Path(ty) if ty.qself.is_none() => {
            let last = ty.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            let Some(GenericArgument::Type(Type::TraitObject(object))) = arguments.args.first()
            else {
                return None;
            };
            if last.ident != "Box" {
                return None;
            }
            let mut path = ty.path.clone();
            if let Some(last) = path.segments.last_mut() {
                last.arguments = PathArguments::None;
            }
            Some((Some(path), object.bounds.iter().collect()))
        }
        _ => None,
    }
}

fn is_iterator_bound(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound)
        if bound.path.segments.last().is_some_and(|last| last.ident.to_string().ends_with("Iterator")))
}

// Input: a bound such as `Iterator<Item = T>`.
// Output: `T`, or `_` where the bound only says what `T` implements.
fn item(bound: &TypeParamBound) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Item" => {
            let mut ty = assoc.ty.clone();
            Infer.visit_type_mut(&mut ty);
            Some(ty)
        }
        GenericArgument::Constraint(Constraint { ident, .. }) if ident == "Item" => {
            Some(parse_quote!(_))
        }
        _ => None,
    })
}

struct Infer;

impl VisitMut for Infer {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::ImplTrait(_) => *ty = parse_quote!(_),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

impl Function {
    /// Shows every word of the function.
    pub fn words(&self, see: &mut dyn FnMut(names::Word<'_>)) {
        let mut words = names::Words(see);
        words.visit_signature(&self.sig);
        words.visit_block(&self.body);
        for pat in self.params.iter().filter_map(|param| param.pat.as_ref()) {
            words.visit_pat(pat);
        }
    }
}

/// Is this a type that a generator can return?
pub fn is_iterator(ty: &Type) -> bool {
    bounds(ty).is_some()
}
