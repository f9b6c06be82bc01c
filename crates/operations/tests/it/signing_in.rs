//! Signing in by password and by one-time link.

use operations::{
    Failure, NewAccount, Visitor, add_account, ask_for_link, session_person, sign_in,
    sign_in_by_link, sign_out,
};

use crate::world::{World, later, mailbox, now, worlds};

pub(crate) fn firefox() -> Visitor {
    Visitor { agent: "Firefox on Linux".to_owned(), network: "192.0.2.7".to_owned() }
}

async fn account(world: &World, address: &str, password: Option<&str>) -> rules::PersonId {
    let new = NewAccount { mailbox: mailbox(address), password: password.map(str::to_owned) };
    add_account(&world.desk, &new, now()).await.unwrap()
}

/// Returns the token in the newest link that was mailed.
async fn mailed_token(world: &World) -> String {
    let (mails, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
    let bytes = world.desk.store.files().get(&mails[0].mail.sha256).await.unwrap().unwrap();
    let text = mail::read(&bytes, &mail::Limits::default()).unwrap().text;
    let rest = text.split("/sign-in/").nth(1).unwrap();
    rest.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_password_begins_a_session_and_signing_out_ends_it() {
    for world in worlds("passwords").await {
        let desk = &world.desk;
        let anna = account(&world, "anna@example.org", Some("correct horse battery")).await;
        let token = sign_in(desk, "Anna@Example.org", "correct horse battery", &firefox(), now())
            .await
            .unwrap();
        assert_eq!(session_person(desk, &token, later(60)).await.unwrap(), Some(anna));
        sign_out(desk, &token, later(61)).await.unwrap();
        assert_eq!(session_person(desk, &token, later(61)).await.unwrap(), None);
    }
}

/// A wrong address and a wrong password say the same.
#[tokio::test]
async fn what_does_not_fit_is_refused_without_saying_what() {
    for world in worlds("wrong").await {
        let desk = &world.desk;
        account(&world, "anna@example.org", Some("correct horse battery")).await;
        account(&world, "bo@example.org", None).await;
        let mut said = Vec::new();
        for (address, password) in [
            ("anna@example.org", "wrong"),
            ("nobody@example.org", "wrong"),
            ("bo@example.org", ""),
            ("", ""),
        ] {
            said.push(
                sign_in(desk, address, password, &firefox(), now()).await.unwrap_err().to_string(),
            );
        }
        said.dedup();
        insta::assert_debug_snapshot!("does_not_fit", said);
        let new =
            NewAccount { mailbox: mailbox("cy@example.org"), password: Some("short".to_owned()) };
        let refused = add_account(desk, &new, now()).await.unwrap_err();
        assert!(matches!(refused, Failure::Unacceptable(_)), "{refused}");
    }
}

#[tokio::test]
async fn a_link_signs_in_once_and_not_after_half_an_hour() {
    for world in worlds("links").await {
        let desk = &world.desk;
        let anna = account(&world, "anna@example.org", None).await;
        ask_for_link(desk, " ANNA@example.org ", "", &firefox(), now()).await.unwrap();
        let token = mailed_token(&world).await;
        let session = sign_in_by_link(desk, &token, &firefox(), later(29)).await.unwrap();
        assert_eq!(session_person(desk, &session.session, later(30)).await.unwrap(), Some(anna));
        let again = sign_in_by_link(desk, &token, &firefox(), later(30)).await.unwrap_err();
        insta::assert_snapshot!("link_used", again.to_string());

        ask_for_link(desk, "anna@example.org", "", &firefox(), later(60)).await.unwrap();
        let token = mailed_token(&world).await;
        assert!(
            sign_in_by_link(desk, &token, &firefox(), later(91)).await.is_err(),
            "it has expired"
        );
    }
}

/// Who has no account gets no mail, and nobody learns which it is.
#[tokio::test]
async fn asking_for_a_link_tells_nobody_who_has_an_account() {
    for world in worlds("unknown").await {
        ask_for_link(&world.desk, "stranger@example.com", "", &firefox(), now()).await.unwrap();
        assert_eq!(world.desk.store.reader().mails(1, 10).await.unwrap().1, 0);
    }
}

/// Somebody whom the directory does not know gets an account without any role.
#[tokio::test]
async fn an_account_for_a_stranger_holds_no_role() {
    for world in worlds("stranger").await {
        let person = account(&world, "Ida Reader <ida@example.com>", None).await;
        let actor = operations::act(&world.desk, Some(person), now()).await.unwrap();
        assert_eq!((actor.name.as_str(), actor.roles.len()), ("Ida Reader", 0));
        assert_eq!(
            account(&world, "ida@example.com", None).await,
            person,
            "made twice, it is one person"
        );
    }
}
