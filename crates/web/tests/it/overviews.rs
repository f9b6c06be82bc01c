//! What everybody sees of the whole: statistics, deadlines, and how it stands with an organization.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use rules::{
    Assignee, Deadline, DeadlineKind, Direction, Directory, Handling, Number, Purpose, RoleKind,
    Side, State, Statement,
};
use serde_json::Value;

use crate::desk_world::{main_of, now, worlds};
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
            let least = if organization.is_empty() { 9 } else { 7 };
            assert!(numbers.len() >= least, "{label} {organization}: {numbers:?}");
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

/// Ready to paste, and of the public record alone; a calendar that programs can read, the same each time.
#[tokio::test]
async fn how_it_stands_with_an_organization_is_told_in_every_form() {
    for (label, service) in services("standing").await {
        made::record(&service).await;
        for path in ["/organizations/etu/report.md?period=2026-Q1", "/organizations/kio/report.md"]
        {
            let answer = service.get(path).await;
            let name = if path.contains("etu") { "report-etu.md" } else { "report-kio.md" };
            assert_eq!(answer.header("content-type"), "text/markdown; charset=utf-8", "{label}");
            insta::assert_snapshot!(name, answer.text());
        }
        let calendar = service.get("/deadlines.ics").await;
        assert_eq!(calendar.text(), service.get("/deadlines.ics?").await.text(), "{label}");
        insta::assert_snapshot!("deadlines.ics", calendar.text().replace('\r', ""));
        let page = service.get("/organizations/etu/report?period=2026").await.text();
        assert!(page.contains("/organizations/etu/report.md?period=2026"), "{label}");
        let own = ["open", "report?period=2026", "report.md"];
        let own = own.map(|it| format!("/organizations/etu-sg1/{it}"));
        let others = ["/organizations/etu/open", "/organizations/etu/report", "/deadlines?group=x"];
        for path in own.iter().map(String::as_str).chain(others) {
            assert_eq!(service.get(path).await.status, StatusCode::OK, "{label} {path}");
        }
        // A group of theirs has a page of its own, which tells of itself alone.
        let all = service.get("/organizations/etu/open").await.text();
        let of_group = service.get("/organizations/etu-sg1/open").await.text();
        assert!(of_group.contains("<a href=\"/groups/etu-sg1\">ETU Study Group 1</a>"), "{label}");
        insta::assert_snapshot!("open_with_a_group", main_of(&of_group));
        assert!(all.len() > of_group.len(), "{label}");
        let report = service.get("/organizations/etu-sg1/report.md?period=2026-Q1").await.text();
        assert!(
            report.starts_with("# Liaison with ETU Study Group 1 in the first quarter of 2026")
        );
        assert!(report.contains("[No. 1]("), "{label}: {report}");
        let other = service.get("/organizations/etu-sg1/report.md?period=2019").await.text();
        assert!(other.contains("Nothing was received.\n"), "{label}: {other}");
        let page = service.get("/groups/etu-sg1").await.text();
        for it in ["open", "report"] {
            assert!(page.contains(&format!("\"/organizations/etu-sg1/{it}\"")), "{label} {it}");
        }
        assert!(!service.get("/groups/tsync").await.text().contains("/tsync/open"), "{label}");
        for path in [
            "/organizations/nobody/open",
            "/organizations/tsync/open",
            "/organizations/etu/report?period=soon",
            "/organizations/etu/report.md?period=2026-Q5",
        ] {
            assert_eq!(service.get(path).await.status, StatusCode::NOT_FOUND, "{label} {path}");
        }
        // A program is started for a PDF, so that nobody gets one who is not signed in.
        let pdf = service.get("/organizations/etu/report.pdf").await;
        assert!(pdf.header("location").starts_with("/sign-in"), "{label}");
    }
}

/// A received request of a day, with its deadline.
fn request(directory: &Directory, number: i64, received: Date, due: Option<Date>) -> Statement {
    let side = |acronym: &str| {
        let group = directory.reference(directory.by_acronym(acronym).unwrap().id).unwrap();
        Side { groups: vec![group], ..Side::default() }
    };
    let deadline = |date| {
        let (kind, set_by) = (DeadlineKind::Stated, "ETU".to_owned());
        Deadline { date, kind, set_by, set_on: None }
    };
    Statement {
        state: State::Posted,
        purpose: Some(Purpose::Action),
        deadlines: due.into_iter().map(deadline).collect(),
        subject: format!("Question {number}"),
        from: side("etu-sg1"),
        to: side("tsync"),
        received_on: Some(received),
        ..Statement::blank(Number(number), Direction::Incoming, now())
    }
}

/// A year in which nothing was exchanged stands between two others as nothing, in the picture and in the numbers.
#[tokio::test]
async fn a_year_without_anything_is_shown_as_nothing() {
    for world in worlds("emptyyears").await {
        let directory = world.desk.store.reader().directory().await.unwrap();
        let statements = [
            request(&directory, 501, date(2019, 1, 5), None),
            request(&directory, 502, date(2022, 2, 5), Some(date(2022, 2, 20))),
        ];
        let mut tx = world.desk.store.begin("make requests").await.unwrap();
        tx.insert_statements(&statements).await.unwrap();
        tx.commit().await.unwrap();
        let page = world.stranger().page("/statistics").await;
        for (year, count) in [(2019, "1"), (2020, "0"), (2021, "0"), (2022, "1")] {
            let row = format!("<tr><th scope=\"row\">{year}</th>");
            let rows: Vec<&str> = page.split(&row).skip(1).collect();
            assert_eq!(rows.len(), 2, "{year}: exchanged, and what came of what was asked of us");
            for row in rows {
                let row = row.split_once("</tr>").unwrap().0;
                assert!(row.contains(&format!(">{count}<")), "{year}: {row}");
                assert_eq!(row.contains("href"), count == "1", "{year}: {row}");
            }
            // Below its place in each picture of years.
            assert!(page.matches(&format!(">{year}</text>")).count() >= 2, "{year}");
        }
    }
}

/// Coordinators see all that waits; whoever keeps nothing does not find the page; a PDF says what it lacks.
#[tokio::test]
async fn a_coordinator_sees_what_is_overdue_and_whose_it_is() {
    for world in worlds("overview").await {
        let cy = world.browser("cy").await;
        assert!(cy.page("/desk/overview").await.contains("Nothing is past its day."));
        let directory = world.desk.store.reader().directory().await.unwrap();
        let chair = directory.holders(
            RoleKind::Chair,
            directory.by_acronym("tsync").unwrap().id,
            date(2026, 3, 10),
        );
        let anna = chair.first().unwrap();
        let assignee = Assignee {
            person: anna.id,
            name: anna.name.clone(),
            since: now(),
            accepted: true,
            handed_by: None,
        };
        let handling = Handling { assignee: Some(assignee), ..Handling::default() };
        let statements = [
            request(&directory, 501, date(2026, 1, 5), Some(date(2026, 3, 9))),
            Statement {
                handling,
                ..request(&directory, 502, date(2026, 2, 5), Some(date(2026, 2, 20)))
            },
            // Its last day is not over somewhere on earth.
            request(&directory, 503, date(2026, 3, 1), Some(date(2026, 3, 10))),
            request(&directory, 504, date(2025, 3, 1), None),
        ];
        let mut tx = world.desk.store.begin("make requests").await.unwrap();
        tx.insert_statements(&statements).await.unwrap();
        tx.commit().await.unwrap();
        insta::assert_snapshot!("overview_of_cy", main_of(&cy.page("/desk/overview").await));
        insta::assert_snapshot!("open_ones_first", main_of(&cy.page("/groups/tsync").await));
        let hal = world.browser("hal").await.get("/desk/overview").await;
        assert_eq!(hal.status, StatusCode::NOT_FOUND);
        let refused = cy.get("/organizations/etu/report.pdf").await.text();
        assert!(refused.contains("libreoffice-writer-nogui"), "{refused}");
    }
}
