//! A delegate of another organization hands a statement in with the form (IN-2).

use std::sync::Arc;

use bytes::Bytes;
use operations::{
    Failure, NotHandedIn, Settings, Submitted, Visitor, confirm_submission, item_form, item_origin,
    may_hand_in, read_waiting_items, remove_unconfirmed, see_submission, submission_stamp,
    submit_by_form,
};
use rules::{ItemState, Way};

use crate::signing_in::firefox;
use crate::world::{World, later, now, worlds};

/// What a delegate types within a minute of opening the form.
async fn typed(world: &World) -> Submitted {
    Submitted {
        organization: "ETU Study Group 1".to_owned(),
        name: "Del Egate".to_owned(),
        address: "del@example.net".to_owned(),
        to: "tsync".to_owned(),
        subject: "On the holdover of boundary clocks".to_owned(),
        text: "Dear colleagues,\n\nplease tell us by 15 October 2026 how long a clock may hold over.\n".to_owned(),
        files: vec![("LS12.txt".to_owned(), Bytes::from_static(b"An annex.\n"))],
        unseen: String::new(),
        stamp: submission_stamp(&world.desk, "", now()).await.unwrap(),
    }
}

/// Returns the words of the newest message that was queued, and how many there are.
async fn newest_mail(world: &World) -> (String, i64) {
    let (mails, count) = world.desk.store.reader().mails(1, 1).await.unwrap();
    let mail = match mails.first() {
        // A link that is longer than a line of mail is in one piece for whoever reads it.
        Some(fate) => world.mail(fate).await.replace("=\n", ""),
        None => String::new(),
    };
    (mail, count)
}

fn token_in(mail: &str) -> String {
    let rest = mail.split("/submit/").nth(1).unwrap();
    rest.lines().next().unwrap().to_owned()
}

fn without_token(mail: &str) -> String {
    mail.replace(&token_in(mail), "TOKEN")
}

async fn waiting(world: &World) -> usize {
    world.desk.store.reader().items(ItemState::Waiting, 1, 10).await.unwrap().0.len()
}

/// IN-2, IN-6: nothing reaches the inbox before the address that was typed confirms it, and then it is there, once.
#[tokio::test]
async fn what_is_handed_in_reaches_the_inbox_when_its_address_confirms_it() {
    for world in worlds("handin").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        submit_by_form(desk, &typed(&world).await, &firefox(), later(1)).await.unwrap();
        assert_eq!(waiting(&world).await, 0);
        let (mail, _) = newest_mail(&world).await;
        insta::assert_snapshot!("submission_mail", without_token(&mail));
        let token = token_in(&mail);

        let seen = see_submission(desk, &token, later(2)).await.unwrap();
        assert_eq!(seen.organization, "ETU Study Group 1");
        assert_eq!(
            waiting(&world).await,
            0,
            "what only looks at addresses in mail confirms nothing"
        );
        confirm_submission(desk, &token, later(3)).await.unwrap();
        let (items, _) = desk.store.reader().items(ItemState::Waiting, 1, 10).await.unwrap();
        assert_eq!(items.len(), 1);
        let way = &items[0].ways[0];
        assert_eq!(way.way, Way::Form);
        assert_eq!(way.handed_in.name, "Del Egate <del@example.net>, for ETU Study Group 1");
        let bytes = desk.store.files().get(&items[0].sha256).await.unwrap().unwrap();
        let message = String::from_utf8(bytes.to_vec()).unwrap().replace("\r\n", "\n");
        let boundary =
            message.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        insta::assert_snapshot!("submission_message", message.replace(&boundary, "BOUNDARY"));
        let origin = item_origin(&desk.store.reader(), items[0].id).await.unwrap().unwrap();
        assert!(origin.is_done);
        assert!(!origin.sentence.contains('@'), "{}", origin.sentence);
        insta::assert_debug_snapshot!("submission_origin", origin);

        read_waiting_items(desk, later(4)).await.unwrap();
        let open = item_form(desk, &cy, items[0].id, 0, later(9)).await.unwrap();
        let form = &open.form;
        assert_eq!(
            [&form.from_groups, &form.to_groups, &form.subject],
            ["etu-sg1", "tsync", "On the holdover of boundary clocks"]
        );

        let twice = confirm_submission(desk, &token, later(5)).await.unwrap_err();
        assert!(matches!(twice, Failure::Unacceptable(_)));
        insta::assert_snapshot!("submission_spent", twice.to_string());
        assert_eq!(waiting(&world).await, 1);
    }
}

#[tokio::test]
async fn what_nobody_confirms_within_a_day_is_thrown_away_with_its_bytes() {
    for world in worlds("unconfirmed").await {
        let desk = &world.desk;
        submit_by_form(desk, &typed(&world).await, &firefox(), later(1)).await.unwrap();
        let token = token_in(&newest_mail(&world).await.0);
        let kept = see_submission(desk, &token, later(2)).await.unwrap().sha256;
        assert_eq!(remove_unconfirmed(desk, later(60 * 24)).await.unwrap(), 0);
        assert!(desk.store.files().get(&kept).await.unwrap().is_some());
        assert_eq!(remove_unconfirmed(desk, later(60 * 24 + 1)).await.unwrap(), 1);
        assert!(desk.store.files().get(&kept).await.unwrap().is_none());
        let late = confirm_submission(desk, &token, later(60 * 24 + 2)).await.unwrap_err();
        assert!(matches!(late, Failure::Unacceptable(_)));
        assert_eq!(waiting(&world).await, 0);
    }
}

/// The database holds no token, and no link fits but the one that was mailed.
#[tokio::test]
async fn a_link_that_was_not_mailed_confirms_nothing() {
    for world in worlds("guessed").await {
        submit_by_form(&world.desk, &typed(&world).await, &firefox(), later(1)).await.unwrap();
        for token in ["", "x", "del@example.net", &"A".repeat(43)] {
            let refused = confirm_submission(&world.desk, token, later(2)).await.unwrap_err();
            assert!(matches!(refused, Failure::Unacceptable(_)), "{token}");
        }
        assert_eq!(waiting(&world).await, 0);
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_field_by_field_and_nothing_is_kept() {
    for world in worlds("faults").await {
        let desk = &world.desk;
        let good = typed(&world).await;
        let text = |words: &str| words.to_owned();
        let cases = [
            ("nothing typed", Submitted { stamp: good.stamp.clone(), ..Submitted::default() }),
            ("no address", Submitted { address: text("del at example"), ..good.clone() }),
            (
                "two lines",
                Submitted { subject: text("On clocks\nBcc: x@example.org"), ..good.clone() },
            ),
            ("long", Submitted { organization: "x".repeat(301), ..good.clone() }),
            ("no letter", Submitted { text: String::new(), files: Vec::new(), ..good.clone() }),
            (
                "an empty file",
                Submitted { files: vec![(text("a.txt"), Bytes::new())], ..good.clone() },
            ),
            ("no stamp", Submitted { stamp: String::new(), ..good.clone() }),
            ("a made stamp", Submitted { stamp: text("1.0123456789abcdef"), ..good.clone() }),
        ];
        let mut said = String::new();
        let mut add = |what: &str, refused: NotHandedIn| {
            let NotHandedIn::Faults(faults) = refused else { panic!("{what}: {refused:?}") };
            for (field, words) in faults {
                said.push_str(&format!("{what}: {field}: {words}\n"));
            }
        };
        for (what, submitted) in cases {
            add(what, submit_by_form(desk, &submitted, &firefox(), later(1)).await.unwrap_err());
        }
        add("too soon", submit_by_form(desk, &good, &firefox(), now()).await.unwrap_err());
        add("too late", submit_by_form(desk, &good, &firefox(), later(60 * 25)).await.unwrap_err());
        insta::assert_snapshot!("submission_faults", said);
        let mut small = world.desk.clone();
        small.settings = Arc::new(Settings { message_limit: 1_000, ..(*desk.settings).clone() });
        let large = Submitted { text: "x".repeat(2_000), ..good.clone() };
        let refused = submit_by_form(&small, &large, &firefox(), later(1)).await.unwrap_err();
        assert!(matches!(refused, NotHandedIn::Faults(faults) if faults[0].0 == "files"));
        assert_eq!(newest_mail(&world).await.1, 0, "nobody was written to");
    }
}

/// The form cannot be used to flood somebody's mailbox, nor our disk, and never says who is known here.
#[tokio::test]
async fn only_so_much_is_taken_from_an_address_from_a_place_and_in_all() {
    for world in worlds("floods").await {
        let desk = &world.desk;
        let good = typed(&world).await;
        for _ in 0..5 {
            submit_by_form(desk, &good, &firefox(), later(1)).await.unwrap();
        }
        assert_eq!(newest_mail(&world).await.1, 4, "the fifth is dropped, and that is not said");
        let program = Submitted {
            unseen: "http://example.com".to_owned(),
            address: "x@example.net".to_owned(),
            ..good.clone()
        };
        submit_by_form(desk, &program, &firefox(), later(1)).await.unwrap();
        assert_eq!(newest_mail(&world).await.1, 4, "what fills in what nobody sees is a program");
        for number in 0..4 {
            let other = Submitted { address: format!("d{number}@example.net"), ..good.clone() };
            submit_by_form(desk, &other, &firefox(), later(1)).await.unwrap();
        }
        let refused = submit_by_form(desk, &good, &firefox(), later(1)).await.unwrap_err();
        let NotHandedIn::Failed(Failure::TooOften { words, .. }) = refused else {
            panic!("{refused:?}")
        };
        insta::assert_snapshot!("submission_too_often", words);
        let elsewhere =
            |number: usize| Visitor { network: format!("198.51.100.{number}"), ..firefox() };
        for number in 0..50 {
            let other = Submitted { address: format!("e{number}@example.net"), ..good.clone() };
            submit_by_form(desk, &other, &elsewhere(number), later(1)).await.unwrap();
        }
        let refused = may_hand_in(desk, &elsewhere(99), later(1)).await.unwrap_err();
        assert!(matches!(refused, Failure::TooOften { .. }), "sixty an hour are enough for all");
        assert!(may_hand_in(desk, &firefox(), later(62)).await.is_ok());
    }
}

#[tokio::test]
async fn where_the_form_is_closed_there_is_none() {
    for world in worlds("closedform").await {
        let good = typed(&world).await;
        submit_by_form(&world.desk, &good, &firefox(), later(1)).await.unwrap();
        let token = token_in(&newest_mail(&world).await.0);
        let mut closed = world.desk.clone();
        closed.settings = Arc::new(Settings { public_form: false, ..(*closed.settings).clone() });
        let gone =
            |failure: Failure| assert!(matches!(failure, Failure::NotFound("page")), "{failure}");
        gone(submission_stamp(&closed, "", now()).await.unwrap_err());
        gone(see_submission(&closed, &token, later(2)).await.unwrap_err());
        gone(confirm_submission(&closed, &token, later(2)).await.unwrap_err());
        let refused = submit_by_form(&closed, &good, &firefox(), later(2)).await.unwrap_err();
        assert!(matches!(refused, NotHandedIn::Failed(Failure::NotFound("page"))));
    }
}
