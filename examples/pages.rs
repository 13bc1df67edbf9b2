//! Reads the items of a paginated web API one by one; pages are fetched as they are needed.
//!
//! ```text
//! cargo run --release --example pages [-- COUNT [BROKEN]]
//! ```
//!
//! It starts a server on this machine, with 1000 items on 100 pages, and prints the first COUNT (25)
//! of them. The server says on standard error which pages it was asked for. It fails at page
//! BROKEN, if there is one.
//!
//! What it shows: a consumer that sees nothing of the pages and never waits for one it does not
//! need, and `?` with a conversion: a failure of the network is the last item.

use std::env;
use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use gen_runtime::{generator, yield_};
use serde::{Deserialize, Serialize};
use tiny_http::{Response, Server};
use ureq::Agent;

const PAGES: u32 = 100;
const PER_PAGE: u32 = 10;

#[derive(Deserialize, Serialize)]
struct Item {
    id: u32,
    name: String,
}

/// What the server sends.
#[derive(Deserialize, Serialize)]
struct Page {
    items: Vec<Item>,
    next: Option<u32>,
}

type Failure = Box<dyn Error + Send + Sync>;

/// All items of the API at `url`.
#[generator]
fn items(agent: &Agent, url: &str) -> impl Iterator<Item = Result<Item, Failure>> {
    let mut next = Some(1);
    while let Some(number) = next {
        let page = fetch(agent, &format!("{url}?page={number}"))?;
        next = page.next;
        for item in page.items {
            yield_!(Ok(item));
        }
    }
}

fn fetch(agent: &Agent, url: &str) -> Result<Page, Failure> {
    let failed = |error| format!("{url}: {error}");
    let mut response = agent.get(url).call().map_err(failed)?;
    let page = serde_json::from_reader(response.body_mut().as_reader())?;
    Ok(page)
}

/// Starts the server, which calls `asked` with the number of each page it is asked for, and gives
/// the address of the API.
fn serve(broken: Option<u32>, asked: impl Fn(u32) + Send + 'static) -> Result<String, Failure> {
    let server = Server::http("127.0.0.1:0")?;
    let url = format!("http://{}/items", server.server_addr());
    thread::spawn(move || {
        for request in server.incoming_requests() {
            let number = request.url().strip_prefix("/items?page=");
            let response = match number.and_then(|number| number.parse().ok()) {
                Some(number @ 1..=PAGES) => {
                    asked(number);
                    if broken == Some(number) {
                        Response::from_string("out of order").with_status_code(503)
                    } else {
                        Response::from_string(page(number))
                    }
                }
                _ => Response::from_string("no such page").with_status_code(404),
            };
            // The client may be gone, which is its own business.
            let _ = request.respond(response);
        }
    });
    Ok(url)
}

/// The page with this number, as JSON.
fn page(number: u32) -> String {
    let ids = (number - 1) * PER_PAGE + 1..=number * PER_PAGE;
    let items = ids.map(|id| Item {
        id,
        name: format!("item {id}"),
    });
    let page = Page {
        items: items.collect(),
        next: (number < PAGES).then_some(number + 1),
    };
    serde_json::to_string(&page).expect("a page is nothing that JSON cannot say")
}

fn main() -> ExitCode {
    let args: Option<Vec<u32>> = env::args().skip(1).map(|arg| arg.parse().ok()).collect();
    let (count, broken) = match args.as_deref() {
        Some([]) => (25, None),
        Some(&[count]) => (count, None),
        Some(&[count, broken]) => (count, Some(broken)),
        _ => {
            eprintln!("usage: pages [COUNT [BROKEN]]");
            return ExitCode::from(2);
        }
    };
    match print(count, broken) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("pages: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the first `count` items to standard output. Those before a failure are written too.
fn print(count: u32, broken: Option<u32>) -> Result<(), Failure> {
    let url = serve(broken, |number| eprintln!("server: page {number}"))?;
    for item in items(&agent(), &url).take(count as usize) {
        let Item { id, name } = item?;
        match writeln!(io::stdout(), "{id:>4} {name}") {
            // A reader that has seen enough, such as `head -1`, is no failure.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            written => written.map_err(|error| format!("standard output: {error}"))?,
        }
    }
    Ok(())
}

/// A client that asks the server itself, without a proxy, and does not wait for ever.
fn agent() -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(10)));
    config.build().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// A server of its own, and the numbers of the pages it is asked for.
    fn server(broken: Option<u32>) -> (String, Receiver<u32>) {
        let (sender, asked) = channel();
        let url = serve(broken, move |number| sender.send(number).unwrap()).unwrap();
        (url, asked)
    }

    #[test]
    fn a_page_is_fetched_when_its_first_item_is_asked_for() {
        let (url, asked) = server(None);
        let agent = agent();
        let mut items = items(&agent, &url);
        assert_eq!(asked.try_iter().count(), 0);
        items.next().unwrap().unwrap();
        assert!(asked.try_iter().eq([1]));
        assert_eq!(items.nth(8).unwrap().unwrap().id, 10);
        assert_eq!(asked.try_iter().count(), 0);
        assert_eq!(items.next().unwrap().unwrap().id, 11);
        assert!(asked.try_iter().eq([2]));
    }

    #[test]
    fn all_items_come_in_order_and_then_the_end() {
        let (url, asked) = server(None);
        let all: Result<Vec<_>, _> = items(&agent(), &url).collect();
        assert!(all.unwrap().iter().map(|item| item.id).eq(1..=1000));
        assert!(asked.try_iter().eq(1..=100));
    }

    #[test]
    fn a_failure_of_the_server_is_the_last_item() {
        let (url, asked) = server(Some(2));
        let agent = agent();
        let mut items = items(&agent, &url);
        assert!(items.by_ref().take(10).all(|item| item.is_ok()));
        let failure = items.next().unwrap().err().unwrap().to_string();
        assert_eq!(failure, format!("{url}?page=2: http status: 503"));
        assert!(items.next().is_none());
        assert!(asked.try_iter().eq([1, 2]));
    }

    #[test]
    fn a_failure_of_the_network_or_the_format_is_one_item() {
        let only_failure = |url: &str| {
            let all: Vec<_> = items(&agent(), url).collect();
            let [Err(failure)] = &all[..] else {
                panic!("not one failure")
            };
            failure.to_string()
        };
        let (url, _asked) = server(None);
        let elsewhere = url.replace("/items", "/nothing");
        assert_eq!(
            only_failure(&elsewhere),
            format!("{elsewhere}?page=1: http status: 404")
        );
        let closed = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        assert!(only_failure(&format!("http://{closed}/items")).contains("refused"));

        let server = Server::http("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", server.server_addr());
        let answer = thread::spawn(move || {
            server
                .recv()
                .unwrap()
                .respond(Response::from_string("<html>"))
                .unwrap();
        });
        assert!(only_failure(&url).starts_with("expected value at line 1 column 1"));
        answer.join().unwrap();
    }
}
