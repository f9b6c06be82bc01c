//! Correcting what is on the record: a new version, through the same gates (REC-2).

use jiff::Timestamp;

use crate::{Actor, Attachment, Direction, Gate, Number, Refusal, State, Statement};

/// What makes a statement on its way a correction of one that is on the record.
///
/// It stands beside that one under a number of its own, which only those know who see it, and takes its place when its last
/// gate opens; until then the record says what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The statement on the record.
    pub of: Number,
    /// Why it is corrected, for everyone.
    pub why: String,
    /// Whether those who got the statement get the correction.
    pub resend: bool,
    /// Which version of the other it became.
    pub became: Option<i64>,
}

impl Correction {
    /// Returns the version that a correction on its way will be, or became: `correction` is the statement that it is of.
    pub fn makes(&self, correction: &Statement) -> i64 {
        self.became.unwrap_or(correction.version + 1)
    }
}

impl Statement {
    /// Returns a correction of this statement as a draft that says what the record says.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is posted; [`Refusal::Fields`] without a reason.
    pub fn begin_correction(
        &self,
        number: Number,
        (why, resend): (&str, bool),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if self.state != State::Posted || self.correction.is_some() {
            return Err(Refusal::WrongState {
                state: self.state,
                verb: "corrected",
                next: "only what is posted can be.",
            });
        }
        let why = why.trim().to_owned();
        if why.is_empty() {
            let fault = "Say what is corrected and why: everyone reads it.".to_owned();
            return Err(Refusal::Fields(vec![("correction_why", fault)]));
        }
        Ok(Self {
            number,
            state: State::Draft,
            gates: Vec::new(),
            letter_pdfs: None,
            goes: None,
            revision: 0,
            recorded_at: None,
            message_id: None,
            approval_missing: false,
            created_by: by.person,
            created_as: String::new(),
            created_at: now,
            correction: Some(Correction { of: self.number, why, resend, became: None }),
            // Who sees to it, and what came of it, stays with the one on the record.
            handling: crate::Handling::default(),
            ..self.clone()
        })
    }

    /// Returns what the record says with a correction in its place.
    ///
    /// Nothing that came with the statement is lost; what the correction adds is marked as added after sending. Who has it, what
    /// it is about, and what became of it stay as they are now.
    pub fn corrected_by(&self, correction: &Self) -> Self {
        let (from, to) = (correction.from.clone(), correction.to.clone());
        let received = self.direction == Direction::Incoming;
        Self {
            version: self.version + 1,
            purpose: correction.purpose,
            purpose_as_written: correction.purpose_as_written.clone(),
            deadlines: correction.deadlines.clone(),
            subject: correction.subject.clone(),
            subject_supplied: self.subject_supplied && correction.subject == self.subject,
            text: correction.text.clone(),
            consensus: correction.consensus,
            consensus_basis: correction.consensus_basis.clone(),
            from,
            to,
            identifiers: correction.identifiers.clone(),
            settles: correction.settles,
            deadline_asked: correction.deadline_asked,
            sent_on: if received { correction.sent_on } else { self.sent_on },
            received_on: correction.received_on,
            travelled: if received { correction.travelled.clone() } else { self.travelled.clone() },
            links: correction.links.clone(),
            gates: correction.gates.clone(),
            attachments: self.attachments_with(&correction.attachments),
            letter_pdfs: correction.letter_pdfs.clone(),
            ..self.clone()
        }
    }

    /// Puts a correction in the place of this statement, and closes it: it is on the record under this one's number.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless this is posted, and the correction is one of it with all its gates open.
    pub fn take_correction(&self, correction: &mut Self) -> Result<Self, Refusal> {
        let is_its = correction.correction.as_ref().is_some_and(|it| it.of == self.number);
        let is_open =
            correction.state == State::Posted && correction.gates.iter().all(Gate::is_open);
        if self.state != State::Posted || !is_its || !is_open {
            return Err(Refusal::WrongState {
                state: self.state,
                verb: "corrected",
                next: "only what is posted can be: drop the correction.",
            });
        }
        let corrected = self.corrected_by(correction);
        correction.state = State::Dropped;
        if let Some(it) = &mut correction.correction {
            it.became = Some(corrected.version);
        }
        Ok(corrected)
    }

    fn attachments_with(&self, others: &[Attachment]) -> Vec<Attachment> {
        let mut all = self.attachments.clone();
        let is_same = |one: &Attachment, other: &Attachment| {
            one.position == other.position && one.title == other.title && one.body == other.body
        };
        for other in others {
            if !self.attachments.iter().any(|one| is_same(one, other)) {
                let position = all.iter().map(|one| one.position).max().unwrap_or(0) + 1;
                all.push(Attachment { position, added_after_sending: true, ..other.clone() });
            }
        }
        all
    }
}
