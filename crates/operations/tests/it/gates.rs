//! Agreement, advice, and gates in order: what stands before a statement besides approval and review.

use operations::{
    Desk, Failure, StatementForm, agree_to_statement, answer_consultation, approve_statement,
    draft_statement, edit_statement, lapse_consultations, review_statement, submit_statement,
};
use rules::{GateKind, HeldRole, Number, Policy, Refusal, State};

use crate::world::{World, later, now, question, worlds};

/// What was mailed since, in one line a message.
async fn told(world: &World, number: Number) -> String {
    let mails = world.desk.store.reader().mail_of(number).await.unwrap();
    let line = |fate: &store::MailFate| {
        format!("{}: {} → {}\n", fate.mail.kind, fate.mail.subject, fate.mail.recipients.join(", "))
    };
    mails.iter().map(line).collect()
}

async fn submitted(world: &World, first: &str, form: &StatementForm) -> Number {
    let actor = world.actor(first).await;
    let number = draft_statement(&world.desk, &actor, form, now()).await.unwrap();
    submit_statement(&world.desk, &actor, number, 1, later(1)).await.unwrap();
    number
}

async fn waits_for(world: &World, number: Number) -> Vec<GateKind> {
    let statement = world.statement(number).await;
    statement.gates.iter().filter(|gate| !gate.is_open()).map(|gate| gate.kind).collect()
}

/// OUT-12, OUT-4, PI-18: a liaison manager drafts for a group; its chair agrees, its director approves, and each step is
/// told to whom the policy names, once.
#[tokio::test]
async fn what_a_liaison_manager_drafts_waits_for_the_chairs_agreement() {
    for world in worlds("agreeing").await {
        let desk = &world.desk;
        let number = submitted(&world, "Di", &question()).await;
        assert_eq!(
            waits_for(&world, number).await,
            [GateKind::Agreement, GateKind::Approval, GateKind::Review],
            "Di is the one who would be consulted"
        );
        let (anna, bo) = (world.actor("Anna").await, world.actor("Bo").await);
        let eve = world.actor("Eve").await;
        let refused = agree_to_statement(desk, &eve, number, 2, later(2)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "another group's chair sees nothing");
        agree_to_statement(desk, &anna, number, 2, later(3)).await.unwrap();
        let again = agree_to_statement(desk, &anna, number, 3, later(4)).await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::NoSuchGate))), "{again:?}");
        approve_statement(desk, &bo, number, 3, later(5)).await.unwrap();
        review_statement(desk, &world.actor("Cy").await, number, 4, later(6)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        insta::assert_snapshot!("agreed_history", world.history(number).await);
        insta::assert_snapshot!("agreed_told", told(&world, number).await);
        insta::assert_snapshot!("agreed_mails", world.mails(number).await);
    }
}

/// OUT-12: whoever answers for a group agrees by approving; and a change by somebody else asks the chairs again.
#[tokio::test]
async fn the_director_agrees_by_approving_and_a_change_asks_again() {
    for world in worlds("agreed_by_approving").await {
        let desk = &world.desk;
        let number = submitted(&world, "Gil", &question()).await;
        approve_statement(desk, &world.actor("Bo").await, number, 2, later(2)).await.unwrap();
        assert_eq!(waits_for(&world, number).await, [GateKind::Consultation, GateKind::Review]);
        let saved = StatementForm::of(&world.statement(number).await);
        let changed = StatementForm { subject: "Another".to_owned(), ..saved };
        let cy = world.actor("Cy").await;
        edit_statement(desk, &cy, number, 3, &changed, later(3)).await.unwrap();
        assert_eq!(waits_for(&world, number).await, GateKind::ALL);
    }
}

/// OUT-9: a policy may name fields whose change alone takes nothing back; with any other beside it, or in the words, all is.
#[tokio::test]
async fn what_a_policy_frees_takes_nothing_back() {
    for world in worlds("free_fields").await {
        let source = world.desk.policy.source();
        let free = source.replace("voids_nothing = []", "voids_nothing = [\"identifiers\"]");
        let policy = std::sync::Arc::new(Policy::parse(&free).unwrap());
        let free = Desk { policy, ..world.desk.clone() };
        let (anna, bo) = (world.actor("Anna").await, world.actor("Bo").await);
        let tries = [
            (&free, "TS-7", "as it was", 2),
            (&free, "TS-7", "other", 3),
            (&world.desk, "TS-7", "as it was", 3),
        ];
        for (desk, identifiers, subject, closed) in tries {
            let number = submitted(&world, "Anna", &question()).await;
            approve_statement(desk, &bo, number, 2, later(2)).await.unwrap();
            assert_eq!(waits_for(&world, number).await.len(), 2);
            let mut form = StatementForm::of(&world.statement(number).await);
            form.identifiers = identifiers.to_owned();
            if subject == "other" {
                form.subject = "Another question".to_owned();
            }
            edit_statement(desk, &anna, number, 3, &form, later(3)).await.unwrap();
            assert_eq!(waits_for(&world, number).await.len(), closed, "{subject}");
        }
    }
}

/// OUT-4: the manager's advice is on record; nobody else's is, save a coordinator's with words; and it stops nothing.
#[tokio::test]
async fn the_liaison_manager_is_consulted_before_it_goes() {
    for world in worlds("consulting").await {
        let desk = &world.desk;
        let number = submitted(&world, "Anna", &question()).await;
        let (di, cy) = (world.actor("Di").await, world.actor("Cy").await);
        let anna = world.actor("Anna").await;
        let refused = answer_consultation(desk, &anna, number, "etu", "Go.", later(2)).await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))),
            "{refused:?}"
        );
        let wordless = answer_consultation(desk, &cy, number, "etu", "  ", later(3)).await;
        let Err(Failure::Refused(Refusal::Fields(faults))) = wordless else {
            panic!("{wordless:?}")
        };
        assert_eq!(faults[0].0, "comment");
        let elsewhere = answer_consultation(desk, &di, number, "kio", "Go.", later(4)).await;
        assert!(matches!(elsewhere, Err(Failure::Refused(Refusal::NoSuchGate))), "{elsewhere:?}");
        let words = "They meet on 9 November: send it before.";
        answer_consultation(desk, &di, number, "etu", words, later(5)).await.unwrap();
        insta::assert_snapshot!("consulted_history", world.history(number).await);
        insta::assert_snapshot!("consulted_told", told(&world, number).await);
        assert_eq!(waits_for(&world, number).await, [GateKind::Approval, GateKind::Review]);
    }
}

/// OUT-4: no answer holds nothing up for longer than the policy says; a run that is missed or made twice changes nothing.
#[tokio::test]
async fn a_consultation_that_nobody_answers_is_not_waited_for_any_longer() {
    const DAY: i64 = 24 * 60;
    for world in worlds("lapsing").await {
        let desk = &world.desk;
        let number = submitted(&world, "Anna", &question()).await;
        approve_statement(desk, &world.actor("Bo").await, number, 2, later(2)).await.unwrap();
        review_statement(desk, &world.actor("Cy").await, number, 3, later(3)).await.unwrap();
        assert_eq!(
            lapse_consultations(desk, later(7 * DAY)).await.unwrap(),
            0,
            "a minute too early"
        );
        assert_eq!(world.statement(number).await.state, State::InReview);
        assert_eq!(lapse_consultations(desk, later(9 * DAY)).await.unwrap(), 1);
        assert_eq!(lapse_consultations(desk, later(9 * DAY)).await.unwrap(), 0);
        assert_eq!(world.statement(number).await.state, State::Posted, "it was the last gate");
        insta::assert_snapshot!("lapsed_history", world.history(number).await);
    }
}

/// PI-4: strictly in order, each being asked by mail when it is their turn, and not before.
#[tokio::test]
async fn with_gates_in_order_each_is_told_when_it_is_their_turn() {
    for world in worlds("in_order").await {
        let policy = Policy::built_in_at("in-order", "example.org").unwrap();
        let desk = Desk { policy: std::sync::Arc::new(policy), ..world.desk.clone() };
        let anna = world.actor("Anna").await;
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        submit_statement(&desk, &anna, number, 1, later(1)).await.unwrap();
        let (bo, cy) = (world.actor("Bo").await, world.actor("Cy").await);
        let early = review_statement(&desk, &cy, number, 2, later(2)).await;
        assert!(matches!(early, Err(Failure::Refused(Refusal::NotItsTurn { .. }))), "{early:?}");
        approve_statement(&desk, &bo, number, 2, later(3)).await.unwrap();
        let di = world.actor("Di").await;
        answer_consultation(&desk, &di, number, "etu", "", later(4)).await.unwrap();
        let revision = world.statement(number).await.revision;
        review_statement(&desk, &cy, number, revision, later(5)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        insta::assert_snapshot!("in_order_told", told(&world, number).await);
        insta::assert_snapshot!("in_order_history", world.history(number).await);

        let to_contacts = "office@kio.example.com".to_owned();
        let form = StatementForm { to_groups: "kio".to_owned(), to_contacts, ..question() };
        let number = draft_statement(&desk, &anna, &form, later(10)).await.unwrap();
        submit_statement(&desk, &anna, number, 1, later(11)).await.unwrap();
        approve_statement(&desk, &bo, number, 2, later(12)).await.unwrap();
        let words = "There is no liaison manager; their office expects it.";
        answer_consultation(&desk, &cy, number, "kio", words, later(13)).await.unwrap();
        assert_eq!(waits_for(&world, number).await, [GateKind::Review]);
    }
}

/// OUT-1: a liaison manager writes to their own organization alone, when drafting and when changing a draft.
#[tokio::test]
async fn a_liaison_manager_does_not_write_to_another_organization() {
    for world in worlds("own_alone").await {
        let desk = &world.desk;
        let di = world.actor("Di").await;
        let elsewhere = StatementForm { to_groups: "kio".to_owned(), ..question() };
        let refused = draft_statement(desk, &di, &elsewhere, now()).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "You draft to the organizations whose liaison you manage, and kio is of another: ask its liaison manager, a chair or a coordinator."
        );
        let number = draft_statement(desk, &di, &question(), now()).await.unwrap();
        let refused = edit_statement(desk, &di, number, 1, &elsewhere, later(1)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotYourOrganization { .. }))));
        assert_eq!(world.statement(number).await.revision, 1, "nothing was saved");
    }
}

/// OUT-9: the role that somebody chose is kept with what they do; one that does not let them is not.
#[tokio::test]
async fn the_role_that_somebody_chose_is_kept_with_what_they_did() {
    for world in worlds("hats").await {
        let desk = &world.desk;
        let directory = desk.store.reader().directory().await.unwrap();
        let mut anna = world.actor("Anna").await;
        let office = HeldRole::from_key("liaison_coordinator:iab", &directory).unwrap();
        let chair = HeldRole::from_key("chair:tsync", &directory).unwrap();
        anna.roles.push(office);
        let acts = [
            (None, "chair of tsync"),
            (Some(office), "liaison coordinator"),
            (Some(chair), "chair of tsync"),
        ];
        for (chosen, expected) in acts {
            let actor = chosen.map_or_else(|| anna.clone(), |role| anna.clone().acting_as(role));
            let number = draft_statement(desk, &actor, &question(), now()).await.unwrap();
            assert_eq!(world.statement(number).await.created_as, expected);
            let history = desk.store.reader().history(number, true).await.unwrap();
            assert_eq!(history[0].by.role(), expected);
        }
        let not_held = HeldRole::from_key("ad:tim", &directory).unwrap();
        assert_eq!(anna.acting_as(not_held).chosen, None);
    }
}
