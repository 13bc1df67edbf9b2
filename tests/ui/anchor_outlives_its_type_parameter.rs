use std::{any::Any, cell::RefCell, rc::Rc};

use gen_runtime::{anchor, generator, yield_};

type Shared<T> = Rc<RefCell<Option<T>>>;

// Nothing in the frame is an argument, and the items share what is.
#[generator]
fn cells<T>() -> impl Iterator<Item = Shared<T>> + 'static {
    let cell = anchor!(Shared::<T>::default());
    yield_!(Rc::clone(cell));
    yield_!(Rc::clone(cell));
}

#[generator]
fn boxed<'a>() -> Box<dyn Iterator<Item = Shared<&'a str>>> {
    let cell = anchor!(Shared::<&'a str>::default());
    yield_!(Rc::clone(cell));
    yield_!(Rc::clone(cell));
}

fn main() {
    let _: Box<dyn Any> = Box::new(cells::<u8>());
    let _ = boxed().count();
}
