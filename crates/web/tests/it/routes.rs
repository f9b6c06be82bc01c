//! Every address of the router, and what a reader who is not signed in gets there.

use axum::body::Body;
use axum::http::{Method, Request};

use crate::made;
use crate::support::services;

const SOURCES: [&str; 2] =
    [include_str!("../../src/router.rs"), include_str!("../../src/handlers/desk/mod.rs")];

/// What stands in an address for each parameter; `{number}` is a public statement and one that is not.
const PARAMETERS: [(&str, &str); 15] = [
    ("{*name}", "0/000"),
    ("{position}", "1"),
    ("{name}", "etu"),
    ("{acronym}", "etu"),
    ("{file}", "file14.pdf"),
    ("{token}", "nobody"),
    ("{id}", "1"),
    ("{kind}", "from"),
    ("{form}", "edit"),
    ("{topic}", "fields"),
    ("{asset}", "nothing"),
    ("{app}", "liaisons"),
    ("{resource}", "liaisonstatement"),
    ("{key}", "1"),
    ("{keys}", "1;4"),
];

/// No address changes anything for a reader, or shows what is not public; a new one shows here by itself.
#[tokio::test]
async fn a_reader_who_is_not_signed_in_gets_this_at_every_address() {
    for (label, service) in services("routes").await {
        made::record(&service).await;
        let mut said = Vec::new();
        for pattern in patterns() {
            let numbers: &[&str] = if pattern.contains("{number}") { &["1", "4"] } else { &[""] };
            for number in numbers {
                let mut path = pattern.replace("{number}", number);
                for (parameter, value) in PARAMETERS {
                    path = path.replace(parameter, value);
                }
                let mut answers = Vec::new();
                for method in [Method::GET, Method::POST] {
                    let request = Request::builder().method(method).uri(&path);
                    let answer = service.ask(request.body(Body::empty()).unwrap()).await;
                    let to = answer.header("location");
                    let status = answer.status.as_u16();
                    answers.push(if to.is_empty() {
                        status.to_string()
                    } else {
                        format!("{status} {to}")
                    });
                }
                said.push(format!("{path}: get {}, post {}", answers[0], answers[1]));
            }
        }
        insta::assert_snapshot!("routes", said.join("\n"), label);
    }
}

/// Returns every address as the router's sources name it, in their order.
fn patterns() -> Vec<String> {
    named().into_iter().map(|(pattern, _)| pattern).collect()
}

/// Returns what a reader and a form ask for: `GET /statements`, with the address as the router's sources name it.
pub(crate) fn asked() -> Vec<String> {
    let asked = named().into_iter().flat_map(|(pattern, handlers)| {
        let methods = [("GET", "get("), ("POST", "post(")];
        let methods = methods.into_iter().filter(move |(_, call)| handlers.contains(call));
        methods.map(move |(method, _)| format!("{method} {pattern}"))
    });
    asked.collect()
}

/// Returns every address as the router's sources name it, with what follows it there, up to the next one.
fn named() -> Vec<(String, &'static str)> {
    let mut all = Vec::new();
    for source in SOURCES {
        let calls = ["\n        .route(", ".merge(both(", ".route(path"];
        let mut starts: Vec<usize> =
            calls.iter().flat_map(|call| source.match_indices(call).map(|(at, _)| at)).collect();
        starts.sort_unstable();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(source.len());
            let mut parts = source[*start..end].splitn(3, '"');
            let (Some(_), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if name.starts_with('/') {
                all.push((name.to_owned(), rest.split("\n}").next().unwrap_or_default()));
            }
        }
    }
    all
}
