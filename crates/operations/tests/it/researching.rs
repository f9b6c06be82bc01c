//! Statements on research: whoever is asked about it hears of them, relays them, and takes part in the answer (1, IN-4).

use operations::{
    Failure, StatementForm, answer_consultation, approve_statement, draft_statement,
    edit_statement, enter_statement, give_statement, mark_research, relay_statement, reply_form,
    review_statement, see, submit_statement,
};
use rules::{Event, GateKind, Number, Refusal, State};
use store::testing::made_research;

use crate::giving::{count, mails_since};
use crate::receiving::letter_form;
use crate::world::{World, later, now, worlds};

/// The same world with a research task force, in which Tess is asked.
async fn research_worlds(name: &str) -> Vec<World> {
    let worlds = worlds(name).await;
    for world in &worlds {
        let (groups, tess) = made_research();
        let (store, ids) = (&world.desk.store, &world.desk.ids);
        let mut tx = store.begin("add research").await.unwrap();
        tx.save_groups(&groups, ids, now()).await.unwrap();
        tx.save_people(&[tess], ids, now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    worlds
}

/// Has somebody enter the letter as being about research.
async fn entered(world: &World, first: &str) -> Number {
    let actor = world.actor(first).await;
    let form = StatementForm { about_research: "yes".to_owned(), ..letter_form() };
    enter_statement(&world.desk, &actor, &form, Vec::new(), now()).await.unwrap()
}

async fn waiting(world: &World, number: Number) -> Vec<(GateKind, bool)> {
    let gates = world.statement(number).await.gates;
    gates.iter().map(|gate| (gate.kind, gate.is_open())).collect()
}

/// IN-4, IN-6, CON-10: marked when it is recorded: whoever is asked about research is told, relays it to a research group, and
/// that stands apart from To; the receipt has words of its own.
#[tokio::test]
async fn what_is_about_research_reaches_the_research_groups_by_way_of_whoever_is_asked() {
    for world in research_worlds("research").await {
        let (desk, tess) = (&world.desk, world.actor("Tess").await);
        let number = entered(&world, "Cy").await;
        insta::assert_snapshot!("research_mails", world.mails(number).await);
        let before = count(&world, number).await;
        let other = relay_statement(desk, &tess, number, "paths", "", later(4)).await.unwrap_err();
        insta::assert_debug_snapshot!("relay_to_no_research_group", other);
        relay_statement(desk, &tess, number, "rgclock", "You measured this.", later(5))
            .await
            .unwrap();
        insta::assert_snapshot!("relayed_mails", mails_since(&world, number, before).await);
        let statement = world.statement(number).await;
        assert_eq!(statement.to.words(), "Time Synchronization");
        assert_eq!(statement.holders_in_words(), "Time Synchronization");
        let again = relay_statement(desk, &tess, number, "rgclock", "", later(6)).await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Fields(_)))), "{again:?}");
        relay_statement(desk, &tess, number, "", "", later(7)).await.unwrap();
        insta::assert_snapshot!("research_history", world.history(number).await);
    }
}

/// IN-4, OUT-4: a reply to it carries the mark, and waits for the advice of whoever is asked about research.
#[tokio::test]
async fn a_reply_on_research_waits_for_the_advice_of_whoever_is_asked() {
    for world in research_worlds("researchreply").await {
        let (desk, tess) = (&world.desk, world.actor("Tess").await);
        let number = entered(&world, "Di").await;
        let anna = world.actor("Anna").await;
        let form = StatementForm {
            text: "Nobody knows yet.\n".to_owned(),
            consensus: "groups".to_owned(),
            ..reply_form(desk, &anna, number, "").await.unwrap()
        };
        let reply = draft_statement(desk, &anna, &form, later(10)).await.unwrap();
        assert!(see(desk, &tess, reply).await.is_err(), "a draft is seen by its editors alone");
        let seen = world.statement(reply).await;
        assert!(seen.about_research);
        submit_statement(desk, &anna, reply, seen.revision, later(11)).await.unwrap();
        assert!(see(desk, &tess, reply).await.is_ok());
        let asked = waiting(&world, reply).await;
        assert_eq!(
            asked.iter().filter(|(kind, open)| *kind == GateKind::Consultation && !open).count(),
            2,
            "the liaison manager, and whoever is asked about research: {asked:?}"
        );
        insta::assert_snapshot!("research_asked_mail", {
            let mails = desk.store.reader().mail_of(reply).await.unwrap();
            let to_tess = |fate: &&store::MailFate| fate.mail.recipients == ["tess@example.org"];
            world.mail(mails.iter().find(to_tess).unwrap()).await
        });
        let bo = world.actor("Bo").await;
        let seen = world.statement(reply).await.revision;
        approve_statement(desk, &bo, reply, seen, later(12)).await.unwrap();
        let seen = world.statement(reply).await.revision;
        review_statement(desk, &world.actor("Cy").await, reply, seen, later(13)).await.unwrap();
        answer_consultation(desk, &world.actor("Di").await, reply, "etu", "", later(14))
            .await
            .unwrap();
        assert_eq!(world.statement(reply).await.state, State::InReview);
        answer_consultation(desk, &tess, reply, "irtf", "Say what was measured.", later(15))
            .await
            .unwrap();
        assert_eq!(world.statement(reply).await.state, State::Posted);
        insta::assert_snapshot!("research_reply_history", world.history(reply).await);
    }
}

/// IN-4: marked or unmarked later, by those who keep the relationship; what somebody may do follows the mark.
#[tokio::test]
async fn the_mark_is_set_and_taken_away_later() {
    for world in research_worlds("marking").await {
        let (desk, tess, cy) = (&world.desk, world.actor("Tess").await, world.actor("Cy").await);
        let number = enter_statement(desk, &cy, &letter_form(), Vec::new(), now()).await.unwrap();
        let refused = relay_statement(desk, &tess, number, "rgclock", "", later(1)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let anna = world.actor("Anna").await;
        let refused = mark_research(desk, &anna, number, true, later(2)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let before = count(&world, number).await;
        mark_research(desk, &world.actor("Di").await, number, true, later(3)).await.unwrap();
        mark_research(desk, &world.actor("Di").await, number, true, later(3)).await.unwrap();
        insta::assert_snapshot!("marked_mails", mails_since(&world, number, before).await);
        relay_statement(desk, &tess, number, "rgclock", "", later(4)).await.unwrap();
        give_statement(desk, &cy, number, "paths", later(5)).await.unwrap();
        mark_research(desk, &cy, number, false, later(6)).await.unwrap();
        let refused = relay_statement(desk, &tess, number, "", "", later(7)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        insta::assert_snapshot!("marked_history", world.history(number).await);
        let kept: Vec<&str> =
            world.statement(number).await.distributed_to.iter().map(|it| it.kind.slug()).collect();
        assert_eq!(kept, ["forwarded", "relayed"], "the record keeps what was relayed");
    }
}

/// IN-4: in review it is marked in its form; whoever is asked sees it then, and not before.
#[tokio::test]
async fn a_statement_in_review_is_seen_by_whoever_is_asked_once_it_is_marked() {
    for world in research_worlds("reviewmark").await {
        let (desk, tess, anna) =
            (&world.desk, world.actor("Tess").await, world.actor("Anna").await);
        let number = enter_statement(desk, &anna, &letter_form(), Vec::new(), now()).await.unwrap();
        assert!(see(desk, &tess, number).await.is_err());
        let statement = world.statement(number).await;
        let form =
            StatementForm { about_research: "yes".to_owned(), ..StatementForm::of(&statement) };
        edit_statement(desk, &anna, number, statement.revision, &form, later(1)).await.unwrap();
        assert!(see(desk, &tess, number).await.is_ok());
        let events: Vec<Event> = desk.store.reader().history(number, true).await.unwrap();
        assert!(events.last().unwrap().difference.contains("+About research: yes"));
    }
}
