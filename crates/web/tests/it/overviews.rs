//! What everybody sees of the whole: statistics, deadlines, and how it stands with an organization.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::Value;

use crate::made;
use crate::support::{Service, services};

async fn json(service: &Service, path: &str) -> Value {
    let answer = service.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    serde_json::from_slice(&answer.body).unwrap()
}

/// Returns how many statements the list of an address holds.
async fn length(service: &Service, list: &str) -> i64 {
    let list = list.replace("https://liaison.example.org", "");
    let list = list.replace("&#38;", "&").replacen("/statements", "/statements.json", 1);
    json(service, &list).await.get("total").unwrap().as_i64().unwrap()
}

/// Returns the links of a page that say a number and lead to a list.
fn numbers(page: &str) -> BTreeSet<(String, i64)> {
    let links = page.split("<a href=\"/statements").skip(1).filter_map(|link| {
        let (to, rest) = link.split_once('"')?;
        let words = rest.split_once('>')?.1.split_once('<')?.0;
        let count = words.replace(',', "").parse().ok()?;
        (!to.starts_with('/')).then(|| (format!("/statements{to}"), count))
    });
    links.collect()
}

/// Issue: each number reproduced by the query printed beside it; those on the page, and those for programs.
#[tokio::test]
async fn every_number_is_that_of_the_list_it_leads_to() {
    for (label, service) in services("numbers").await {
        made::record(&service).await;
        for organization in ["", "?organization=etu", "?organization=kio"] {
            let page = service.get(&format!("/statistics{organization}")).await.text();
            let numbers = numbers(&page);
            assert!(numbers.len() > 8, "{label} {organization}: {numbers:?}");
            for (list, count) in numbers {
                assert_eq!(length(&service, &list).await, count, "{label} {organization} {list}");
            }
            let all = json(&service, &format!("/statistics.json{organization}")).await;
            for kind in ["counts", "days"] {
                for one in all.get(kind).unwrap().as_array().unwrap() {
                    let query = one.get("query").unwrap().as_str().unwrap();
                    let count = one.get("count").unwrap().as_i64().unwrap();
                    assert_eq!(length(&service, query).await, count, "{label} {one}");
                }
            }
        }
        let nothing = service.get("/statistics?organization=nobody").await;
        assert!(nothing.text().contains("nothing to count"), "{label}");
    }
}
