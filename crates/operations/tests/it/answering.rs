//! Answers: the texts that they begin with, what settles a request and what does not, and a later day asked for.

use std::fmt::Write as _;

use operations::{
    StatementForm, approve_statement, draft_statement, preview_statement, reply_form,
    review_statement, submit_statement, take_item,
};
use rules::{Deadline, DeadlineKind, Number};
use store::Find;

use crate::receiving::{letter_form, receive_letter};
use crate::world::{World, keeping, later, now, worlds};

/// Has Cy record a letter for action that came for tsync.
pub(crate) async fn asked(world: &World) -> Number {
    let (id, cy) = (receive_letter(world).await, world.actor("Cy").await);
    take_item(&world.desk, &cy, id, &letter_form(), &keeping(&[1]), now()).await.unwrap()
}

/// Has Anna answer, and everybody agree to it.
pub(crate) async fn answer(world: &World, form: &StatementForm, at: i64) -> Number {
    let (desk, anna) = (&world.desk, world.actor("Anna").await);
    let number = draft_statement(desk, &anna, form, later(at)).await.unwrap();
    submit_statement(desk, &anna, number, 1, later(at + 1)).await.unwrap();
    let revision = world.statement(number).await.revision;
    approve_statement(desk, &world.actor("Bo").await, number, revision, later(at + 2))
        .await
        .unwrap();
    operations::answer_consultation(
        desk,
        &world.actor("Di").await,
        number,
        "etu",
        "",
        later(at + 3),
    )
    .await
    .unwrap();
    let revision = world.statement(number).await.revision;
    review_statement(desk, &world.actor("Cy").await, number, revision, later(at + 4))
        .await
        .unwrap();
    number
}

async fn waits_for_an_answer(world: &World) -> Vec<Number> {
    let find = Find { unanswered: true, ..Find::default() };
    let found = world.desk.store.reader().find(&find, 1, 20).await.unwrap();
    found.rows.iter().map(|row| row.number).collect()
}

/// RSP-3: each way to answer has words to begin with, which cite the other side's own numbers.
#[tokio::test]
async fn an_answer_begins_with_words_for_each_way_to_answer() {
    for world in worlds("starting").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = asked(&world).await;
        let mut all = String::new();
        for start in desk.policy.starting_texts() {
            let form = reply_form(desk, &anna, number, &start.slug).await.unwrap();
            let settles = if form.settles == "yes" { "settles" } else { "more is to come" };
            writeln!(all, "=== {} ({settles})\n{}", start.name, form.text).unwrap();
        }
        insta::assert_snapshot!("starting_texts", all);
        let form = reply_form(desk, &anna, number, "no-such-text").await.unwrap();
        assert_eq!((form.text.as_str(), form.settles.as_str()), ("", "yes"));
    }
}

/// RSP-3: what a text leaves for the writer to fill in is filled in before anybody is asked.
#[tokio::test]
async fn what_the_words_leave_open_is_filled_in_before_it_is_submitted() {
    for world in worlds("leftopen").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let form = reply_form(desk, &anna, asked(&world).await, "done").await.unwrap();
        let form = StatementForm { consensus: "groups".to_owned(), ..form };
        let number = draft_statement(desk, &anna, &form, later(1)).await.unwrap();
        let preview = preview_statement(desk, &anna, number, later(2)).await.unwrap();
        let open = "Fill in, or take out, what the text leaves open: [what was done, and where it can be found].";
        assert_eq!(preview.missing, [("text", open.to_owned())]);
        let refused = submit_statement(desk, &anna, number, 1, later(3)).await.unwrap_err();
        assert!(refused.to_string().contains(open), "{refused}");
    }
}

/// PUR-4, RSP-1, RSP-3: a preliminary answer leaves the request open, and the day that it asks for beside the one that holds;
/// the answer that settles it ends that.
#[tokio::test]
async fn a_preliminary_answer_leaves_the_request_open_and_asks_for_a_later_day() {
    for world in worlds("preliminary").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let asked = asked(&world).await;
        let form = reply_form(desk, &anna, asked, "not-by-then").await.unwrap();
        let form = StatementForm {
            text: "We can answer by 30 November.\n".to_owned(),
            consensus: "none-sought".to_owned(),
            deadline_asked: "2026-11-30".to_owned(),
            ..form
        };
        let preliminary = answer(&world, &form, 10).await;
        insta::assert_snapshot!(
            "preliminary_mail",
            world.mails(preliminary).await.split("=== our-copy").next().unwrap()
        );
        assert_eq!(waits_for_an_answer(&world).await, [asked]);
        let statement = world.statement(asked).await;
        let stated = statement.deadline().unwrap();
        assert_eq!(stated.kind, DeadlineKind::Stated, "theirs holds until they agree");
        let Deadline { date, kind, set_by, .. } = statement.deadlines.last().unwrap();
        assert_eq!(
            (date.to_string().as_str(), *kind, set_by.as_str()),
            ("2026-11-30", DeadlineKind::Requested, "Time Synchronization")
        );
        insta::assert_snapshot!("asked_history", world.history(asked).await);

        let form = reply_form(desk, &anna, asked, "").await.unwrap();
        let form = StatementForm {
            text: "Four hours.\n".to_owned(),
            consensus: "groups".to_owned(),
            ..form
        };
        answer(&world, &form, 20).await;
        assert_eq!(waits_for_an_answer(&world).await, []);
    }
}

/// OUT-6, OUT-8: an answer without a clear consensus says in itself that it is collected comments.
#[tokio::test]
async fn an_answer_without_consensus_says_that_it_is_collected_comments() {
    for world in worlds("collected").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let form = reply_form(desk, &anna, asked(&world).await, "comments").await.unwrap();
        let form = StatementForm {
            text: form.text.replace("[the comments]", "Some of us would rather use four hours."),
            consensus: "collected-comments".to_owned(),
            ..form
        };
        let number = draft_statement(desk, &anna, &form, later(1)).await.unwrap();
        let preview = preview_statement(desk, &anna, number, later(2)).await.unwrap();
        let mailed = &preview.mails[0].text;
        assert!(mailed.contains("Collected comments, not a consensus"), "{mailed}");
        assert!(mailed.contains("They are a collection, and not a consensus"), "{mailed}");
    }
}

/// What settles a request asks for no other day, and what answers nothing neither settles nor asks.
#[tokio::test]
async fn an_answer_says_one_thing_or_the_other() {
    for world in worlds("onething").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let form = reply_form(desk, &anna, asked(&world).await, "done").await.unwrap();
        let both = StatementForm { deadline_asked: "2026-11-30".to_owned(), ..form.clone() };
        let refused = draft_statement(desk, &anna, &both, later(1)).await.unwrap_err();
        assert!(refused.to_string().contains("asks for no later day"), "{refused}");
        let neither = StatementForm { settles: "perhaps".to_owned(), ..form.clone() };
        let refused = draft_statement(desk, &anna, &neither, later(1)).await.unwrap_err();
        assert!(refused.to_string().contains("says neither"), "{refused}");
        let alone = StatementForm { in_response_to: String::new(), ..form };
        let number = draft_statement(desk, &anna, &alone, later(1)).await.unwrap();
        assert_eq!(world.statement(number).await.settles, None);
    }
}
