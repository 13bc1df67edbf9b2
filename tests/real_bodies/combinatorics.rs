//! Arrangements, selections, partitions, puzzles.

use std::collections::HashSet;

use gen_runtime::{generator, yield_, yield_from};
use support::items_of;

/// Heap's algorithm without recursion.
#[generator]
fn permutations(mut list: Vec<u8>) -> impl Iterator<Item = Vec<u8>> {
    let mut counters = vec![0; list.len()];
    yield_!(list.clone());
    let mut i = 1;
    while i < list.len() {
        if counters[i] < i {
            let other = if i % 2 == 0 { 0 } else { counters[i] };
            list.swap(other, i);
            yield_!(list.clone());
            counters[i] += 1;
            i = 1;
        } else {
            counters[i] = 0;
            i += 1;
        }
    }
}

#[test]
fn heaps_permutations_are_all_different() {
    assert_eq!(
        items_of(|| permutations(vec![1, 2, 3])),
        [
            [1, 2, 3],
            [2, 1, 3],
            [3, 1, 2],
            [1, 3, 2],
            [2, 3, 1],
            [3, 2, 1]
        ]
    );
    assert_eq!(
        permutations((0..6).collect()).collect::<HashSet<_>>().len(),
        720
    );
}

/// Permutations of a multiset in lexicographic order.
#[generator]
fn arrangements(text: &str) -> impl Iterator<Item = String> {
    let mut letters: Vec<_> = text.chars().collect();
    letters.sort_unstable();
    loop {
        yield_!(letters.iter().collect());
        let Some(i) = letters.windows(2).rposition(|pair| pair[0] < pair[1]) else {
            return;
        };
        let Some(j) = letters.iter().rposition(|&c| c > letters[i]) else {
            return;
        };
        letters.swap(i, j);
        letters[i + 1..].reverse();
    }
}

#[test]
fn arrangements_of_equal_letters_are_listed_once() {
    assert_eq!(
        items_of(|| arrangements("abab")),
        ["aabb", "abab", "abba", "baab", "baba", "bbaa"]
    );
    assert_eq!(arrangements("mississippi").count(), 34650);
    assert_eq!(items_of(|| arrangements("")), [""]);
}

/// Plain changes: each permutation differs from the last by one swap of neighbours (Johnson, Trotter).
#[generator]
fn plain_changes(n: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut bells: Vec<_> = (1..=n).map(|bell| (bell, -1isize)).collect();
    loop {
        yield_!(bells.iter().map(|&(bell, _)| bell).collect());
        let mobile = (0..n)
            .filter(|&i| {
                let to = i.checked_add_signed(bells[i].1);
                to.and_then(|to| bells.get(to))
                    .is_some_and(|other| other.0 < bells[i].0)
            })
            .max_by_key(|&i| bells[i].0);
        let Some(i) = mobile else { return };
        let (bell, direction) = bells[i];
        bells.swap(i, i.wrapping_add_signed(direction));
        for other in bells.iter_mut().filter(|other| other.0 > bell) {
            other.1 = -other.1;
        }
    }
}

#[test]
fn plain_changes_swap_neighbours() {
    assert_eq!(
        items_of(|| plain_changes(3)),
        [
            [1, 2, 3],
            [1, 3, 2],
            [3, 1, 2],
            [3, 2, 1],
            [2, 3, 1],
            [2, 1, 3]
        ]
    );
    let rows: Vec<_> = plain_changes(5).collect();
    assert_eq!(rows.iter().collect::<HashSet<_>>().len(), 120);
    for pair in rows.windows(2) {
        assert_eq!(
            pair[0].iter().zip(&pair[1]).filter(|(a, b)| a != b).count(),
            2
        );
    }
}

#[generator]
fn combinations<T: Clone>(pool: &[T], k: usize) -> impl Iterator<Item = Vec<T>> {
    let n = pool.len();
    if k > n {
        return;
    }
    let mut indices: Vec<_> = (0..k).collect();
    loop {
        yield_!(indices.iter().map(|&i| pool[i].clone()).collect());
        let Some(i) = (0..k).rev().find(|&i| indices[i] != i + n - k) else {
            return;
        };
        indices[i] += 1;
        for j in i + 1..k {
            indices[j] = indices[j - 1] + 1;
        }
    }
}

#[test]
fn combinations_by_their_indices() {
    let joined = |k| {
        items_of(|| combinations(&['a', 'b', 'c', 'd'], k))
            .into_iter()
            .map(String::from_iter)
            .collect::<Vec<_>>()
    };
    assert_eq!(joined(2), ["ab", "ac", "ad", "bc", "bd", "cd"]);
    assert_eq!(joined(0), [""]);
    assert_eq!(joined(4), ["abcd"]);
    assert!(joined(5).is_empty());
}

#[generator]
fn powerset<T: Clone>(items: &[T]) -> impl Iterator<Item = Vec<T>> {
    for k in 0..=items.len() {
        for chosen in combinations(items, k) {
            yield_!(chosen);
        }
    }
}

#[test]
fn a_powerset_by_size() {
    assert_eq!(
        items_of(|| powerset(&[1, 2, 3])),
        [
            vec![],
            vec![1],
            vec![2],
            vec![3],
            vec![1, 2],
            vec![1, 3],
            vec![2, 3],
            vec![1, 2, 3]
        ]
    );
}

#[generator]
fn product<'a>(lists: &'a [&'a [u8]]) -> impl Iterator<Item = Vec<u8>> {
    if lists.iter().any(|list| list.is_empty()) {
        return;
    }
    let mut odometer = vec![0; lists.len()];
    'turn: loop {
        yield_!(
            lists
                .iter()
                .zip(&odometer)
                .map(|(list, &i)| list[i])
                .collect()
        );
        for (wheel, list) in odometer.iter_mut().zip(lists).rev() {
            *wheel += 1;
            if *wheel < list.len() {
                continue 'turn;
            }
            *wheel = 0;
        }
        return;
    }
}

#[test]
fn a_product_turns_like_an_odometer() {
    assert_eq!(
        items_of(|| product(&[&[1, 2], &[3], &[4, 5]])),
        [[1, 3, 4], [1, 3, 5], [2, 3, 4], [2, 3, 5]]
    );
    assert_eq!(items_of(|| product(&[])), [vec![]]);
    assert!(items_of(|| product(&[&[1], &[]])).is_empty());
}

/// Partitions of a number in descending order.
#[generator]
fn partitions(n: u32) -> impl Iterator<Item = Vec<u32>> {
    let mut parts = vec![n];
    loop {
        yield_!(parts.clone());
        let mut rest = 0;
        while let Some(&1) = parts.last() {
            parts.pop();
            rest += 1;
        }
        let Some(last) = parts.pop() else { return };
        let part = last - 1;
        rest += last;
        while rest > 0 {
            let next = part.min(rest);
            parts.push(next);
            rest -= next;
        }
    }
}

#[test]
fn partitions_of_five_and_their_number_for_thirty() {
    assert_eq!(
        items_of(|| partitions(5)),
        [
            vec![5],
            vec![4, 1],
            vec![3, 2],
            vec![3, 1, 1],
            vec![2, 2, 1],
            vec![2, 1, 1, 1],
            vec![1, 1, 1, 1, 1]
        ]
    );
    assert_eq!(partitions(30).count(), 5604);
}

/// Restricted growth strings: which block each element is in.
#[generator]
fn set_partitions(n: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut blocks = vec![0; n];
    loop {
        yield_!(blocks.clone());
        let raised = (1..n).rev().find(|&i| {
            let highest = blocks[..i].iter().max();
            highest.is_some_and(|&highest| blocks[i] <= highest)
        });
        let Some(i) = raised else { return };
        blocks[i] += 1;
        blocks[i + 1..].fill(0);
    }
}

#[test]
fn set_partitions_are_counted_by_bell() {
    assert_eq!(
        items_of(|| set_partitions(3)),
        [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [0, 1, 2]]
    );
    let counts: Vec<_> = (1..8).map(|n| set_partitions(n).count()).collect();
    assert_eq!(counts, [1, 2, 5, 15, 52, 203, 877]);
}

#[generator]
fn gray_codes(bits: u32) -> impl Iterator<Item = u32> {
    let mut code = 0;
    for n in 1..=1u32 << bits {
        yield_!(code);
        code ^= 1 << n.trailing_zeros();
    }
}

#[test]
fn gray_codes_change_one_bit() {
    assert_eq!(
        items_of(|| gray_codes(3)),
        [0b000, 0b001, 0b011, 0b010, 0b110, 0b111, 0b101, 0b100]
    );
}

/// Necklaces of `n` beads in `k` colours (Fredricksen, Kessler, Maiorana).
#[generator]
fn necklaces(n: usize, k: u8) -> impl Iterator<Item = Vec<u8>> {
    let mut beads = vec![0; n];
    yield_!(beads.clone());
    while let Some(last) = beads.iter().rposition(|&bead| bead != k - 1) {
        beads[last] += 1;
        for i in last + 1..n {
            beads[i] = beads[i - last - 1];
        }
        if n % (last + 1) == 0 {
            yield_!(beads.clone());
        }
    }
}

#[test]
fn necklaces_are_least_among_their_rotations() {
    assert_eq!(
        items_of(|| necklaces(4, 2)),
        [
            [0, 0, 0, 0],
            [0, 0, 0, 1],
            [0, 0, 1, 1],
            [0, 1, 0, 1],
            [0, 1, 1, 1],
            [1, 1, 1, 1]
        ]
    );
    assert_eq!(necklaces(6, 3).count(), 130);
}

/// The Lyndon words whose length divides `n`, one after another, are a de Bruijn sequence.
#[generator]
fn de_bruijn(k: u8, n: usize) -> impl Iterator<Item = u8> {
    let mut word = vec![0];
    yield_!(0);
    loop {
        let period = word.len();
        while word.len() < n {
            word.push(word[word.len() - period]);
        }
        while word.last() == Some(&(k - 1)) {
            word.pop();
        }
        let Some(last) = word.last_mut() else { return };
        *last += 1;
        if n % word.len() == 0 {
            yield_from!(word.clone());
        }
    }
}

#[test]
fn de_bruijn_contains_every_word_once() {
    assert_eq!(items_of(|| de_bruijn(2, 3)), [0, 0, 0, 1, 0, 1, 1, 1]);
    let cycle: Vec<_> = de_bruijn(3, 4).collect();
    let words: HashSet<_> = (0..81)
        .map(|i| (i..i + 4).map(|j| cycle[j % 81]).collect::<Vec<_>>())
        .collect();
    assert_eq!((cycle.len(), words.len()), (81, 81));
}

#[generator]
fn dyck_words(pairs: usize) -> Box<dyn Iterator<Item = String>> {
    #[generator]
    fn from(start: String, open: usize, close: usize) -> Box<dyn Iterator<Item = String>> {
        if open == 0 && close == 0 {
            yield_!(start);
            return;
        }
        if open > 0 {
            yield_from!(from(format!("{start}("), open - 1, close));
        }
        if close > open {
            yield_from!(from(start + ")", open, close - 1));
        }
    }
    yield_from!(from(String::new(), pairs, pairs));
}

#[test]
fn dyck_words_are_counted_by_catalan() {
    assert_eq!(
        items_of(|| dyck_words(3)),
        ["((()))", "(()())", "(())()", "()(())", "()()()"]
    );
    assert_eq!(dyck_words(7).count(), 429);
}

#[generator]
fn compositions(n: u32) -> impl Iterator<Item = Vec<u32>> {
    for cuts in 0..1u32 << (n - 1) {
        let mut parts = vec![1];
        for place in 0..n - 1 {
            if cuts >> place & 1 == 1 {
                parts.push(1);
            } else if let Some(last) = parts.last_mut() {
                *last += 1;
            }
        }
        yield_!(parts);
    }
}

#[test]
fn compositions_of_three() {
    assert_eq!(
        items_of(|| compositions(3)),
        [vec![3], vec![1, 2], vec![2, 1], vec![1, 1, 1]]
    );
}

#[generator]
fn subset_sums(numbers: &[i32], target: i32) -> impl Iterator<Item = Vec<i32>> {
    let mut stack = vec![(0, 0, Vec::new())];
    while let Some((start, sum, chosen)) = stack.pop() {
        if sum == target && !chosen.is_empty() {
            yield_!(chosen.clone());
        }
        for i in (start..numbers.len()).rev() {
            let mut more = chosen.clone();
            more.push(numbers[i]);
            stack.push((i + 1, sum + numbers[i], more));
        }
    }
}

#[test]
fn subsets_with_a_given_sum() {
    assert_eq!(
        items_of(|| subset_sums(&[3, 1, 4, -1, 2], 4)),
        [vec![3, 1], vec![3, -1, 2], vec![1, 4, -1], vec![4]]
    );
}

#[generator]
fn josephus(count: usize, step: usize) -> impl Iterator<Item = usize> {
    let mut circle: Vec<_> = (1..=count).collect();
    let mut at = 0;
    while !circle.is_empty() {
        at = (at + step - 1) % circle.len();
        yield_!(circle.remove(at));
    }
}

#[test]
fn josephus_survives_at_thirty_one() {
    assert_eq!(items_of(|| josephus(7, 3)), [3, 6, 2, 7, 5, 1, 4]);
    assert_eq!(josephus(41, 3).last(), Some(31));
}

/// Queens by bit masks, as solutions of column numbers.
#[generator]
fn queens(n: u32) -> impl Iterator<Item = Vec<u32>> {
    let all = (1u32 << n) - 1;
    let mut stack = vec![(0, 0, 0, Vec::new())];
    while let Some((columns, left, right, placed)) = stack.pop() {
        if columns == all {
            yield_!(placed);
            continue;
        }
        let mut free = all & !(columns | left | right);
        while free != 0 {
            let bit = 1 << free.ilog2();
            free ^= bit;
            let mut more = placed.clone();
            more.push(u32::trailing_zeros(bit));
            stack.push((columns | bit, (left | bit) << 1, (right | bit) >> 1, more));
        }
    }
}

#[test]
fn queens_by_bit_masks() {
    assert_eq!(items_of(|| queens(4)), [[1, 3, 0, 2], [2, 0, 3, 1]]);
    assert_eq!(queens(8).count(), 92);
}

type Board = [[u8; 9]; 9];

#[generator]
fn sudoku(board: Board) -> Box<dyn Iterator<Item = Board>> {
    let mut best = None;
    for row in 0..9 {
        for column in 0..9 {
            if board[row][column] != 0 {
                continue;
            }
            let mut free = [true; 10];
            for i in 0..9 {
                free[board[row][i] as usize] = false;
                free[board[i][column] as usize] = false;
                free[board[row / 3 * 3 + i / 3][column / 3 * 3 + i % 3] as usize] = false;
            }
            let count = free[1..].iter().filter(|&&is| is).count();
            if best.is_none_or(|(least, _, _, _): (usize, _, _, _)| count < least) {
                best = Some((count, row, column, free));
            }
        }
    }
    let Some((_, row, column, free)) = best else {
        yield_!(board);
        return;
    };
    for digit in (1..10).filter(move |&digit| free[digit as usize]) {
        let mut next = board;
        next[row][column] = digit;
        yield_from!(sudoku(next));
    }
}

#[test]
fn a_sudoku_with_one_solution_and_one_with_several() {
    let read = |text: &str| {
        let mut board = [[0; 9]; 9];
        for (i, c) in text.bytes().enumerate() {
            board[i / 9][i % 9] = c - b'0';
        }
        board
    };
    let puzzle =
        read("530070000600195000098000060800060003400803001700020006060000280000419005000080079");
    let solution =
        read("534678912672195348198342567859761423426853791713924856961537284287419635345286179");
    assert_eq!(items_of(|| sudoku(puzzle)), [solution]);
    assert_eq!(sudoku([[0; 9]; 9]).take(5).count(), 5);
}

/// Ways of paying an amount, as counts of each coin.
#[generator]
fn change<'a>(amount: u32, coins: &'a [u32]) -> Box<dyn Iterator<Item = Vec<u32>> + 'a> {
    let Some((&coin, smaller)) = coins.split_first() else {
        if amount == 0 {
            yield_!(Vec::new());
        }
        return;
    };
    for count in (0..=amount / coin).rev() {
        for mut rest in change(amount - count * coin, smaller) {
            rest.insert(0, count);
            yield_!(rest);
        }
    }
}

#[test]
fn change_for_a_dollar() {
    assert_eq!(
        items_of(|| change(6, &[5, 2, 1])),
        [[1, 0, 1], [0, 3, 0], [0, 2, 2], [0, 1, 4], [0, 0, 6]]
    );
    assert_eq!(change(100, &[50, 25, 10, 5, 1]).count(), 292);
}

#[generator]
fn latin_squares(n: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut square = vec![0; n * n];
    let mut at = 0;
    loop {
        if at == n * n {
            yield_!(square.clone());
            at -= 1;
        }
        let (row, column) = (at / n, at % n);
        let fits = |value| {
            (0..column).all(|i| square[row * n + i] != value)
                && (0..row).all(|i| square[i * n + column] != value)
        };
        if let Some(value) = (square[at] + 1..=n).find(|&value| fits(value)) {
            square[at] = value;
            at += 1;
        } else {
            square[at] = 0;
            if at == 0 {
                return;
            }
            at -= 1;
        }
    }
}

#[test]
fn latin_squares_of_order_three_and_four() {
    let counts: Vec<_> = (1..=4).map(|n| latin_squares(n).count()).collect();
    assert_eq!(counts, [1, 2, 12, 576]);
    assert_eq!(items_of(|| latin_squares(2)), [[1, 2, 2, 1], [2, 1, 1, 2]]);
}
