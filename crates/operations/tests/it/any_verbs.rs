//! What holds whatever anybody does in whatever order: nothing is mailed without what the policy demands, nothing on the record
//! changes without a version, and what is queued is what was previewed (OUT-2, OUT-4, OUT-9, OUT-10, OUT-11, REC-2).

use std::collections::BTreeMap;

use operations::{
    Failure, SentOtherwise, StatementForm, agree_to_statement, answer_consultation,
    approve_statement, begin_correction, comment_on_statement, draft_statement, drop_statement,
    edit_statement, note_approval, note_sending, preview_statement, record_as_sent,
    review_statement, revive_statement, send_back_statement, submit_statement, withdraw_statement,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rules::{Number, State, Statement, Travelled};

use crate::world::{TODAY, World, later, question, worlds};

/// Who may do what here, written down a second time, so that the rules are compared with something. The statement is tsync's,
/// for a group of the ETU.
const APPROVE: &[&str] = &["Bo"];
const AGREE: &[&str] = &["Anna", "Bo"];
const NOTE: &[&str] = &["Cy", "Gil"];
const ADVISE: &[&str] = &["Di", "Cy"];
const REVIEW: &[&str] = &["Cy"];
const EVERYBODY: &[&str] = &["Anna", "Bo", "Cy", "Di", "Eve", "Flo", "Gil", "Hal"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Try {
    Submit,
    Agree,
    Approve,
    NoteApproval,
    Advise,
    Review,
    Edit,
    SendBack,
    Drop,
    Revive,
    Withdraw,
    RecordAsSent,
    NoteSending,
    Correct,
    Comment,
}

/// Somebody tries something with the statement, or with the correction of it that is on its way.
type Step = (&'static str, Try, bool);

fn any_step() -> impl Strategy<Value = Step> {
    use Try::*;
    let all = vec![
        Submit,
        Agree,
        Approve,
        NoteApproval,
        Advise,
        Review,
        Edit,
        SendBack,
        Drop,
        Revive,
        Withdraw,
        RecordAsSent,
        NoteSending,
        Correct,
        Comment,
    ];
    // Without people who know the process hardly any sequence would get anywhere.
    let usual = prop::sample::select(vec![
        ("Anna", Submit),
        ("Anna", Submit),
        ("Bo", Approve),
        ("Bo", Approve),
        ("Di", Advise),
        ("Di", Advise),
        ("Cy", Review),
        ("Cy", Review),
        ("Cy", NoteApproval),
        ("Anna", Agree),
        ("Anna", Edit),
        ("Cy", Correct),
        ("Anna", Correct),
        ("Cy", Revive),
        ("Anna", NoteSending),
    ]);
    let anybody = (prop::sample::select(EVERYBODY), prop::sample::select(all));
    (prop_oneof![4 => usual, 1 => anybody], any::<bool>())
        .prop_map(|((who, what), of_correction)| (who, what, of_correction))
}

/// A message to the other side: its kind, subject, recipients, and its text.
type Mailed = (String, String, Vec<String>, String);

/// What was given of what must be given, as the test saw it.
#[derive(Debug, Clone, Default)]
struct Given {
    agreed: bool,
    approved: bool,
    advised: bool,
    reviewed: bool,
}

impl Given {
    fn is_all(&self) -> bool {
        self.agreed && self.approved && self.advised && self.reviewed
    }
}

/// What everybody reads of a statement that is on the record.
fn said(statement: &Statement) -> impl PartialEq + std::fmt::Debug + use<> {
    let Statement { subject, text, purpose, deadlines, consensus, .. } = statement.clone();
    let (from, to) = (statement.from.clone(), statement.to.clone());
    let files = statement.attachments.clone();
    (subject, text, purpose, deadlines, consensus, from, to, files)
}

/// Returns a message as its reader sees it, without the marks of its encoding (RFC 2045 §6.7).
fn as_read(message: &str) -> String {
    let mut read = Vec::new();
    let joined = message.replace("=\n", "");
    let mut pieces = joined.split('=');
    read.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let byte = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                read.push(byte);
                read.extend_from_slice(&piece.as_bytes()[2..]);
            }
            None => {
                read.push(b'=');
                read.extend_from_slice(piece.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

struct Walk<'a> {
    world: &'a World,
    number: Number,
    correction: Option<Number>,
    /// By the number under which it is prepared.
    given: BTreeMap<Number, Given>,
    drafted_by: BTreeMap<Number, &'static str>,
    done: usize,
    posted: bool,
    /// Whether somebody noted how it went, once everything was given.
    sent_otherwise: bool,
    corrected: usize,
}

#[tokio::test]
async fn whatever_anybody_does_nothing_is_mailed_without_its_gates_or_otherwise_than_previewed() {
    let mut runner = TestRunner::deterministic();
    let walks: Vec<Vec<Step>> = (0..5)
        .map(|_| prop::collection::vec(any_step(), 70).new_tree(&mut runner).unwrap().current())
        .collect();
    for world in worlds("anyverbs").await {
        let (mut posted, mut corrected, mut sent_otherwise) = (0, 0, 0);
        for (at, steps) in walks.iter().enumerate() {
            let drafted_by = if at % 2 == 0 { "Anna" } else { "Gil" };
            // The last is to be sent by other means.
            let how = if at == 4 { "by their form" } else { "" };
            let mut walk = Walk::begin(&world, drafted_by, how).await;
            for (count, step) in steps.iter().enumerate() {
                walk.take(*step, 10 + i64::try_from(count).unwrap()).await;
            }
            assert!(walk.done > 3, "a walk in which nothing was done shows nothing: {steps:?}");
            posted += usize::from(walk.posted);
            sent_otherwise += usize::from(walk.sent_otherwise);
            corrected += walk.corrected;
        }
        assert!(
            posted > 2 && corrected > 0 && sent_otherwise > 0,
            "{posted} posted, {corrected} corrected, {sent_otherwise} sent otherwise"
        );
    }
}

impl<'a> Walk<'a> {
    async fn begin(world: &'a World, drafted_by: &'static str, how: &str) -> Self {
        let actor = world.actor(drafted_by).await;
        let form = StatementForm { travelled: how.to_owned(), ..question() };
        let number = draft_statement(&world.desk, &actor, &form, later(1)).await.unwrap();
        let given = BTreeMap::from([(number, Given::default())]);
        let drafted_by = BTreeMap::from([(number, drafted_by)]);
        Self {
            world,
            number,
            correction: None,
            given,
            drafted_by,
            done: 0,
            posted: false,
            sent_otherwise: false,
            corrected: 0,
        }
    }

    async fn take(&mut self, step: Step, at: i64) {
        let (who, what, of_correction) = step;
        let own = self.correction.filter(|_| of_correction).unwrap_or(self.number);
        let before = (self.world.statement(self.number).await, self.queued().await);
        let cy = self.world.actor("Cy").await;
        let preview = preview_statement(&self.world.desk, &cy, own, later(at)).await.ok();
        let unchanged = self.world.statement(own).await;
        match self.attempt(who, what, own, at).await {
            Ok(()) => self.note(step, own),
            Err(Failure::Refused(_) | Failure::NotFound(_)) => {
                assert_eq!(
                    self.world.statement(own).await,
                    unchanged,
                    "{step:?} was refused and did something"
                );
            }
            Err(failure) => panic!("{step:?}: {failure}"),
        }
        let after = (self.world.statement(self.number).await, self.queued().await);
        self.look(step, own, &before, &after, preview.as_ref()).await;
    }

    /// The messages that the statement went out with, to the other side: kind, subject, recipients, text.
    async fn queued(&self) -> Vec<Mailed> {
        let mut all = Vec::new();
        for fate in self.world.desk.store.reader().mail_of(self.number).await.unwrap() {
            if ["statement", "correction"].contains(&fate.mail.kind.as_str()) {
                let text = self.world.mail(&fate).await;
                all.push((fate.mail.kind, fate.mail.subject, fate.mail.recipients, text));
            }
        }
        all
    }

    async fn attempt(
        &mut self,
        who: &'static str,
        what: Try,
        own: Number,
        at: i64,
    ) -> Result<(), Failure> {
        let (desk, actor, now) = (&self.world.desk, self.world.actor(who).await, later(at));
        let statement = self.world.statement(own).await;
        let seen = statement.revision;
        match what {
            Try::Submit => submit_statement(desk, &actor, own, seen, now).await,
            Try::Agree => agree_to_statement(desk, &actor, own, seen, now).await,
            Try::Approve => approve_statement(desk, &actor, own, seen, now).await,
            Try::NoteApproval => {
                note_approval(desk, &actor, own, "tsync", "Bo Director", "By phone.", now).await
            }
            Try::Advise => answer_consultation(desk, &actor, own, "etu", "Fine.", now).await,
            Try::Review => review_statement(desk, &actor, own, seen, now).await,
            Try::Edit => {
                let text = format!("Dear colleagues,\n\nthis is what we ask at minute {at}.\n");
                let form = StatementForm { text, ..StatementForm::of(&statement) };
                edit_statement(desk, &actor, own, seen, &form, now).await
            }
            Try::SendBack => send_back_statement(desk, &actor, own, "Say more.", now).await,
            Try::Drop => drop_statement(desk, &actor, own, "Not now.", now).await,
            Try::Revive => revive_statement(desk, &actor, own, now).await,
            Try::Withdraw => withdraw_statement(desk, &actor, own, "It was wrong.", now).await,
            Try::RecordAsSent => {
                let sent = SentOtherwise { on: TODAY, how: "By their form." };
                record_as_sent(desk, &actor, own, sent, now).await
            }
            Try::NoteSending => {
                let sent = SentOtherwise { on: TODAY, how: "By their form." };
                note_sending(desk, &actor, own, sent, now).await
            }
            Try::Correct => {
                let begun =
                    begin_correction(desk, &actor, self.number, ("A slip.", true), now).await?;
                self.correction = Some(begun);
                self.given.insert(begun, Given::default());
                self.drafted_by.insert(begun, who);
                Ok(())
            }
            Try::Comment => comment_on_statement(desk, &actor, own, "Noted.", true, now).await,
        }
    }

    /// Writes down what was given, and that those who gave it may.
    fn note(&mut self, (who, what, _): Step, own: Number) {
        let may = |those: &[&str]| assert!(those.contains(&who), "{who} did {what:?}");
        self.done += 1;
        // The chair's own draft needs nobody's agreement (OUT-12).
        let agreed = self.drafted_by[&own] == "Anna";
        let given = self.given.entry(own).or_default();
        match what {
            Try::Submit | Try::Edit => *given = Given { agreed, ..Given::default() },
            Try::Agree => {
                may(AGREE);
                given.agreed = true;
            }
            Try::Approve => {
                may(APPROVE);
                (given.approved, given.agreed) = (true, true);
            }
            Try::NoteApproval => {
                may(NOTE);
                // Whoever approves may agree, and did, wherever it was.
                (given.approved, given.agreed) = (true, true);
            }
            Try::Advise => {
                may(ADVISE);
                given.advised = true;
            }
            Try::Review => {
                may(REVIEW);
                given.reviewed = true;
            }
            Try::SendBack | Try::Drop => *given = Given::default(),
            _ => {}
        }
    }

    async fn look(
        &mut self,
        step: Step,
        own: Number,
        (was, had): &(Statement, Vec<Mailed>),
        (is, has): &(Statement, Vec<Mailed>),
        preview: Option<&operations::Preview>,
    ) {
        assert_eq!(&has[..had.len()], &had[..], "what was queued stays as it was: {step:?}");
        for (kind, subject, to, text) in &has[had.len()..] {
            let given = &self.given[&own];
            assert!(given.is_all(), "{step:?} mailed {kind} with no more than {given:?}");
            let preview = preview.expect("what is mailed could be previewed");
            let shown = preview.mails.iter().find(|mail| mail.subject == *subject);
            let shown = shown.unwrap_or_else(|| panic!("“{subject}” was not previewed"));
            let seen: Vec<&str> = shown.to.iter().map(|to| to.address()).collect();
            assert_eq!(seen, to.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(
                as_read(text).contains(&shown.text),
                "{text}\nwas previewed as\n{}",
                shown.text
            );
        }
        if is.state == State::Posted && was.state != State::Posted {
            self.posted = true;
            self.sent_otherwise |= step.1 == Try::NoteSending;
            let mailed = has.len() > had.len();
            let otherwise = matches!(is.travelled, Travelled::Otherwise(_));
            assert_eq!(mailed, !otherwise && was.state != State::Withdrawn, "{step:?}");
            let given = &self.given[&own];
            assert!(
                step.1 != Try::NoteSending || given.is_all(),
                "sent with no more than {given:?}"
            );
        }
        if was.state == State::Posted {
            if is.version == was.version {
                assert_eq!(said(is), said(was), "{step:?} changed the record without a version");
            } else {
                self.corrected += 1;
                let versions =
                    self.world.desk.store.reader().versions(&[self.number]).await.unwrap();
                assert!(versions.iter().any(|version| version.version == was.version));
                self.correction = None;
            }
        }
        assert!(was.state != State::Posted || is.state.is_public(), "nothing leaves the record");
    }
}
