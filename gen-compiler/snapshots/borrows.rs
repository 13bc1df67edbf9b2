fn walk(nodes: Vec<Node>) -> impl Iterator<Item = String> {
    let mut stack = vec![0];
    while let Some(id) = stack.pop() {
        let node = &nodes[id];
        yield_!(node.name.clone());
        for (i, &child) in node.children.iter().enumerate() {
            stack.push(child);
            yield_!(format!("{i} of {}", node.name));
        }
    }
}
