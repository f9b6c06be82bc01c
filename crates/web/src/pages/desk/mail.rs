//! What became of the messages of a statement.

use askama::Template;
use jiff::Timestamp;
use operations::ShownReceipt;
use rules::{Event, Number, OriginStanding, State, Statement, may_be_sent_again};
use store::{Attempt, Bounce, Delivery, DeliveryState, MailFate};

use super::afterwards::Afterwards;
use super::changing::Changing;
use super::faults::FaultList;
use super::preview::EventShown;
use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// What became of the messages of a statement, for whoever is involved in it.
#[derive(Debug, Template)]
#[template(path = "desk/mail.html")]
pub(crate) struct MailPage {
    view: View,
    number: Number,
    subject: String,
    is_public: bool,
    mails: Vec<MailRow>,
    may_answer: bool,
    may_withdraw: bool,
    reason: Field,
    faults: FaultList,
    afterwards: Afterwards,
    changing: Changing,
    history: Vec<EventShown>,
    /// Where it is on the records of others.
    receipts: Vec<ReceiptRow>,
}

/// The receipt of another installation.
#[derive(Debug, Clone)]
struct ReceiptRow {
    item: i64,
    address: String,
    at: Instant,
    /// What shows who sent it, in a sentence.
    origin: String,
    is_shown: bool,
}

/// A message with the fate of each recipient.
#[derive(Debug, Clone)]
pub(crate) struct MailRow {
    id: i64,
    what: String,
    subject: String,
    queued_at: Instant,
    deliveries: Vec<DeliveryRow>,
}

/// The fate of one recipient.
#[derive(Debug, Clone)]
pub(crate) struct DeliveryRow {
    id: i64,
    recipient: String,
    state: &'static str,
    words: String,
    attempts: Vec<(Instant, String)>,
    /// The received message with which it came back.
    report: Option<i64>,
    /// Whether it can be sent again: not while it is tried, and not every kind of message.
    can_be_again: bool,
}

impl MailPage {
    /// Makes the page of a statement.
    pub(crate) fn new(view: View, statement: &Statement, fates: &[MailFate]) -> Self {
        Self {
            view,
            number: statement.number,
            subject: statement.subject.clone(),
            is_public: statement.state.is_public() && statement.state != State::Dropped,
            mails: fates.iter().map(MailRow::of).collect(),
            may_answer: false,
            may_withdraw: false,
            reason: Field::new("reason", "Reason", FieldKind::Lines(3)),
            faults: FaultList::default(),
            afterwards: Afterwards::default(),
            changing: Changing::default(),
            history: Vec::new(),
            receipts: Vec::new(),
        }
    }

    /// Adds what else somebody may do with it, and what happened to it.
    pub(crate) fn with(
        self,
        afterwards: Afterwards,
        changing: Changing,
        history: &[Event],
    ) -> Self {
        let history = history.iter().rev().map(EventShown::of).collect();
        Self { afterwards, changing, history, ..self }
    }

    /// Adds where it is on the records of others.
    pub(crate) fn receipted(self, receipts: &[ShownReceipt]) -> Self {
        Self { receipts: receipts.iter().map(ReceiptRow::of).collect(), ..self }
    }

    /// Returns what was typed into the form of a delivery and what is wrong with it, where it may be sent again.
    fn again(&self, delivery: &DeliveryRow) -> Option<(String, String)> {
        let resend = self.changing.resend.as_ref().filter(|_| delivery.can_be_again)?;
        Some(match resend.delivery == delivery.id {
            true => (resend.typed.clone(), resend.fault.clone()),
            false => (delivery.recipient.clone(), String::new()),
        })
    }

    /// Says whether the person may answer the statement.
    pub(crate) fn answerable(self, may_answer: bool) -> Self {
        Self { may_answer, ..self }
    }

    /// Says whether the person may take it back, with what they typed as the reason.
    pub(crate) fn withdrawable(
        self,
        may_withdraw: bool,
        reason: &str,
        faults: &[(&'static str, String)],
    ) -> Self {
        let hint = "The page of the statement stays, and shows this to everyone.";
        let reason = self.reason.hint(hint).value(reason).faults(faults);
        Self { may_withdraw, reason, faults: FaultList::here(faults), ..self }
    }

    pub(crate) fn sample() -> Self {
        let at = Timestamp::UNIX_EPOCH;
        let attempts = vec![Attempt { at, taken: false, answer: "451 try <later>".to_owned() }];
        let delivery = Delivery {
            id: 1,
            mail: 1,
            recipient: "sg1@example.com".to_owned(),
            state: DeliveryState::Waiting,
            attempts,
            next_try_at: Some(at),
            bounce: None,
        };
        let returned = Delivery {
            id: 2,
            recipient: "sg2@example.com".to_owned(),
            state: DeliveryState::Bounced,
            attempts: Vec::new(),
            bounce: Some(Bounce { item: 5, at, words: "550 no <such> user".to_owned() }),
            ..delivery.clone()
        };
        let row = MailRow {
            id: 1,
            what: what("statement").to_owned(),
            subject: "Question on <boundary> clocks".to_owned(),
            queued_at: Instant(at),
            deliveries: [&delivery, &returned].map(|it| DeliveryRow::of(it, "statement")).to_vec(),
        };
        let hint = "The page of the statement stays, and shows this to everyone.";
        Self {
            view: View::signed_in_sample("/statements/77/mail"),
            number: Number(77),
            subject: "Question on <boundary> clocks".to_owned(),
            is_public: true,
            mails: vec![row],
            may_answer: true,
            may_withdraw: true,
            reason: Field::new("reason", "Reason", FieldKind::Lines(3)).hint(hint),
            faults: FaultList::default(),
            afterwards: Afterwards::sample(),
            changing: Changing::sample(),
            history: Vec::new(),
            receipts: vec![ReceiptRow {
                item: 6,
                address: "https://liaison.example.com/statements/3".to_owned(),
                at: Instant(at),
                origin: "Not verified: nothing that came with it shows who sent it.".to_owned(),
                is_shown: false,
            }],
        }
    }
}

impl ReceiptRow {
    fn of(receipt: &ShownReceipt) -> Self {
        let origin = receipt.origin.as_ref();
        Self {
            item: receipt.item,
            address: receipt.address.clone(),
            at: Instant(receipt.at),
            origin: origin.map_or_else(
                || "Who sent it is not looked at yet.".to_owned(),
                |origin| origin.sentence.clone(),
            ),
            is_shown: origin.is_some_and(|origin| origin.standing == OriginStanding::Shown),
        }
    }
}

impl MailRow {
    fn of(fate: &MailFate) -> Self {
        Self {
            id: fate.mail.id,
            what: what(&fate.mail.kind).to_owned(),
            subject: fate.mail.subject.clone(),
            queued_at: Instant(fate.mail.queued_at),
            deliveries: fate
                .deliveries
                .iter()
                .map(|it| DeliveryRow::of(it, &fate.mail.kind))
                .collect(),
        }
    }
}

/// Returns what a queued message is called.
pub(crate) fn what(kind: &str) -> &str {
    match kind {
        "statement" => "The statement itself",
        "our-copy" => "Word to our own people",
        "distribution" => "The statement, to those whom it concerns",
        "receipt" => "The receipt to the sender",
        "research" => "The statement, to whoever is asked about research",
        "given" => "The statement, to those whom it was given to",
        "no-longer" => "Word that it is with others",
        "relayed" => "The statement, to research groups",
        "no-longer-relayed" => "Word that it is relayed no longer",
        "feedback" => "The note for informal feedback to the sender",
        "step" => "Word of a step",
        "agreement-asked" => "A request for agreement",
        "consultation-asked" => "A request for advice",
        "approval-asked" => "A request for approval",
        "review-asked" => "A request for review",
        "addition" => "Word of what was added",
        "correction" => "The correction",
        "correction-distribution" => "The correction, to those who have it",
        "correction-copy" => "Word of the correction to our own people",
        "undelivered" => "Word of what was not delivered",
        "sign-in-link" => "A link to sign in",
        other => other,
    }
}

impl DeliveryRow {
    pub(crate) fn of(delivery: &Delivery, kind: &str) -> Self {
        let tried = i64::try_from(delivery.attempts.len()).unwrap_or(i64::MAX);
        let last = delivery.attempts.last().map(|attempt| words::instant(attempt.at));
        let (state, words) = match (delivery.state, last) {
            (DeliveryState::Captured, _) => {
                ("met", "Kept and shown, not sent: this is a demonstration".to_owned())
            }
            (DeliveryState::Sent, Some(last)) => {
                ("met", format!("Taken by their server on {last}"))
            }
            (DeliveryState::Sent, None) => ("met", "Taken by their server".to_owned()),
            (DeliveryState::Bounced, _) => ("passed", bounced(delivery)),
            (DeliveryState::Failed, _) => {
                let times = words::count(tried, "attempt", "attempts");
                ("passed", format!("Given up after {times}"))
            }
            (DeliveryState::Waiting, None) => ("open", "About to be sent".to_owned()),
            (DeliveryState::Waiting, Some(_)) => ("open", waiting(delivery, tried)),
        };
        let attempt = |attempt: &Attempt| (Instant(attempt.at), attempt.answer.clone());
        Self {
            id: delivery.id,
            report: delivery.bounce.as_ref().map(|bounce| bounce.item),
            can_be_again: may_be_sent_again(kind) && delivery.state != DeliveryState::Waiting,
            recipient: delivery.recipient.clone(),
            state,
            words,
            attempts: delivery.attempts.iter().map(attempt).collect(),
        }
    }
}

fn bounced(delivery: &Delivery) -> String {
    match &delivery.bounce {
        Some(bounce) => {
            format!("Came back on {}: {}", words::instant(bounce.at), bounce.words)
        }
        None => "Came back".to_owned(),
    }
}

fn waiting(delivery: &Delivery, tried: i64) -> String {
    let times = words::count(tried, "attempt", "attempts");
    match delivery.next_try_at {
        Some(next) => format!("Not taken after {times}, tried again on {}", words::instant(next)),
        None => format!("Not taken after {times}, tried again soon"),
    }
}
