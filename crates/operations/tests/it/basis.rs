//! What the consensus behind a statement rests on is linked, shown wherever that is said, and approved with it (OUT-6, OUT-8).

use bytes::Bytes;
use operations::{
    Desk, Failure, NewAttachment, StatementForm, approve_statement, attach, draft_statement,
    edit_statement, shape_of, submit_statement,
};
use rules::{GateKind, Number, Policy, Refusal};

use crate::world::{World, later, now, question, worlds};

const TYPED: &str = "Last call on the list: https://lists.example.org/tsync/last-call\n\
    The profile: draft-ietf-tsync-profile-03\nRFC 8915\nMinutes: minutes.txt";

async fn drafted(world: &World) -> Number {
    let (desk, anna) = (&world.desk, world.actor("Anna").await);
    let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
    let minutes = NewAttachment::File {
        name: "minutes.txt".to_owned(),
        title: String::new(),
        bytes: Bytes::from_static(b"They agreed.\n"),
    };
    attach(desk, &anna, number, minutes, now()).await.unwrap();
    number
}

async fn type_basis(
    desk: &Desk,
    world: &World,
    number: Number,
    basis: &str,
) -> Result<(), Failure> {
    let (anna, statement) = (world.actor("Anna").await, world.statement(number).await);
    let form = StatementForm { consensus_basis: basis.to_owned(), ..StatementForm::of(&statement) };
    edit_statement(desk, &anna, number, statement.revision, &form, later(5)).await
}

/// OUT-6: approvers read it in the mail that asks them, above the words, and programs in the JSON.
#[tokio::test]
async fn what_consensus_rests_on_stands_where_consensus_does() {
    for world in worlds("basis").await {
        let desk = &world.desk;
        let number = drafted(&world).await;
        type_basis(desk, &world, number, TYPED).await.unwrap();
        let statement = world.statement(number).await;
        assert_eq!(StatementForm::of(&statement).consensus_basis, TYPED);
        let shape = shape_of(&statement, &[], &[], &[], &desk.settings);
        let shape = serde_json::to_value(shape).unwrap();
        insta::assert_json_snapshot!("basis_shape", shape["consensus_basis"]);
        let anna = world.actor("Anna").await;
        submit_statement(desk, &anna, number, statement.revision, later(6)).await.unwrap();
        let mails = world.desk.store.reader().mail_of(number).await.unwrap();
        let asked = mails.iter().find(|fate| fate.mail.kind == "approval-asked").unwrap();
        let read = operations::read_mail(desk, &asked.mail.sha256).await.unwrap();
        let head: Vec<&str> = read.text.lines().filter(|line| line.contains(": ")).collect();
        insta::assert_snapshot!("basis_asked", head.join("\n"));
        let letter = operations::write_letter(desk, &statement, None, now()).await.unwrap();
        let document = letters::document_of(
            &letter.bytes,
            letters::kind_of(&letter.bytes, ""),
            &letters::NoConverter,
            &letters::Limits::default(),
        );
        assert!(document.text.contains("It rests on: Last call on the list: https://lists"));
    }
}

/// OUT-9: what was approved rests on what was linked then, unless the policy has that free.
#[tokio::test]
async fn another_basis_takes_back_what_was_given_unless_the_policy_frees_it() {
    for world in worlds("basis_voids").await {
        let free = world.desk.policy.source();
        let free = free.replace("voids_nothing = []", "voids_nothing = [\"consensus_basis\"]");
        let policy = std::sync::Arc::new(Policy::parse(&free).unwrap());
        let free = Desk { policy, ..world.desk.clone() };
        for (desk, waits) in [(&world.desk, true), (&free, false)] {
            let number = drafted(&world).await;
            let (anna, bo) = (world.actor("Anna").await, world.actor("Bo").await);
            let seen = world.statement(number).await.revision;
            submit_statement(desk, &anna, number, seen, later(2)).await.unwrap();
            approve_statement(desk, &bo, number, seen + 1, later(3)).await.unwrap();
            type_basis(desk, &world, number, "RFC 8915").await.unwrap();
            let gates = world.statement(number).await.gates;
            let approval = gates.iter().find(|gate| gate.kind == GateKind::Approval).unwrap();
            assert_eq!(!approval.is_open(), waits);
        }
    }
}

/// Each says what was wrong and what to write.
#[tokio::test]
async fn what_names_nothing_is_no_basis() {
    for world in worlds("basis_faults").await {
        let number = drafted(&world).await;
        let mut said = String::new();
        for typed in [
            "We just know",
            "Minutes: protocol.txt",
            "Call: ftp://lists.example.org/x",
            "Call: https://",
            "Call: https://lists.example.org/a b",
            "Call: javascript:alert(1)",
            &"RFC 8915\n".repeat(21),
        ] {
            let Err(Failure::Refused(Refusal::Fields(faults))) =
                type_basis(&world.desk, &world, number, typed).await
            else {
                panic!("{typed} was taken")
            };
            let [("consensus_basis", fault)] = faults.as_slice() else { panic!("{faults:?}") };
            said.push_str(&format!("{:.40}: {fault}\n", typed.replace('\n', " ")));
        }
        insta::assert_snapshot!("basis_faults", said);
        assert_eq!(world.statement(number).await.consensus_basis, []);
    }
}
