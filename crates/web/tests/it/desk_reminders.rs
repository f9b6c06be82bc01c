//! The desk by how pressing things are, what somebody sets of reminders, their calendar, and asking again (RSP-1).

use axum::http::StatusCode;
use jiff::SignedDuration;
use rules::State;

use crate::desk_stories::{click, submitted};
use crate::desk_world::{main_of, now, worlds};

/// RSP-1: what waits longest comes first, each with why and what else happens; the calendar says the same to whoever knows its
/// address; the message ends by its link without a sign-in.
#[tokio::test]
async fn what_waits_is_on_the_desk_in_the_message_and_in_the_calendar() {
    for world in worlds("reminders").await {
        submitted(&world).await;
        world.wait(60 * 24 * 8);
        let bo = world.browser("bo").await;
        insta::assert_snapshot!("late_on_the_desk", main_of(&bo.page("/desk").await));
        let made = bo.form("/desk/account", "/desk/account/calendar").await;
        let made = bo.send(&made).await.text();
        let address = made.split("/desk/calendar/").nth(1).and_then(|it| it.split('<').next());
        let path = format!("/desk/calendar/{}", address.unwrap());
        let calendar = world.stranger().get(&path).await;
        assert_eq!(calendar.status, StatusCode::OK);
        insta::assert_snapshot!("calendar", calendar.text().replace('\r', ""));
        let after = click(&bo, "/desk/account", "/desk/account/calendar/revoke").await;
        assert_eq!(after, "/desk/account?done=calendar-revoked#reminders");
        assert_eq!(world.stranger().get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            world.stranger().get("/desk/calendar/guess.ics").await.status,
            StatusCode::NOT_FOUND
        );

        let at = now() + SignedDuration::from_hours(24 * 8);
        operations::remind(&world.desk, at, true).await.unwrap();
        let (mails, _) = world.desk.store.reader().mails(1, 100).await.unwrap();
        let to_bo = mails.iter().find(|fate| {
            fate.mail.kind == "reminders" && fate.mail.recipients == ["bo@example.org"]
        });
        let sha256 = &to_bo.unwrap().mail.sha256;
        let mail = world.desk.store.files().get(sha256).await.unwrap().unwrap();
        let mail = String::from_utf8_lossy(&mail);
        let token = mail.split("/reminders/off/").nth(1).and_then(|it| it.split('>').next());
        let path = format!("/reminders/off/{}", token.unwrap());
        let stranger = world.stranger();
        insta::assert_snapshot!(
            "unsubscribe",
            main_of(&stranger.page(&path).await).replace(&path, "PATH")
        );
        let page = bo.page("/desk/account").await;
        assert!(
            page.contains("value=\"digests\" checked"),
            "following the link changes nothing: {page}"
        );
        // As a mail program does it (RFC 8058 §3.1).
        let answer = stranger.post(&path, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!bo.page("/desk/account").await.contains("value=\"digests\" checked"));
        let form = bo.form("/desk/account", "/desk/account/reminders").await;
        bo.sends(&form.fill("reminders", "digests")).await;
        assert!(bo.page("/desk/account").await.contains("value=\"digests\" checked"));
    }
}

/// CON-5: the reminder to the other side is read, changed and sent by the liaison manager, or let be; what was asked is asked once.
#[tokio::test]
async fn a_liaison_manager_asks_again_with_one_click() {
    for world in worlds("again").await {
        submitted(&world).await;
        let (di, cy, bo) =
            (world.browser("di").await, world.browser("cy").await, world.browser("bo").await);
        click(&bo, "/statements/1/preview", "/statements/1/approve").await;
        let advice = di.form("/statements/1/preview", "/statements/1/advise").await;
        di.sends(&advice).await;
        click(&cy, "/statements/1/preview", "/statements/1/review").await;
        assert_eq!(world.statement(1).await.state, State::Posted);
        world.wait(60 * 24 * 290);
        let di = world.browser("di").await;
        insta::assert_snapshot!("to_ask_again", main_of(&di.page("/desk").await));
        let draft = di.page("/statements/1/ask-again").await;
        insta::assert_snapshot!("ask_again", main_of(&draft));
        let form = di.form("/statements/1/ask-again", "/statements/1/ask-again").await;
        let empty = di.send(&form.clone().fill("ask_words", " ")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(di.sends(&form).await, "/desk?done=asked-again");
        assert!(!di.page("/desk").await.contains("Read and send"));
        assert!(di.page("/statements/1/ask-again").await.contains("It was asked already."));
    }
}
