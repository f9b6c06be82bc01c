//! What holds for every sequence of moves, by whomever, in whatever order (OUT-2, OUT-3, OUT-5, OUT-9).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use rules::{
    Actor, GateKind, GroupId, Means, Moved, NoticeKind, Opening, Process, Refusal, State,
    Statement, Travelled, Verb, at_posting, may, may_advise, may_agree, may_approve,
};

use crate::made::{TODAY, World, everybody, now};

/// Who answers for whom, written down here a second time, so that the rules are compared with something.
const ANSWERS_FOR: &[(&str, &[&str])] = &[
    ("tsync", &["Cleo", "Dora"]),
    ("pix", &["Dora", "Eli"]),
    ("tim", &["Cleo", "Dora"]),
    ("ietf", &["Ada"]),
    ("iesg", &["Ada"]),
    ("iab", &["Ben"]),
];
/// Whose draft for a group needs no further agreement, and who agrees to what others draft (OUT-12).
const AGREES_FOR: &[(&str, &[&str])] =
    &[("tsync", &["Finn", "Cleo", "Dora"]), ("pix", &["Ines", "Dora", "Eli"])];
/// All statements here go to etu-sg1 (OUT-4).
const CONSULTED: &[&str] = &["Lea", "Nora"];
const REVIEWS: &[&str] = &["Nora"];
const NOTES_APPROVALS: &[&str] = &["Nora", "Otto"];
const FROM: [&[&str]; 5] =
    [&["tsync"], &["tsync", "pix"], &["tim"], &["iab", "tsync"], &["ietf", "iesg"]];

#[derive(Debug, Clone)]
pub(crate) enum Try {
    Submit,
    Agree,
    Approve,
    Advise,
    NoteApproval(usize),
    Review,
    Edit(usize),
    SendBack,
    Drop,
    Revive,
    Withdraw,
    RecordAsSent,
}

pub(crate) type Step = (&'static str, Try);

fn any_try() -> impl Strategy<Value = Try> {
    prop_oneof![
        Just(Try::Submit),
        Just(Try::Agree),
        Just(Try::Approve),
        Just(Try::Advise),
        (0..3_usize).prop_map(Try::NoteApproval),
        Just(Try::Review),
        (0..FROM.len()).prop_map(Try::Edit),
        Just(Try::SendBack),
        Just(Try::Drop),
        Just(Try::Revive),
        Just(Try::Withdraw),
        Just(Try::RecordAsSent),
    ]
}

/// What people would do who know the process; without them hardly any sequence would get anywhere.
fn usual_step() -> impl Strategy<Value = Step> {
    let authorities = prop::sample::select(vec!["Cleo", "Dora", "Eli", "Ada", "Ben"]);
    prop_oneof![
        6 => Just(("Finn", Try::Submit)),
        12 => authorities.prop_map(|first| (first, Try::Approve)),
        5 => Just(("Nora", Try::Review)),
        5 => Just(("Lea", Try::Advise)),
        2 => prop::sample::select(vec!["Finn", "Ines"]).prop_map(|it| (it, Try::Agree)),
        1 => (0..3_usize).prop_map(|at| ("Otto", Try::NoteApproval(at))),
        1 => (0..FROM.len()).prop_map(|at| ("Finn", Try::Edit(at))),
        1 => Just(("Nora", Try::Revive)),
        1 => prop::sample::select(vec!["Nora", "Lea"]).prop_map(|it| (it, Try::RecordAsSent)),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => usual_step(), 2 => (prop::sample::select(everybody()), any_try())]
}

/// A statement on its way, and what the test itself has seen of it.
pub(crate) struct Journey {
    world: &'static World,
    pub(crate) statement: Statement,
    from: &'static [&'static str],
    /// For which groups an authority agreed to what the statement says now.
    approved: BTreeSet<&'static str>,
    /// For which groups its own people agreed to that.
    agreed: BTreeSet<&'static str>,
    consulted: bool,
    reviewed: bool,
    recorded: bool,
    pub(crate) mailed: u32,
}

impl Journey {
    pub(crate) fn new(from: &'static [&'static str]) -> Self {
        static WORLD: LazyLock<World> = LazyLock::new(World::new);
        let world = &*WORLD;
        let statement = world.outgoing(from, &["etu-sg1"], "Finn");
        Self {
            world,
            statement,
            from,
            approved: BTreeSet::new(),
            agreed: BTreeSet::new(),
            consulted: false,
            reviewed: false,
            recorded: false,
            mailed: 0,
        }
    }

    fn may(&self, actor: &Actor, verb: Verb) -> Result<(), Refusal> {
        may(actor, verb, &self.statement, &self.world.directory, &self.world.policy).map(|_| ())
    }

    fn process(&self) -> Process {
        Process::of(&self.statement)
    }

    fn take(&mut self, process: Process) {
        (self.statement.state, self.statement.gates) = (process.state, process.gates);
    }

    /// Asks the rules, moves the process, and posts when the rules say so; nothing else is decided here.
    pub(crate) fn attempt(&mut self, first: &'static str, what: &Try) -> Result<(), Refusal> {
        let actor = self.world.actor(first);
        match what {
            Try::Submit => {
                self.may(&actor, Verb::Submit)?;
                let gates = self.world.gates_of(&self.statement, first)?;
                self.forget(first);
                let (process, moved) = self.process().submit(gates, now())?;
                self.moved(process, &moved);
            }
            Try::Agree => self.agree(&actor, first)?,
            Try::Approve => self.approve(&actor, first)?,
            Try::Advise => {
                self.may(&actor, Verb::Advise)?;
                may_advise(&actor, self.world.id("etu"), &self.world.directory, &self.world.policy)
                    .ok_or(Refusal::NoSuchGate)?;
                self.open(&actor, GateKind::Consultation, Some("etu"), Means::Here)?;
                assert!(CONSULTED.contains(&first), "{first} answered for the liaison manager");
            }
            Try::NoteApproval(at) => {
                self.may(&actor, Verb::NoteApproval)?;
                let group = self.from[at % self.from.len()];
                let means = Means::Elsewhere {
                    authority: "Somebody".to_owned(),
                    comment: "By mail.".to_owned(),
                };
                self.open(&actor, GateKind::Approval, Some(group), means)?;
                assert!(NOTES_APPROVALS.contains(&first), "{first} noted an approval");
            }
            Try::Review => {
                self.may(&actor, Verb::Review)?;
                self.open(&actor, GateKind::Review, None, Means::Here)?;
                assert!(REVIEWS.contains(&first), "{first} reviewed");
            }
            Try::Edit(at) => {
                self.may(&actor, Verb::Edit)?;
                let mut changed = self.statement.clone();
                changed.from.groups = self.world.side(FROM[*at]).groups;
                let gates = self.world.gates_of(&changed, first)?;
                let process = self.process().edit(gates)?;
                self.statement = changed;
                self.take(process);
                self.from = FROM[*at];
                self.forget(first);
            }
            Try::SendBack => {
                self.may(&actor, Verb::SendBack)?;
                let process = self.process().send_back("Say by when.")?;
                self.take(process);
            }
            Try::Drop => {
                self.may(&actor, Verb::Drop)?;
                let process = self.process().drop("Overtaken.")?;
                self.take(process);
            }
            Try::Revive => {
                self.may(&actor, Verb::Revive)?;
                let process = self.process().revive()?;
                self.take(process);
            }
            Try::Withdraw => {
                self.may(&actor, Verb::Withdraw)?;
                let process = self.process().withdraw("Sent in error.")?;
                self.take(process);
            }
            Try::RecordAsSent => {
                self.may(&actor, Verb::RecordAsSent)?;
                if self.statement.state == State::Draft {
                    self.forget(first);
                }
                let gates = self.world.gates_of(&self.statement, first)?;
                let process = self.process().record_as_sent(gates)?;
                self.take(process);
                self.statement.travelled = Travelled::Otherwise("by letter".to_owned());
                self.recorded = true;
                self.mail();
            }
        }
        Ok(())
    }

    /// Agrees for every From group that the person drafts for, as one act.
    fn agree(&mut self, actor: &Actor, first: &'static str) -> Result<(), Refusal> {
        self.may(actor, Verb::Agree)?;
        for group in self.from {
            let id = self.world.id(group);
            let role = may_agree(actor, id, &self.world.directory, &self.world.policy);
            if self.waits(GateKind::Agreement, group) && role.is_some() {
                self.open(actor, GateKind::Agreement, Some(group), Means::Here)?;
                let (_, people) = AGREES_FOR.iter().find(|it| it.0 == *group).unwrap();
                assert!(people.contains(&first), "{first} agreed for {group}");
            }
        }
        Ok(())
    }

    fn waits(&self, kind: GateKind, group: &str) -> bool {
        let id = Some(self.world.id(group));
        let mut gates = self.statement.gates.iter();
        gates.any(|gate| gate.kind == kind && gate.group == id && !gate.is_open())
    }

    /// Approves for every From group that the person answers for, as one act.
    fn approve(&mut self, actor: &Actor, first: &'static str) -> Result<(), Refusal> {
        self.may(actor, Verb::Approve)?;
        for group in self.from {
            let id = self.world.id(group);
            let role = may_approve(actor, id, &self.world.directory, &self.world.policy);
            // Whoever answers for a group agrees by approving.
            if self.waits(GateKind::Agreement, group) && role.is_some() {
                self.open(actor, GateKind::Agreement, Some(group), Means::Here)?;
            }
            if self.waits(GateKind::Approval, group) && role.is_some() {
                self.open(actor, GateKind::Approval, Some(group), Means::Here)?;
                let (_, authorities) = ANSWERS_FOR.iter().find(|it| it.0 == *group).unwrap();
                assert!(authorities.contains(&first), "{first} approved for {group}");
            }
        }
        Ok(())
    }

    fn open(
        &mut self,
        actor: &Actor,
        kind: GateKind,
        group: Option<&'static str>,
        means: Means,
    ) -> Result<(), Refusal> {
        let by = actor.person;
        let opening =
            Opening { by, name: actor.name.clone(), role: String::new(), at: now(), means };
        let id: Option<GroupId> = group.map(|group| self.world.id(group));
        let (process, moved) = self.process().open(kind, id, opening)?;
        match (kind, group) {
            (GateKind::Approval, Some(group)) => self.approved.insert(group),
            (GateKind::Agreement, Some(group)) => self.agreed.insert(group),
            (GateKind::Consultation, _) => std::mem::replace(&mut self.consulted, true),
            _ => std::mem::replace(&mut self.reviewed, true),
        };
        self.moved(process, &moved);
        Ok(())
    }

    fn moved(&mut self, process: Process, moved: &Moved) {
        assert_eq!(*moved == Moved::Posted, process.state == State::Posted);
        self.take(process);
        if *moved == Moved::Posted {
            self.mail();
        }
    }

    /// What was agreed to is no longer what the statement says (OUT-9); whoever says it now agrees to it.
    fn forget(&mut self, first: &'static str) {
        (self.approved, self.reviewed) = (BTreeSet::new(), false);
        let agrees = AGREES_FOR.iter().filter(|(_, people)| people.contains(&first));
        self.agreed = agrees.map(|(group, _)| *group).collect();
        self.consulted = first == "Lea";
    }

    fn mail(&mut self) {
        let notices = at_posting(&self.statement, &self.world.directory, &self.world.policy, TODAY);
        if notices.iter().any(|notice| notice.kind == NoticeKind::TheStatement) {
            let all: BTreeSet<&str> = self.from.iter().copied().collect();
            assert_eq!(self.approved, all, "mailed without each group's authority");
            for (group, _) in AGREES_FOR.iter().filter(|(group, _)| all.contains(group)) {
                assert!(self.agreed.contains(group), "mailed although nobody of {group} agreed");
            }
            assert!(self.consulted, "mailed although the liaison manager was not asked");
            assert!(self.reviewed, "mailed without review");
            assert!(!self.recorded, "mailed although it was sent otherwise");
            self.mailed += 1;
        }
    }

    /// Checks what must hold after every try.
    pub(crate) fn check(&self, before: State, what: &Try, refused: bool) {
        let after = self.statement.state;
        let allowed: &[State] = match before {
            State::Draft => &[State::InReview, State::Posted, State::Dropped],
            State::InReview if matches!(what, Try::SendBack) => &[State::Draft],
            State::InReview => &[State::Posted, State::Dropped],
            State::Posted => &[State::Withdrawn],
            State::Dropped => &[State::Draft],
            State::Withdrawn => &[],
        };
        assert!(
            before == after || !refused && allowed.contains(&after),
            "{what:?}: {before} → {after}"
        );
        assert!(self.mailed <= 1, "mailed twice");
        if after.is_public() {
            assert_eq!(
                self.mailed == 1,
                !self.recorded,
                "on record and mailed, or recorded as sent"
            );
            let gates = self.statement.gates.iter().filter(|gate| gate.is_open());
            let given = gates.filter(|gate| gate.kind == GateKind::Approval).count();
            assert_eq!(
                given,
                self.approved.len(),
                "the record shows the approvals that were given"
            );
            let missing = self.approved.len() < self.from.len();
            assert_eq!(self.process().approval_missing(), missing, "and whether one is missing");
            assert!(self.recorded || !missing, "approval is missing in what was mailed");
        } else {
            assert!(!self.process().approval_missing(), "nothing is missing before it is due");
            assert_eq!(
                (self.mailed, self.recorded),
                (0, false),
                "nothing leaves before it is on record"
            );
        }
        if before != after && after == State::Posted && before == State::Draft {
            assert!(self.recorded, "a draft goes on record only as what was sent otherwise");
        }
    }
}

pub(crate) fn any_journey() -> impl Strategy<Value = (&'static [&'static str], Vec<Step>)> {
    let tries = prop::collection::vec(any_step(), 1..60);
    (prop::sample::select(FROM.to_vec()), tries)
}

/// Makes every try in turn and checks what must hold after each.
fn travel(from: &'static [&'static str], tries: &[Step]) -> Journey {
    let mut journey = Journey::new(from);
    for (first, what) in tries {
        let before = journey.statement.clone();
        let refused = journey.attempt(first, what).is_err();
        assert!(!refused || before == journey.statement, "refused, yet changed: {first} {what:?}");
        journey.check(before.state, what, refused);
    }
    journey
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// OUT-2, OUT-3, OUT-5, OUT-9, OUT-10: over all sequences of moves nothing is mailed without each From group's
    /// authority and a review of just what is mailed; what was sent otherwise is never mailed and shows what is
    /// missing; what is on record never goes back.
    #[test]
    fn nothing_is_mailed_without_each_from_groups_authority((from, tries) in any_journey()) {
        travel(from, &tries);
    }
}

/// The property would hold of sequences that lead nowhere: enough of them end in each state, mailed or recorded.
#[test]
fn the_sequences_lead_everywhere() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut ends: BTreeMap<(State, bool, bool), u32> = BTreeMap::new();
    for _ in 0..700 {
        let (from, tries) = any_journey().new_tree(&mut runner).unwrap().current();
        let journey = travel(from, &tries);
        let missing = journey.process().approval_missing();
        *ends.entry((journey.statement.state, journey.mailed == 1, missing)).or_default() += 1;
    }
    let expected = [
        (State::Draft, false, false),
        (State::InReview, false, false),
        (State::Dropped, false, false),
        (State::Posted, true, false),
        (State::Posted, false, true),
        (State::Posted, false, false),
        (State::Withdrawn, true, false),
        (State::Withdrawn, false, true),
    ];
    for end in expected {
        assert!(ends.get(&end).is_some_and(|times| *times >= 5), "{end:?}: {ends:?}");
    }
    let mailed: u32 = ends.iter().filter(|(end, _)| end.1).map(|(_, times)| times).sum();
    assert!(mailed >= 100, "a fifth is mailed: {ends:?}");
}

/// The property would hold of a tool that never mails anything: these sequences do get there.
#[test]
fn the_right_people_get_a_statement_mailed() {
    let mut journey = Journey::new(&["iab", "tsync"]);
    let tries = [
        ("Finn", Try::Submit),
        ("Nora", Try::Review),
        ("Cleo", Try::Approve),
        ("Lea", Try::Advise),
        ("Finn", Try::Edit(3)),
        ("Ben", Try::Approve),
        ("Nora", Try::Review),
        ("Lea", Try::Advise),
    ];
    for (first, what) in &tries {
        journey.attempt(first, what).unwrap();
        assert_eq!(journey.mailed, 0, "{first} {what:?}");
    }
    journey.attempt("Dora", &Try::Approve).unwrap();
    assert_eq!((journey.statement.state, journey.mailed), (State::Posted, 1));
}

/// OUT-2: an AD who drafts may approve, as an act of its own.
#[test]
fn an_area_director_who_drafts_approves_by_an_act_of_its_own() {
    let mut journey = Journey::new(&["tim"]);
    journey.statement.created_by = Some(crate::made::person_id("Cleo"));
    journey.attempt("Cleo", &Try::Submit).unwrap();
    assert_eq!(journey.approved.len(), 0, "submitting approves nothing");
    journey.attempt("Cleo", &Try::Approve).unwrap();
    journey.attempt("Lea", &Try::Advise).unwrap();
    assert_eq!(journey.statement.state, State::InReview, "the review is still to come");
    journey.attempt("Nora", &Try::Review).unwrap();
    assert_eq!(journey.mailed, 1);
}

/// OUT-5: recorded by the liaison manager, nobody mailed, and the record shows that nobody approved.
#[test]
fn what_was_sent_without_approval_is_recorded_as_that() {
    let mut journey = Journey::new(&["tsync", "pix"]);
    journey.attempt("Finn", &Try::Submit).unwrap();
    journey.attempt("Cleo", &Try::Approve).unwrap();
    assert!(journey.attempt("Finn", &Try::RecordAsSent).is_err());
    journey.attempt("Lea", &Try::RecordAsSent).unwrap();
    assert_eq!((journey.statement.state, journey.mailed), (State::Posted, 0));
    let missing = journey.statement.gates.iter().filter(|gate| !gate.is_open());
    let missing: Vec<GateKind> = missing.map(|gate| gate.kind).collect();
    let expected =
        [GateKind::Agreement, GateKind::Approval, GateKind::Consultation, GateKind::Review];
    assert_eq!(missing, expected, "pix's both, the liaison manager's and the coordinator's");
    assert!(journey.attempt("Eli", &Try::Approve).is_err(), "too late to approve");
}
