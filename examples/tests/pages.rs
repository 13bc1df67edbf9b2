//! Does `pages` fetch the pages it needs, and no others?

#[allow(dead_code)]
#[path = "../pages.rs"]
mod program;

use std::process::Command;

use crate::{Ran, closed_early, example, ran};

fn pages(args: &[&str]) -> Ran {
    ran(Command::new(example("pages")).args(args).output().unwrap())
}

/// What the program prints for the first items, and what the server says for the first pages.
fn expected(items: u32, pages: u32) -> (String, String) {
    let item = |id| format!("{id:>4} item {id}\n");
    let page = |number| format!("server: page {number}\n");
    (
        (1..=items).map(item).collect::<Vec<_>>().concat(),
        (1..=pages).map(page).collect::<Vec<_>>().concat(),
    )
}

#[test]
fn fetches_only_the_pages_it_needs() {
    for (args, items, asked) in [
        (&[][..], 25, 3),
        (&["0"], 0, 0),
        (&["1"], 1, 1),
        (&["10"], 10, 1),
        (&["11"], 11, 2),
        (&["1000"], 1000, 100),
        (&["2000"], 1000, 100),
    ] {
        let (stdout, stderr) = expected(items, asked);
        assert_eq!(pages(args), (Some(0), stdout, stderr), "{args:?}");
    }
}

#[test]
fn a_failure_comes_after_the_items_before_it() {
    let (code, stdout, stderr) = pages(&["1000", "3"]);
    let (items, asked) = expected(20, 3);
    assert_eq!((code, stdout), (Some(1), items));
    let failure = stderr.strip_prefix(&asked).unwrap();
    assert!(failure.starts_with("pages: http://127.0.0.1:"), "{failure}");
    assert!(
        failure.ends_with("/items?page=3: http status: 503\n"),
        "{failure}"
    );
}

#[test]
fn a_failure_on_a_page_that_is_not_needed_is_never_met() {
    let (stdout, stderr) = expected(20, 2);
    assert_eq!(pages(&["20", "3"]), (Some(0), stdout, stderr));
}

#[test]
fn needs_no_proxy() {
    let mut command = Command::new(example("pages"));
    for variable in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(variable, "http://127.0.0.1:1");
    }
    assert_eq!(ran(command.arg("1").output().unwrap()).0, Some(0));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let (code, first, stderr) = closed_early(Command::new(example("pages")).arg("1000"));
    assert_eq!((code, first.as_str()), (Some(0), "   1 item 1\n"));
    assert!(
        stderr.lines().count() <= 100 && !stderr.contains("pages:"),
        "{stderr}"
    );
}
