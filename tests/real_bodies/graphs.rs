//! Walks, orders and paths in graphs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

use gen_runtime::{generator, yield_, yield_from};
use support::items_of;

struct Graph {
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn new(count: usize, list: &[(usize, usize)]) -> Self {
        let mut edges = vec![Vec::new(); count];
        for &(from, to) in list {
            edges[from].push(to);
        }
        Self { edges }
    }

    fn undirected(count: usize, list: &[(usize, usize)]) -> Self {
        let both: Vec<_> = list.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
        Self::new(count, &both)
    }

    #[generator]
    fn breadth_first(&self, start: usize) -> impl Iterator<Item = (usize, u32)> {
        let mut seen = vec![false; self.edges.len()];
        let mut queue = VecDeque::from([(start, 0)]);
        seen[start] = true;
        while let Some((node, distance)) = queue.pop_front() {
            yield_!((node, distance));
            for &next in &self.edges[node] {
                if !std::mem::replace(&mut seen[next], true) {
                    queue.push_back((next, distance + 1));
                }
            }
        }
    }

    #[generator]
    fn depth_first(&self, start: usize) -> impl Iterator<Item = usize> {
        let mut seen = HashSet::new();
        let mut stack = vec![start];
        while let Some(node) = stack.pop() {
            if !seen.insert(node) {
                continue;
            }
            yield_!(node);
            stack.extend(
                self.edges[node]
                    .iter()
                    .rev()
                    .filter(|next| !seen.contains(*next)),
            );
        }
    }

    #[generator]
    fn post_order(&self, start: usize) -> impl Iterator<Item = usize> {
        let mut seen = HashSet::from([start]);
        let mut stack = vec![(start, self.edges[start].iter())];
        while let Some((node, rest)) = stack.last_mut() {
            if let Some(&next) = rest.find(|next| seen.insert(**next)) {
                stack.push((next, self.edges[next].iter()));
            } else {
                let node = *node;
                stack.pop();
                yield_!(node);
            }
        }
    }

    /// Kahn: ends early at a cycle.
    #[generator]
    fn sorted(&self) -> impl Iterator<Item = usize> {
        let mut waiting = vec![0; self.edges.len()];
        for &to in self.edges.iter().flatten() {
            waiting[to] += 1;
        }
        let mut ready: BinaryHeap<_> = waiting
            .iter()
            .enumerate()
            .filter(|(_, count)| **count == 0)
            .map(|(node, _)| Reverse(node))
            .collect();
        while let Some(Reverse(node)) = ready.pop() {
            yield_!(node);
            for &next in &self.edges[node] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    ready.push(Reverse(next));
                }
            }
        }
    }

    /// Tarjan, with a stack of his own frames.
    #[generator]
    fn strong_components(&self) -> impl Iterator<Item = Vec<usize>> {
        let count = self.edges.len();
        let mut index = vec![None; count];
        let mut low = vec![0; count];
        let mut on_stack = vec![false; count];
        let (mut stack, mut frames) = (Vec::new(), Vec::new());
        let mut next_index = 0;
        for root in 0..count {
            if index[root].is_some() {
                continue;
            }
            frames.push((root, 0));
            while let Some((node, edge)) = frames.pop() {
                if edge == 0 {
                    index[node] = Some(next_index);
                    low[node] = next_index;
                    next_index += 1;
                    stack.push(node);
                    on_stack[node] = true;
                }
                if let Some(&to) = self.edges[node].get(edge) {
                    frames.push((node, edge + 1));
                    match index[to] {
                        None => frames.push((to, 0)),
                        Some(seen) if on_stack[to] => low[node] = low[node].min(seen),
                        Some(_) => {}
                    }
                    continue;
                }
                if let Some(&(parent, _)) = frames.last() {
                    low[parent] = low[parent].min(low[node]);
                }
                if index[node] == Some(low[node]) {
                    let mut component = Vec::new();
                    while let Some(member) = stack.pop() {
                        on_stack[member] = false;
                        component.push(member);
                        if member == node {
                            break;
                        }
                    }
                    component.sort_unstable();
                    yield_!(component);
                }
            }
        }
    }

    #[generator]
    fn components(&self) -> impl Iterator<Item = Vec<usize>> {
        let mut left: BTreeSet<_> = (0..self.edges.len()).collect();
        while let Some(start) = left.pop_first() {
            let mut component: Vec<_> = self.breadth_first(start).map(|(node, _)| node).collect();
            component.sort_unstable();
            for node in &component {
                left.remove(node);
            }
            yield_!(component);
        }
    }

    #[generator]
    fn simple_paths(&self, from: usize, to: usize) -> impl Iterator<Item = Vec<usize>> {
        let mut path = vec![from];
        let mut choices = vec![self.edges[from].iter()];
        while let Some(edges) = choices.last_mut() {
            let Some(&next) = edges.next() else {
                choices.pop();
                path.pop();
                continue;
            };
            if next == to {
                let mut found = path.clone();
                found.push(to);
                yield_!(found);
            } else if !path.contains(&next) {
                path.push(next);
                choices.push(self.edges[next].iter());
            }
        }
    }

    /// Two colours, until two neighbours have the same.
    #[generator]
    fn coloured(&self) -> impl Iterator<Item = Result<(usize, bool), (usize, usize)>> {
        let mut colours = vec![None; self.edges.len()];
        for start in 0..self.edges.len() {
            if colours[start].is_some() {
                continue;
            }
            colours[start] = Some(false);
            let mut queue = VecDeque::from([start]);
            while let Some(node) = queue.pop_front() {
                let Some(colour) = colours[node] else {
                    continue;
                };
                yield_!(Ok((node, colour)));
                for &next in &self.edges[node] {
                    match colours[next] {
                        None => {
                            colours[next] = Some(!colour);
                            queue.push_back(next);
                        }
                        Some(other) if other == colour => Err((node, next))?,
                        Some(_) => {}
                    }
                }
            }
        }
    }

    /// Bridges, by the lowest point that can be reached.
    #[generator]
    fn bridges(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut depth = vec![usize::MAX; self.edges.len()];
        let mut low = depth.clone();
        for root in 0..self.edges.len() {
            if depth[root] != usize::MAX {
                continue;
            }
            depth[root] = 0;
            low[root] = 0;
            let mut stack = vec![(root, root, self.edges[root].iter())];
            while let Some((node, parent, edges)) = stack.last_mut() {
                let (node, parent) = (*node, *parent);
                if let Some(&next) = edges.next() {
                    if depth[next] == usize::MAX {
                        depth[next] = depth[node] + 1;
                        low[next] = depth[next];
                        stack.push((next, node, self.edges[next].iter()));
                    } else if next != parent {
                        low[node] = low[node].min(depth[next]);
                    }
                } else {
                    stack.pop();
                    if node != root {
                        low[parent] = low[parent].min(low[node]);
                        if low[node] > depth[parent] {
                            yield_!((parent, node));
                        }
                    }
                }
            }
        }
    }

    /// Hierholzer: a walk over every edge, backwards.
    #[generator]
    fn euler_walk(&self, start: usize) -> impl Iterator<Item = usize> {
        let mut left = self.edges.clone();
        let mut stack = vec![start];
        while let Some(&node) = stack.last() {
            if let Some(next) = left[node].pop() {
                stack.push(next);
            } else {
                stack.pop();
                yield_!(node);
            }
        }
    }
}

#[test]
fn breadth_and_depth_first() {
    let graph = Graph::new(6, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 0)]);
    assert_eq!(
        items_of(|| graph.breadth_first(0)),
        [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3)]
    );
    assert_eq!(items_of(|| graph.depth_first(0)), [0, 1, 3, 4, 2]);
    assert_eq!(items_of(|| graph.post_order(0)), [4, 3, 1, 2, 0]);
    assert_eq!(items_of(|| graph.breadth_first(5)), [(5, 0)]);
}

#[test]
fn a_topological_order_and_a_cycle() {
    let graph = Graph::new(6, &[(5, 2), (5, 0), (4, 0), (4, 1), (2, 3), (3, 1)]);
    assert_eq!(items_of(|| graph.sorted()), [4, 5, 0, 2, 3, 1]);
    let cycle = Graph::new(3, &[(0, 1), (1, 2), (2, 1)]);
    assert_eq!(items_of(|| cycle.sorted()), [0]);
}

#[test]
fn strong_components_come_in_reverse_order() {
    let edges = [
        (0, 1),
        (1, 2),
        (2, 0),
        (1, 3),
        (3, 4),
        (4, 5),
        (5, 3),
        (6, 5),
    ];
    let graph = Graph::new(7, &edges);
    assert_eq!(
        items_of(|| graph.strong_components()),
        [vec![3, 4, 5], vec![0, 1, 2], vec![6]]
    );
}

#[test]
fn components_paths_and_bridges() {
    let graph = Graph::undirected(7, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (5, 6)]);
    assert_eq!(
        items_of(|| graph.components()),
        [vec![0, 1, 2, 3, 4], vec![5, 6]]
    );
    assert_eq!(
        items_of(|| graph.simple_paths(0, 3)),
        [vec![0, 1, 2, 3], vec![0, 2, 3]]
    );
    assert!(items_of(|| graph.simple_paths(0, 5)).is_empty());
    assert_eq!(items_of(|| graph.bridges()), [(3, 4), (2, 3), (5, 6)]);
}

#[test]
fn two_colours_are_enough_or_not() {
    let square = Graph::undirected(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
    assert!(square.coloured().all(|colour| colour.is_ok()));
    let triangle = Graph::undirected(3, &[(0, 1), (1, 2), (2, 0)]);
    assert_eq!(
        items_of(|| triangle.coloured()),
        [Ok((0, false)), Ok((1, true)), Err((1, 2))]
    );
}

#[test]
fn an_euler_walk_uses_each_edge_once() {
    let edges = [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 0)];
    let graph = Graph::new(5, &edges);
    let mut walk: Vec<_> = graph.euler_walk(0).collect();
    walk.reverse();
    let mut used: Vec<_> = walk.windows(2).map(|pair| (pair[0], pair[1])).collect();
    used.sort_unstable();
    let mut expected = edges.to_vec();
    expected.sort_unstable();
    assert_eq!(used, expected);
}

type Weighted = BTreeMap<&'static str, Vec<(&'static str, u32)>>;

fn roads() -> Weighted {
    let list = [
        ("a", "b", 7),
        ("a", "c", 9),
        ("a", "f", 14),
        ("b", "c", 10),
        ("b", "d", 15),
        ("c", "d", 11),
        ("c", "f", 2),
        ("d", "e", 6),
        ("e", "f", 9),
    ];
    let mut roads = Weighted::new();
    for (a, b, length) in list {
        roads.entry(a).or_default().push((b, length));
        roads.entry(b).or_default().push((a, length));
    }
    roads
}

#[generator]
fn dijkstra(roads: &Weighted, start: &'static str) -> impl Iterator<Item = (&'static str, u32)> {
    let mut queue = BinaryHeap::from([Reverse((0, start))]);
    let mut done = HashSet::new();
    while let Some(Reverse((distance, place))) = queue.pop() {
        if !done.insert(place) {
            continue;
        }
        yield_!((place, distance));
        for &(next, length) in roads.get(place).into_iter().flatten() {
            if !done.contains(next) {
                queue.push(Reverse((distance + length, next)));
            }
        }
    }
}

#[generator]
fn shortest_path(
    roads: &Weighted,
    from: &'static str,
    to: &'static str,
) -> impl Iterator<Item = &'static str> {
    let mut before = HashMap::new();
    let mut queue = BTreeSet::from([(0, from, from)]);
    while let Some((distance, place, parent)) = queue.pop_first() {
        if before.contains_key(place) {
            continue;
        }
        before.insert(place, parent);
        if place == to {
            break;
        }
        for &(next, length) in &roads[place] {
            queue.insert((distance + length, next, place));
        }
    }
    let mut path = vec![to];
    let mut here = to;
    while here != from {
        let Some(&parent) = before.get(here) else {
            return;
        };
        path.push(parent);
        here = parent;
    }
    yield_from!(path.into_iter().rev());
}

#[test]
fn dijkstra_settles_places_by_distance() {
    let roads = roads();
    assert_eq!(
        items_of(|| dijkstra(&roads, "a")),
        [
            ("a", 0),
            ("b", 7),
            ("c", 9),
            ("f", 11),
            ("d", 20),
            ("e", 20)
        ]
    );
    assert_eq!(
        items_of(|| shortest_path(&roads, "a", "e")),
        ["a", "c", "f", "e"]
    );
}

/// Kruskal over a union of sets that are trees.
#[generator]
fn spanning_tree(
    edges: &[(u32, usize, usize)],
    count: usize,
) -> impl Iterator<Item = (usize, usize)> {
    fn root(parents: &mut [usize], node: usize) -> usize {
        let mut node = node;
        while parents[node] != node {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }
        node
    }
    let mut parents: Vec<_> = (0..count).collect();
    let mut sorted = edges.to_vec();
    sorted.sort_unstable();
    for (_, a, b) in sorted {
        let (x, y) = (root(&mut parents, a), root(&mut parents, b));
        if x != y {
            parents[x] = y;
            yield_!((a, b));
        }
    }
}

/// Prim, from a heap of edges that leave the tree.
#[generator]
fn grown_tree(edges: &[(u32, usize, usize)], start: usize) -> impl Iterator<Item = u32> {
    let mut inside = HashSet::from([start]);
    let mut heap = BinaryHeap::new();
    let mut newest = start;
    loop {
        for &(weight, a, b) in edges {
            if a == newest || b == newest {
                heap.push(Reverse((weight, a, b)));
            }
        }
        newest = loop {
            let Some(Reverse((weight, a, b))) = heap.pop() else {
                return;
            };
            let outer = if inside.contains(&a) { b } else { a };
            if inside.insert(outer) {
                yield_!(weight);
                break outer;
            }
        };
    }
}

#[test]
fn two_ways_to_a_spanning_tree_weigh_the_same() {
    let edges = [
        (7, 0, 1),
        (5, 0, 3),
        (8, 1, 2),
        (9, 1, 3),
        (7, 1, 4),
        (5, 2, 4),
        (15, 3, 4),
        (6, 3, 5),
        (8, 4, 5),
        (9, 4, 6),
        (11, 5, 6),
    ];
    assert_eq!(
        items_of(|| spanning_tree(&edges, 7)),
        [(0, 3), (2, 4), (3, 5), (0, 1), (1, 4), (4, 6)]
    );
    assert_eq!(grown_tree(&edges, 0).sum::<u32>(), 39);
    assert_eq!(items_of(|| grown_tree(&edges, 0)), [5, 6, 7, 7, 5, 9]);
}

/// Bellman and Ford: the distances after each round that changed any; an error if they never settle.
#[generator]
fn relaxed(
    edges: &[(usize, usize, i32)],
    count: usize,
) -> impl Iterator<Item = Result<Vec<i32>, &'static str>> {
    let mut distances = vec![i32::MAX; count];
    distances[0] = 0;
    for round in 0.. {
        let mut changed = false;
        for &(from, to, weight) in edges {
            if distances[from] != i32::MAX && distances[from] + weight < distances[to] {
                distances[to] = distances[from] + weight;
                changed = true;
            }
        }
        if !changed {
            return;
        }
        if round == count {
            yield_!(Err("negative cycle"));
            return;
        }
        yield_!(Ok(distances.clone()));
    }
}

#[test]
fn relaxing_settles_or_finds_a_negative_cycle() {
    let edges = [(2, 3, 1), (1, 2, -2), (0, 1, 4), (0, 2, 5)];
    assert_eq!(relaxed(&edges, 4).last(), Some(Ok(vec![0, 4, 2, 3])));
    let cycle = [(0, 1, 1), (1, 2, -3), (2, 1, 1)];
    assert_eq!(relaxed(&cycle, 3).last(), Some(Err("negative cycle")));
}
