//! Cells of grids: lines, spirals, floods, mazes, automata.

use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

use gen_runtime::{generator, yield_, yield_from};
use support::{by_next, items_of};

type Cell = (i32, i32);

#[generator]
fn spiral<T: Copy>(matrix: &[Vec<T>]) -> impl Iterator<Item = T> {
    let (mut top, mut bottom) = (0, matrix.len());
    let (mut left, mut right) = (0, matrix.first().map_or(0, Vec::len));
    while top < bottom && left < right {
        for x in left..right {
            yield_!(matrix[top][x]);
        }
        top += 1;
        for y in top..bottom {
            yield_!(matrix[y][right - 1]);
        }
        right -= 1;
        if top < bottom {
            bottom -= 1;
            for x in (left..right).rev() {
                yield_!(matrix[bottom][x]);
            }
        }
        if left < right {
            for y in (top..bottom).rev() {
                yield_!(matrix[y][left]);
            }
            left += 1;
        }
    }
}

#[test]
fn a_spiral_inwards() {
    let matrix = vec![vec![1, 2, 3, 4], vec![10, 11, 12, 5], vec![9, 8, 7, 6]];
    assert!(spiral(&matrix).eq(1..=12));
    assert_eq!(items_of(|| spiral(&matrix[..1])), [1, 2, 3, 4]);
    assert!(items_of(|| spiral::<u8>(&[])).is_empty());
}

#[generator]
fn diagonals<T: Copy>(matrix: &[Vec<T>]) -> impl Iterator<Item = Vec<T>> {
    let height = matrix.len();
    let width = matrix.first().map_or(0, Vec::len);
    for sum in 0..(height + width).saturating_sub(1) {
        let mut diagonal = Vec::new();
        for y in sum.saturating_sub(width - 1)..=sum.min(height - 1) {
            diagonal.push(matrix[y][sum - y]);
        }
        yield_!(diagonal);
    }
}

#[generator]
fn transposed<T: Clone>(rows: Vec<Vec<T>>) -> impl Iterator<Item = Vec<T>> {
    let mut columns: Vec<_> = rows.into_iter().map(Vec::into_iter).collect();
    loop {
        let mut row = Vec::new();
        for column in &mut columns {
            match column.next() {
                Some(cell) => row.push(cell),
                None => return,
            }
        }
        if row.is_empty() {
            return;
        }
        yield_!(row);
    }
}

#[test]
fn diagonals_and_columns() {
    let matrix = vec![vec![1, 2, 3], vec![4, 5, 6]];
    assert_eq!(
        items_of(|| diagonals(&matrix)),
        [vec![1], vec![2, 4], vec![3, 5], vec![6]]
    );
    assert_eq!(
        items_of(|| transposed(matrix.clone())),
        [[1, 4], [2, 5], [3, 6]]
    );
}

/// Bresenham's line in every octant.
#[generator]
fn line(from: Cell, to: Cell) -> impl Iterator<Item = Cell> {
    let (mut x, mut y) = from;
    let (dx, dy) = ((to.0 - x).abs(), -(to.1 - y).abs());
    let (sx, sy) = ((to.0 - x).signum(), (to.1 - y).signum());
    let mut error = dx + dy;
    loop {
        yield_!((x, y));
        if (x, y) == to {
            break;
        }
        let doubled = 2 * error;
        if doubled >= dy {
            error += dy;
            x += sx;
        }
        if doubled <= dx {
            error += dx;
            y += sy;
        }
    }
}

#[test]
fn lines_in_every_direction() {
    assert_eq!(
        items_of(|| line((0, 0), (5, 2))),
        [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 2)]
    );
    assert_eq!(items_of(|| line((1, 1), (1, 1))), [(1, 1)]);
    for to in [(7, 3), (3, 7), (-3, 7), (-7, 3), (-7, -3), (3, -7)] {
        let cells: Vec<_> = line((0, 0), to).collect();
        assert_eq!(cells.last(), Some(&to));
        assert_eq!(cells.len(), 8);
    }
}

/// The circle of the midpoint algorithm, eight cells at a time.
#[generator]
fn circle(radius: i32) -> impl Iterator<Item = Cell> {
    let (mut x, mut y) = (radius, 0);
    let mut error = 1 - radius;
    while y <= x {
        for (a, b) in [(x, y), (y, x)] {
            yield_from!([(a, b), (-a, b), (a, -b), (-a, -b)]);
        }
        y += 1;
        if error < 0 {
            error += 2 * y + 1;
        } else {
            x -= 1;
            error += 2 * (y - x) + 1;
        }
    }
}

#[test]
fn a_circle_is_near_its_radius() {
    for (x, y) in circle(10) {
        let distance = f64::from(x * x + y * y).sqrt();
        assert!((distance - 10.0).abs() < 1.0, "{x} {y}");
    }
    assert_eq!(circle(3).collect::<BTreeSet<_>>().len(), 16);
}

fn cells(text: &str) -> HashMap<Cell, char> {
    let mut cells = HashMap::new();
    for (y, row) in (0..).zip(text.lines()) {
        for (x, c) in (0..).zip(row.chars()) {
            cells.insert((x, y), c);
        }
    }
    cells
}

#[generator]
fn neighbours((x, y): Cell) -> impl Iterator<Item = Cell> {
    for dy in -1..=1 {
        for dx in -1..=1 {
            if (dx, dy) != (0, 0) {
                yield_!((x + dx, y + dy));
            }
        }
    }
}

#[generator]
fn flood(grid: &HashMap<Cell, char>, start: Cell) -> impl Iterator<Item = Cell> {
    let Some(&colour) = grid.get(&start) else {
        return;
    };
    let mut seen = HashSet::from([start]);
    let mut stack = vec![start];
    while let Some((x, y)) = stack.pop() {
        yield_!((x, y));
        for next in [(x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)] {
            if grid.get(&next) == Some(&colour) && seen.insert(next) {
                stack.push(next);
            }
        }
    }
}

#[generator]
fn islands(grid: &HashMap<Cell, char>) -> impl Iterator<Item = usize> {
    let mut land: BTreeSet<_> = grid
        .iter()
        .filter(|(_, c)| **c == '#')
        .map(|(&cell, _)| cell)
        .collect();
    while let Some(&start) = land.first() {
        let mut size = 0;
        for cell in flood(grid, start) {
            land.remove(&cell);
            size += 1;
        }
        yield_!(size);
    }
}

#[test]
fn a_flood_and_the_islands() {
    let grid = cells("##..#\n#..##\n....#\n#.##.");
    assert_eq!(flood(&grid, (2, 0)).count(), 9);
    assert!(items_of(|| flood(&grid, (9, 9))).is_empty());
    assert_eq!(items_of(|| islands(&grid)), [3, 1, 2, 4]);
}

/// Conway's game of life: generation by generation.
#[generator]
fn life(start: BTreeSet<Cell>) -> impl Iterator<Item = BTreeSet<Cell>> {
    let mut alive = start;
    loop {
        yield_!(alive.clone());
        let mut counts = HashMap::new();
        for &cell in &alive {
            for next in neighbours(cell) {
                *counts.entry(next).or_insert(0) += 1;
            }
        }
        alive = counts
            .into_iter()
            .filter(|(cell, count)| *count == 3 || *count == 2 && alive.contains(cell))
            .map(|(cell, _)| cell)
            .collect();
        if alive.is_empty() {
            return;
        }
    }
}

#[test]
fn a_glider_moves_and_a_pair_dies() {
    let glider = BTreeSet::from([(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)]);
    let later = life(glider.clone()).nth(4).unwrap();
    let moved: BTreeSet<_> = glider.iter().map(|(x, y)| (x + 1, y + 1)).collect();
    assert_eq!(later, moved);
    assert_eq!(life(BTreeSet::from([(0, 0), (1, 0)])).count(), 1);
}

#[generator]
fn elementary(rule: u8, width: usize) -> impl Iterator<Item = String> {
    let mut row = vec![false; width];
    row[width / 2] = true;
    loop {
        yield_!(
            row.iter()
                .map(|&cell| if cell { '#' } else { '.' })
                .collect()
        );
        row = (0..width)
            .map(|i| {
                let bit = |i: usize| u8::from(row[i % width]);
                let index = bit(i + width - 1) << 2 | bit(i) << 1 | bit(i + 1);
                rule >> index & 1 == 1
            })
            .collect();
    }
}

#[test]
fn rule_ninety_draws_a_triangle() {
    assert_eq!(
        by_next(&mut elementary(90, 9), 4),
        ["....#....", "...#.#...", "..#...#..", ".#.#.#.#."]
    );
}

/// A path by A*, from its end to its start.
#[generator]
fn path(grid: &HashMap<Cell, char>, start: Cell, goal: Cell) -> impl Iterator<Item = Cell> {
    let estimate = move |(x, y): Cell| (x - goal.0).abs() + (y - goal.1).abs();
    let mut open = BinaryHeap::from([(std::cmp::Reverse(estimate(start)), 0, start, start)]);
    let mut came_from = HashMap::new();
    while let Some((_, cost, cell, before)) = open.pop() {
        if came_from.contains_key(&cell) {
            continue;
        }
        came_from.insert(cell, before);
        if cell == goal {
            break;
        }
        let (x, y) = cell;
        for next in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
            if grid.get(&next).is_some_and(|&c| c != '#') {
                open.push((
                    std::cmp::Reverse(cost + 1 + estimate(next)),
                    cost + 1,
                    next,
                    cell,
                ));
            }
        }
    }
    let mut here = goal;
    while let Some(&before) = came_from.get(&here) {
        yield_!(here);
        if here == start {
            return;
        }
        here = before;
    }
}

#[test]
fn a_path_around_the_walls() {
    let grid = cells("..#.\n.#..\n....\n.##.");
    let found: Vec<_> = path(&grid, (0, 0), (3, 0)).collect();
    assert_eq!(found.len(), 8);
    assert_eq!((found[0], found[7]), ((3, 0), (0, 0)));
    assert!(
        found
            .windows(2)
            .all(|pair| { (pair[0].0 - pair[1].0).abs() + (pair[0].1 - pair[1].1).abs() == 1 })
    );
    let walled = cells(".#.");
    assert!(items_of(|| path(&walled, (0, 0), (2, 0))).is_empty());
}

/// Langton's ant.
#[generator]
fn ant(steps: usize) -> impl Iterator<Item = usize> {
    let mut black = HashSet::new();
    let (mut x, mut y) = (0, 0);
    let (mut dx, mut dy) = (0, -1);
    for _ in 0..steps {
        if black.remove(&(x, y)) {
            (dx, dy) = (dy, -dx);
        } else {
            black.insert((x, y));
            (dx, dy) = (-dy, dx);
        }
        x += dx;
        y += dy;
        yield_!(black.len());
    }
}

#[test]
fn the_ant_leaves_black_cells() {
    assert_eq!(items_of(|| ant(8)), [1, 2, 3, 4, 3, 4, 5, 6]);
    // On its highway it repeats itself every 104 steps, with twelve more black cells.
    let counts: Vec<_> = ant(12000).collect();
    assert!((10500..11896).all(|step| counts[step + 104] == counts[step] + 12));
}

/// The Hilbert curve, by turning.
#[generator]
fn hilbert(order: u32) -> impl Iterator<Item = (u32, u32)> {
    let side = 1 << order;
    for index in 0..side * side {
        let (mut x, mut y, mut rest) = (0, 0, index);
        let mut scale = 1;
        while scale < side {
            let rx = 1 & (rest / 2);
            let ry = 1 & (rest ^ rx);
            if ry == 0 {
                if rx == 1 {
                    x = scale - 1 - x;
                    y = scale - 1 - y;
                }
                std::mem::swap(&mut x, &mut y);
            }
            x += scale * rx;
            y += scale * ry;
            rest /= 4;
            scale *= 2;
        }
        yield_!((x, y));
    }
}

#[test]
fn the_hilbert_curve_visits_neighbours() {
    assert_eq!(items_of(|| hilbert(1)), [(0, 0), (0, 1), (1, 1), (1, 0)]);
    let cells: Vec<_> = hilbert(4).collect();
    assert_eq!(cells.iter().collect::<HashSet<_>>().len(), 256);
    assert!(
        cells
            .windows(2)
            .all(|pair| { pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1) == 1 })
    );
}

/// Rings around a cell, as long as any is on the board.
#[generator]
fn rings(size: i32, (cx, cy): Cell) -> impl Iterator<Item = Vec<Cell>> {
    let on_board = move |&(x, y): &Cell| (0..size).contains(&x) && (0..size).contains(&y);
    let mut seen = HashSet::from([(cx, cy)]);
    let mut ring = VecDeque::from([(cx, cy)]);
    while !ring.is_empty() {
        let mut sorted: Vec<_> = ring.iter().copied().collect();
        sorted.sort_unstable();
        yield_!(sorted);
        for _ in 0..ring.len() {
            let Some(cell) = ring.pop_front() else { return };
            for next in neighbours(cell).filter(on_board) {
                if seen.insert(next) {
                    ring.push_back(next);
                }
            }
        }
    }
}

#[test]
fn rings_of_neighbours_cover_the_board() {
    let sizes: Vec<_> = rings(5, (1, 1)).map(|ring| ring.len()).collect();
    assert_eq!(sizes, [1, 8, 7, 9]);
    assert_eq!(items_of(|| rings(1, (0, 0))), [vec![(0, 0)]]);
}
