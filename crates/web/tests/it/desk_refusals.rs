//! Who may send what: every form of the desk, sent by everybody, whatever the page would have offered them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::{EventKind, Number, State};

use crate::desk_stories::{LETTER, click, submitted};
use crate::desk_world::{EVERYBODY, World, worlds};

/// What is sent to each address: enough that only the rules stand in the way.
const POSTS: [(&str, &[(&str, &str)]); 17] = [
    ("/statements/1/edit", &[("revision", "2"), ("from_groups", "tsync"), ("subject", "Changed")]),
    ("/statements/1/attachments", &[("revision", "2"), ("url", "https://example.net/a.pdf")]),
    ("/statements/1/remove-attachment", &[("revision", "2"), ("position", "1")]),
    ("/statements/1/submit", &[("revision", "2")]),
    ("/statements/1/agree", &[("revision", "2")]),
    ("/statements/1/approve", &[("revision", "2")]),
    ("/statements/1/advise", &[("organization", "nowhere")]),
    ("/statements/1/review", &[("revision", "2")]),
    ("/statements/1/note-approval", &[("group", "tsync"), ("authority", ""), ("comment", "")]),
    ("/statements/1/drop", &[("reason", "")]),
    ("/statements/1/revive", &[]),
    ("/statements/1/withdraw", &[("reason", "Sent in error")]),
    ("/statements/1/record-as-sent", &[("sent_on", "2026-03-01"), ("travelled", "")]),
    ("/desk/inbox/ID/record", &[("subject", "Taken")]),
    ("/desk/inbox/ID/close", &[("reason", "")]),
    ("/desk/inbox/ID/take-over", &[]),
    ("/desk/inbox/ID/ask", &[("question", "What?")]),
];

/// Returns everything that a refused form could have changed.
async fn state_of(world: &World, id: i64) -> String {
    let reader = world.desk.store.reader();
    let statement = world.statement(1).await;
    let history = reader.history(Number(1), true).await.unwrap().len();
    let item = reader.item(id).await.unwrap().unwrap();
    format!(
        "{statement:?} {history} {:?} {}",
        item.state,
        reader.mail_of(Number(1)).await.unwrap().len()
    )
}

/// IN-1, OUT-2, OUT-3, OUT-5, OUT-9: the table of everybody and every form, while a statement is in review.
///
/// The forms lack something, so that even whoever may do it changes nothing: 422 and 409 are their answers.
#[tokio::test]
async fn nobody_does_by_a_form_what_the_rules_do_not_let_them() {
    for world in worlds("table").await {
        submitted(&world).await;
        let id = world.receive(LETTER).await;
        let before = state_of(&world, id).await;
        let mut table = String::new();
        for (path, fields) in POSTS {
            table.push_str(&format!("{path:36}"));
            for name in EVERYBODY {
                let browser = world.browser(name).await;
                if matches!(
                    (path.rsplit('/').next(), name),
                    (Some("approve"), "bo") | (Some("review"), "cy")
                ) {
                    table.push_str(&format!(" {name} may"));
                    continue;
                }
                let path = path.replace("ID", &id.to_string());
                let answer = browser.post(&path, &missing(fields)).await;
                table.push_str(&format!(" {name} {}", answer.status.as_u16()));
            }
            table.push('\n');
        }
        insta::assert_snapshot!("who_may_send_what", table);
        assert_eq!(state_of(&world, id).await, before, "nothing was changed");
    }
}

/// Sends an edit that cannot be read, so that whoever may edit changes nothing either.
fn missing<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    if fields.iter().any(|(name, value)| *name == "revision" && *value == "2") && fields.len() > 1 {
        fields.push(("deadline", "soon"));
    }
    fields
}

/// REC-1: what is not on the record is not there, on every address of it, for whoever may not see it.
#[tokio::test]
async fn a_draft_is_not_there_for_strangers() {
    for world in worlds("strangers").await {
        let anna = world.browser("anna").await;
        let draft = [("from_groups", "tsync"), ("subject", "Secret")];
        let made = anna.post("/statements/new?direction=outgoing", &draft).await;
        assert_eq!(made.header("location"), "/statements/1/edit?done=saved");
        for name in ["eve", "flo", "hal", "di", "cy"] {
            let browser = world.browser(name).await;
            for page in ["preview", "edit", "mail", "desk", "withdraw", "reply"] {
                let there = browser.get(&format!("/statements/1/{page}")).await;
                let nowhere = browser.get(&format!("/statements/99/{page}")).await;
                assert_eq!(there.status, StatusCode::NOT_FOUND, "{name} at {page}");
                let there = there.text().replace("/statements/1/", "/statements/99/");
                assert_eq!(
                    there.replace("statements%2F1%2F", "statements%2F99%2F"),
                    nowhere.text()
                );
            }
            let desk = browser.page("/desk").await;
            assert!(!desk.contains("Secret"), "{desk}");
        }
    }
}

/// Whoever is not signed in is sent to sign in, whether or not there is anything.
#[tokio::test]
async fn whoever_is_not_signed_in_is_led_to_the_form_and_back() {
    for world in worlds("led").await {
        submitted(&world).await;
        let stranger = world.stranger();
        for page in [
            "/desk",
            "/desk/inbox",
            "/desk/inbox/1",
            "/statements/new",
            "/statements/1/preview",
            "/statements/99/preview",
        ] {
            let answer = stranger.get(page).await;
            let next = page.replace('/', "%2F");
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            assert_eq!(answer.header("location"), format!("/sign-in?next={next}"));
        }
        for (path, fields) in POSTS {
            let answer = stranger.post(&path.replace("ID", "1"), fields).await;
            assert_eq!(answer.header("location"), "/sign-in?next=%2Fdesk", "{path}");
        }
        assert_eq!(world.statement(1).await.state, State::InReview);
    }
}

/// A page of another site cannot make a browser that is signed in do anything.
#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    for world in worlds("forged").await {
        submitted(&world).await;
        let bo = world.browser("bo").await;
        for (header, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example.net"),
        ] {
            let request = Request::post("/statements/1/approve")
                .header("cookie", &bo.cookie)
                .header("host", "liaison.example.org")
                .header(header, value)
                .header("content-type", "application/x-www-form-urlencoded");
            let answer = world.ask(request.body(Body::from("revision=2")).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header}: {value}");
        }
        assert!(world.statement(1).await.gates.iter().all(|gate| !gate.is_open()));
        let after = click(&bo, "/statements/1/preview", "/statements/1/approve").await;
        assert_eq!(after, "/statements/1/preview?done=approved", "his own click is taken");
    }
}

/// OUT-1: refused by the rules whatever the form said, and nothing typed is lost.
#[tokio::test]
async fn nobody_drafts_for_a_group_that_they_do_not_speak_for() {
    for world in worlds("speaks").await {
        let eve = world.browser("eve").await;
        let fields = [("from_groups", "tsync"), ("subject", "As if from tsync"), ("text", "Hm.")];
        let answer = eve.post("/statements/new?direction=outgoing", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let page = answer.text();
        assert!(page.contains("You do not speak for tsync"), "{page}");
        assert!(page.contains("As if from tsync") && page.contains("Hm."), "{page}");
        assert_eq!(world.desk.store.reader().statement(Number(1)).await.unwrap(), None);
        let hal = world.browser("hal").await;
        assert!(
            hal.page("/statements/new").await.contains("You hold no role in a group that sends")
        );
        let answer = hal.post("/statements/new?direction=incoming", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

/// OUT-9: nobody approves what they have not seen.
#[tokio::test]
async fn an_approval_of_an_older_version_is_not_taken_and_the_page_shows_the_new_one() {
    for world in worlds("older").await {
        submitted(&world).await;
        let (anna, bo) = (world.browser("anna").await, world.browser("bo").await);
        let approval = bo.form("/statements/1/preview", "/statements/1/approve").await;
        let edit = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let after = anna.sends(&edit.fill("subject", "Another question").fill("do", "save")).await;
        assert_eq!(after, "/statements/1/edit?done=changed");
        let answer = bo.send(&approval).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(
            page.contains("Somebody changed this statement while you were reading it"),
            "{page}"
        );
        assert!(page.contains("Another question"), "{page}");
        assert!(world.statement(1).await.gates.iter().all(|gate| !gate.is_open()));
    }
}

/// The files of a message are for whoever may see the inbox, and none opens within a page.
#[tokio::test]
async fn the_files_of_a_message_are_saved_by_whoever_may_see_it() {
    for world in worlds("files").await {
        let id = world.receive(LETTER).await;
        let original = format!("/desk/inbox/{id}/original");
        let file = format!("/desk/inbox/{id}/files/1/SG1-LS14.txt");
        let cy = world.browser("cy").await;
        let whole = cy.get(&original).await;
        assert_eq!(&*whole.body, LETTER, "byte for byte as it arrived");
        let part = cy.get(&file).await;
        assert_eq!(
            part.header("content-disposition"),
            "attachment; filename*=UTF-8''SG1%2DLS14%2Etxt"
        );
        assert_eq!(part.header("content-type"), "application/octet-stream");
        assert_eq!(part.header("content-security-policy"), "default-src 'none'; sandbox");
        assert!(part.text().contains("may a boundary clock hold over?"));
        for name in ["anna", "bo", "hal"] {
            let browser = world.browser(name).await;
            for path in [&original, &file, &format!("/desk/inbox/{id}"), &"/desk/inbox".to_owned()]
            {
                assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{name}: {path}");
            }
        }
        assert_eq!(
            cy.get(&format!("/desk/inbox/{id}/files/2/x")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

/// A second click finds how things stand, and not that somebody may not do what they just did.
#[tokio::test]
async fn a_button_that_is_clicked_twice_does_its_work_once() {
    for world in worlds("twice").await {
        submitted(&world).await;
        let anna = world.browser("anna").await;
        let answer = anna.post("/statements/1/submit", &[("revision", "1")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(
            page.contains("This statement is in review by now: nothing was changed."),
            "{page}"
        );
        let (bo, cy) = (world.browser("bo").await, world.browser("cy").await);
        click(&bo, "/statements/1/preview", "/statements/1/approve").await;
        let answer = bo.post("/statements/1/approve", &[("revision", "3")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(page.contains("This was already given by Bo Director"), "{page}");
        let di = world.browser("di").await;
        click(&di, "/statements/1/preview", "/statements/1/advise").await;
        click(&cy, "/statements/1/preview", "/statements/1/review").await;
        let answer = cy.post("/statements/1/review", &[("revision", "3")]).await;
        assert_eq!(answer.header("location"), "/statements/1");
        let posted = world.desk.store.reader().history(Number(1), true).await.unwrap();
        assert_eq!(posted.iter().filter(|event| event.kind == EventKind::Reviewed).count(), 1);
    }
}
