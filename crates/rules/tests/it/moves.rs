//! How a statement moves, story by story.

use rules::{GateKind, Moved, Process, Refusal, State};

use crate::made::{World, gates_in_words, now, opening};

fn in_review(world: &World, from: &[&str]) -> Process {
    let (process, moved) =
        Process::draft().submit(world.gates(from, &["kio"], "Dora"), now()).unwrap();
    assert_eq!((process.state, moved), (State::InReview, Moved::Waits));
    process
}

fn posted(world: &World) -> Process {
    let (process, _) = in_review(world, &["tsync"])
        .open(GateKind::Approval, Some(world.id("tsync")), opening("Cleo"))
        .unwrap();
    process.open(GateKind::Review, None, opening("Nora")).unwrap().0
}

/// OUT-2, OUT-10: approved, then reviewed; the last gate posts.
#[test]
fn a_statement_is_posted_when_its_last_gate_opens() {
    let world = World::new();
    let (process, moved) = in_review(&world, &["tsync"])
        .open(GateKind::Approval, Some(world.id("tsync")), opening("Cleo"))
        .unwrap();
    assert_eq!((process.state, moved), (State::InReview, Moved::Waits));
    let (process, moved) = process.open(GateKind::Review, None, opening("Nora")).unwrap();
    assert_eq!((process.state, moved), (State::Posted, Moved::Posted));
    assert_eq!(
        gates_in_words(&process.gates, &world),
        "approval for tsync: Cleo Timing; review: Nora Coordinator"
    );
}

/// OUT-10: the gates stand side by side, so that the coordinator may be first.
#[test]
fn the_gates_open_in_any_order() {
    let world = World::new();
    let (process, moved) =
        in_review(&world, &["tsync"]).open(GateKind::Review, None, opening("Nora")).unwrap();
    assert_eq!(moved, Moved::Waits);
    let (process, moved) =
        process.open(GateKind::Approval, Some(world.id("tsync")), opening("Dora")).unwrap();
    assert_eq!((process.state, moved), (State::Posted, Moved::Posted));
}

/// OUT-3: one authority's approval is not the other's.
#[test]
fn a_joint_statement_waits_for_every_authority() {
    let world = World::new();
    let (process, _) = in_review(&world, &["tsync", "pix"])
        .open(GateKind::Approval, Some(world.id("tsync")), opening("Cleo"))
        .unwrap();
    let (process, moved) = process.open(GateKind::Review, None, opening("Nora")).unwrap();
    assert_eq!((process.state, moved), (State::InReview, Moved::Waits));
    let (process, _) =
        process.open(GateKind::Approval, Some(world.id("pix")), opening("Eli")).unwrap();
    assert_eq!(process.state, State::Posted);
}

/// OUT-9: what was approved is what goes out, so that a change is approved again.
#[test]
fn an_edit_closes_what_was_open() {
    let world = World::new();
    let (process, _) = in_review(&world, &["tsync"])
        .open(GateKind::Approval, Some(world.id("tsync")), opening("Cleo"))
        .unwrap();
    let process = process.edit(world.gates(&["tsync", "pix"], &["kio"], "Dora")).unwrap();
    assert_eq!(process.state, State::InReview);
    assert_eq!(
        gates_in_words(&process.gates, &world),
        "approval for tsync: closed; approval for pix: closed; review: closed"
    );
}

#[test]
fn a_draft_is_edited_without_any_gate() {
    let world = World::new();
    assert_eq!(
        Process::draft().edit(world.gates(&["tsync"], &["kio"], "Dora")),
        Ok(Process::draft())
    );
}

/// A policy that asks for nothing posts what is submitted.
#[test]
fn a_statement_without_gates_is_posted_when_it_is_submitted() {
    let (process, moved) = Process::draft().submit(Vec::new(), now()).unwrap();
    assert_eq!((process.state, moved), (State::Posted, Moved::Posted));
}

#[test]
fn a_gate_opens_once_and_says_who_opened_it() {
    let world = World::new();
    let (process, _) =
        in_review(&world, &["tsync"]).open(GateKind::Review, None, opening("Nora")).unwrap();
    let refused = process.open(GateKind::Review, None, opening("Nora"));
    assert_eq!(refused, Err(Refusal::GateOpen { by: "Nora Coordinator".to_owned() }));
}

#[test]
fn a_gate_that_is_not_there_does_not_open() {
    let world = World::new();
    for group in [None, Some(world.id("pix"))] {
        let refused = in_review(&world, &["tsync"]).open(GateKind::Approval, group, opening("Eli"));
        assert_eq!(refused, Err(Refusal::NoSuchGate));
    }
}

/// Approvals belong to what was read then; a revived statement starts over.
#[test]
fn a_dropped_statement_is_revived_as_a_draft_without_its_approvals() {
    let world = World::new();
    let (process, _) =
        in_review(&world, &["tsync"]).open(GateKind::Review, None, opening("Nora")).unwrap();
    let dropped = process.drop("Overtaken by a call.").unwrap();
    assert_eq!(dropped, Process { state: State::Dropped, ..Process::draft() });
    assert_eq!(dropped.revive(), Ok(Process::draft()));
}

#[test]
fn dropping_withdrawing_and_sending_back_need_a_reason() {
    let world = World::new();
    for reason in ["", "  \n"] {
        assert_eq!(Process::draft().drop(reason), Err(Refusal::NoReason));
        assert_eq!(in_review(&world, &["tsync"]).drop(reason), Err(Refusal::NoReason));
        assert_eq!(posted(&world).withdraw(reason), Err(Refusal::NoReason));
        assert_eq!(in_review(&world, &["tsync"]).send_back(reason), Err(Refusal::NoReason));
    }
}

/// OUT-9: what comes back is read anew by everybody once it is submitted again.
#[test]
fn a_statement_that_is_sent_back_is_a_draft_without_its_approvals() {
    let world = World::new();
    let (process, _) =
        in_review(&world, &["tsync"]).open(GateKind::Review, None, opening("Nora")).unwrap();
    assert_eq!(process.send_back("Say by when."), Ok(Process::draft()));
}

/// REC-2: who approved stays on record after it was taken back.
#[test]
fn a_withdrawn_statement_keeps_who_opened_its_gates() {
    let world = World::new();
    let process = posted(&world).withdraw("Sent in error.").unwrap();
    assert_eq!(process.state, State::Withdrawn);
    assert_eq!(process.gates, posted(&world).gates);
}

/// OUT-5: what was sent without approval is recorded as that.
#[test]
fn a_draft_that_was_sent_otherwise_is_recorded_with_its_gates_closed() {
    let world = World::new();
    let process =
        Process::draft().record_as_sent(world.gates(&["tsync"], &["kio"], "Dora")).unwrap();
    assert_eq!(process.state, State::Posted);
    assert_eq!(
        gates_in_words(&process.gates, &world),
        "approval for tsync: closed; review: closed"
    );
}

/// OUT-5: what the authority gave before is not forgotten.
#[test]
fn a_statement_in_review_that_was_sent_otherwise_keeps_its_approval() {
    let world = World::new();
    let (process, _) = in_review(&world, &["tsync"])
        .open(GateKind::Approval, Some(world.id("tsync")), opening("Cleo"))
        .unwrap();
    let process = process.record_as_sent(world.gates(&["tsync"], &["kio"], "Dora")).unwrap();
    assert_eq!(
        gates_in_words(&process.gates, &world),
        "approval for tsync: Cleo Timing; review: closed"
    );
}

/// Every move from every state: either it is made, or the person reads why not and what else there is.
#[test]
fn a_move_that_is_not_possible_says_what_is() {
    use std::fmt::Write as _;
    let world = World::new();
    let mut table = String::new();
    for state in State::ALL {
        let at = || match state {
            State::Draft => Process::draft(),
            State::InReview => in_review(&world, &["tsync"]),
            State::Posted => posted(&world),
            State::Withdrawn => posted(&world).withdraw("Sent in error.").unwrap(),
            State::Dropped => Process::draft().drop("Overtaken.").unwrap(),
        };
        let gates = || world.gates(&["tsync"], &["kio"], "Dora");
        let tsync = Some(world.id("tsync"));
        let moves = [
            ("submit", at().submit(gates(), now()).map(|moved| moved.0)),
            ("approve", at().open(GateKind::Approval, tsync, opening("Cleo")).map(|it| it.0)),
            ("review", at().open(GateKind::Review, None, opening("Nora")).map(|it| it.0)),
            ("edit", at().edit(gates())),
            ("send back", at().send_back("A reason.")),
            ("drop", at().drop("A reason.")),
            ("revive", at().revive()),
            ("withdraw", at().withdraw("A reason.")),
            ("record as sent", at().record_as_sent(gates())),
        ];
        for (name, moved) in moves {
            let words = match moved {
                Ok(process) => format!("→ {}", process.state),
                Err(refusal) => refusal.to_string(),
            };
            writeln!(table, "{state}, {name}: {words}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
