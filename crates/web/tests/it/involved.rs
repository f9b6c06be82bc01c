//! What people who are signed in see of statements besides what everybody does.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::RoleKind;
use store::PersonEntry;

use crate::made::{self, SECRET};
use crate::support::{Answer, Service, services};

/// OUT-9, IN-1: each sees what their roles let them, and what they may do with it.
#[tokio::test]
async fn each_person_sees_what_their_roles_let_them() {
    for (label, service) in services("roles").await {
        made::record(&service).await;
        let people = ["anna", "bo", "cy", "di"];
        let mut said = Vec::new();
        for number in 1..=9 {
            for person in people {
                let page = as_person(&service, person, &format!("/statements/{number}")).await;
                let text = page.text();
                let actions = text
                    .split_once("id=\"actions\">What you may do</h2>")
                    .and_then(|(_, rest)| rest.split_once("</ul>"))
                    .map(|(list, _)| {
                        list.split("\">").skip(2).filter_map(|it| it.split('<').next())
                    })
                    .map(|labels| labels.collect::<Vec<_>>().join("; "));
                let status = page.status.as_u16();
                said.push(format!("{number} {person}: {status} {}", actions.unwrap_or_default()));
            }
        }
        insta::assert_snapshot!("involved", said.join("\n"), label);
    }
}

#[tokio::test]
async fn an_editor_reads_the_draft_and_search_engines_are_told_to_leave_it() {
    for (label, service) in services("draft").await {
        made::record(&service).await;
        let page = as_person(&service, "anna", "/statements/4").await;
        assert_eq!(page.status, StatusCode::OK, "{label}");
        assert!(page.text().contains("Only its editors see this page"), "{label}");
        assert!(page.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{label}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{label}");
        let file = as_person(&service, "anna", "/statements/4/attachments/1/zanzibar.txt").await;
        assert_eq!(file.header("cache-control"), "private, no-store", "{label}");
        assert_eq!(file.text(), "A note, as it came.\n", "{label}");
    }
}

#[tokio::test]
async fn a_private_remark_is_read_by_whoever_is_involved_alone() {
    for (label, service) in services("remark").await {
        made::record(&service).await;
        let path = "/statements/1/history";
        let involved = as_person(&service, "cy", path).await.text();
        assert!(involved.contains(SECRET) && involved.contains("not public"), "{label}");
        assert!(!service.get(path).await.text().contains(SECRET), "{label}");
        // Whoever leads a group that has it is involved; whoever keeps another relationship is not.
        assert!(as_person(&service, "bo", path).await.text().contains(SECRET), "{label}");
        let hal = PersonEntry {
            name: "Hal Manager".to_owned(),
            addresses: vec!["hal@example.org".to_owned()],
            roles: vec![(RoleKind::LiaisonManager, "kio".to_owned(), None, None)],
            datatracker_id: None,
        };
        let mut tx = service.desk.store.begin("add somebody").await.unwrap();
        tx.save_people(&[hal], &service.desk.ids, made::now()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!as_person(&service, "hal", path).await.text().contains(SECRET), "{label}");
    }
}

async fn as_person(service: &Service, name: &str, path: &str) -> Answer {
    let address = format!("{name}@example.org");
    let person = service.desk.store.reader().person_by_address(&address).await.unwrap().unwrap();
    let token = crate::support::session(&service.desk, person, made::now()).await;
    let request = Request::get(path).header("cookie", format!("__Host-liaison={token}"));
    service.ask(request.body(Body::empty()).unwrap()).await
}
