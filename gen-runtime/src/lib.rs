//! Generators for stable Rust.
#![no_std]
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod __private;
mod generator;

pub use gen_macro::{generator, generators};
pub use generator::Generator;

/// Hands out an item from a generator's body.
#[macro_export]
macro_rules! yield_ {
    (@generator $sink:ident $item:ident) => {
        $sink($item)
    };
    ($($item:tt)*) => {
        ::core::compile_error!(
            "`yield_!` hands out an item of the generator around it, and there is none here; put `#[generator]` on the function"
        )
    };
}

/// Hands out every item of an iterator from a generator's body.
#[macro_export]
macro_rules! yield_from {
    (@generator $sink:ident $item:ident) => {
        $sink($item)
    };
    ($($items:tt)*) => {
        ::core::compile_error!(
            "`yield_from!` hands out items of the generator around it, and there is none here; put `#[generator]` on the function"
        )
    };
}
