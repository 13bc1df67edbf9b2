fn delegate(tree: &Tree) -> Box<dyn Iterator<Item = u32> + '_> {
    if let Some(left) = tree.left.as_deref() {
        yield_from!(delegate(left));
    }
    yield_!(tree.value);
    while let Some(right) = tree.right.as_deref() {
        yield_from!(delegate(right));
        break;
    }
}
