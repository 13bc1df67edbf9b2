//! Which table does an index belong to?
//!
//! An id can only index its own table, so a block cannot be mistaken for a local.

use std::{
    fmt,
    marker::PhantomData,
    ops::{Index, IndexMut},
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<I> {
    words: Vec<u64>,
    ids: PhantomData<I>,
}

impl<I: Id> Default for Set<I> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id> Set<I> {
    pub fn new() -> Self {
        Self {
            words: Vec::new(),
            ids: PhantomData,
        }
    }

    /// Adds `id`; true if it was not there.
    pub fn insert(&mut self, id: I) -> bool {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    pub fn remove(&mut self, id: I) {
        if let Some(word) = self.words.get_mut(id.index() / 64) {
            *word &= !(1 << (id.index() % 64));
        }
    }

    pub fn contains(&self, id: I) -> bool {
        self.words
            .get(id.index() / 64)
            .is_some_and(|word| word & (1 << (id.index() % 64)) != 0)
    }

    /// Adds all of `other`; true if the set grew.
    pub fn union(&mut self, other: &Self) -> bool {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        let mut grew = false;
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            grew |= more & !*word != 0;
            *word |= more;
        }
        grew
    }

    /// Keeps what is also in `other`.
    pub fn intersect(&mut self, other: &Self) {
        for (index, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(index).copied().unwrap_or(0);
        }
    }

    /// In ascending order.
    pub fn iter(&self) -> impl Iterator<Item = I> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            // Most words are empty, and each bit that is cleared was the lowest.
            let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|&word| word != 0)
                .map(move |word| I::new(index * 64 + word.trailing_zeros() as usize))
        })
    }
}
