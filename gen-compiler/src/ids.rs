//! Which table does an index belong to?
//!
//! An id can only index its own table, so a block cannot be mistaken for a local.

use std::{
    fmt,
    marker::PhantomData,
    ops::{Index, IndexMut},
    slice,
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(usize);

        impl Id for $name {
            fn new(index: usize) -> Self {
                Self(index)
            }
            fn index(self) -> usize {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    };
}

id!(
    /// A basic block of the control-flow graph.
    BlockId,
    "b"
);
id!(
    /// A local variable: an argument, a binding of the user's or a temporary of ours.
    LocalId,
    "_"
);
id!(
    /// A lexical scope: what is declared in it is dropped when it is left.
    ScopeId,
    "s"
);
id!(
    /// A variant of the state enum.
    StateId,
    "state"
);

/// An index into a [`Table`] of its own.
pub trait Id: Copy {
    fn new(index: usize) -> Self;
    fn index(self) -> usize;
}

/// A vector that is indexed by one kind of id only.
#[derive(Clone, Debug)]
pub struct Table<I, T> {
    rows: Vec<T>,
    ids: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    pub fn new() -> Self {
        Self {
            rows: Vec::new(),
            ids: PhantomData,
        }
    }

    /// A table with one row per row of `other`, all alike.
    pub fn like<U>(other: &Table<I, U>, row: T) -> Self
    where
        T: Clone,
    {
        Self {
            rows: vec![row; other.len()],
            ids: PhantomData,
        }
    }

    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    pub fn into_iter(self) -> impl Iterator<Item = (I, T)> {
        self.rows
            .into_iter()
            .enumerate()
            .map(|(index, row)| (I::new(index), row))
    }

    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(index, row)| (I::new(index), row))
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

/// A set of ids of one table, as bits.
#[derive(Debug, PartialEq, Eq)]
pub struct Set<I> {
    /// Most tables are small, so the first bits need no memory of their own.
    first: u64,
    rest: Vec<u64>,
    ids: PhantomData<I>,
}

impl<I> Clone for Set<I> {
    fn clone(&self) -> Self {
        Self {
            first: self.first,
            rest: if self.rest.is_empty() {
                Vec::new()
            } else {
                self.rest.clone()
            },
            ids: PhantomData,
        }
    }
}

impl<I: Id> Default for Set<I> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id> Set<I> {
    pub fn new() -> Self {
        Self {
            first: 0,
            rest: Vec::new(),
            ids: PhantomData,
        }
    }

    /// Adds `id`; true if it was not there.
    pub fn insert(&mut self, id: I) -> bool {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if self.rest.len() < word {
            self.rest.resize(word, 0);
        }
        let word = if word == 0 {
            &mut self.first
        } else {
            &mut self.rest[word - 1]
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub fn remove(&mut self, id: I) {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if word == 0 {
            self.first &= !bit;
        } else if let Some(word) = self.rest.get_mut(word - 1) {
            *word &= !bit;
        }
    }

    pub fn contains(&self, id: I) -> bool {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if word == 0 {
            self.first & bit != 0
        } else {
            self.rest.get(word - 1).is_some_and(|word| word & bit != 0)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.iter().all(|&word| word == 0)
    }

    /// Adds all of `other`; true if the set grew.
    pub fn union(&mut self, other: &Self) -> bool {
        let mut grew = other.first & !self.first != 0;
        self.first |= other.first;
        if self.rest.len() < other.rest.len() {
            self.rest.resize(other.rest.len(), 0);
        }
        for (word, more) in self.rest.iter_mut().zip(&other.rest) {
            grew |= more & !*word != 0;
            *word |= more;
        }
        grew
    }

    /// Keeps what is also in `other`.
    pub fn intersect(&mut self, other: &Self) {
        self.first &= other.first;
        for (index, word) in self.rest.iter_mut().enumerate() {
            *word &= other.rest.get(index).copied().unwrap_or(0);
        }
    }

    /// Keeps what is not in `other`.
    pub fn subtract(&mut self, other: &Self) {
        self.first &= !other.first;
        for (word, less) in self.rest.iter_mut().zip(&other.rest) {
            *word &= !less;
        }
    }

    /// In ascending order.
    pub fn iter(&self) -> Ids<'_, I> {
        Ids {
            word: self.first,
            before: 0,
            rest: self.rest.iter(),
            table: PhantomData,
        }
    }
}

/// The ids of a set.
pub struct Ids<'s, I> {
    /// What is left of a word.
    word: u64,
    /// How many ids are in the words before it.
    before: usize,
    rest: slice::Iter<'s, u64>,
    table: PhantomData<I>,
}

impl<I: Id> Iterator for Ids<'_, I> {
    type Item = I;

    fn next(&mut self) -> Option<I> {
        while self.word == 0 {
            self.word = *self.rest.next()?;
            self.before += 64;
        }
        let index = self.before + self.word.trailing_zeros() as usize;
        // The lowest bit.
        self.word &= self.word - 1;
        Some(I::new(index))
    }
}
