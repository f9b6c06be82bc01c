//! How a statement moves from state to state.
//!
//! A move takes the process as it is and gives back the next, or says why not. Nothing else can change a state, so
//! what holds for every sequence of moves holds for every statement.

use jiff::Timestamp;

use crate::{Gate, GateKind, GroupId, Opening, Refusal, State, Statement};

/// The part of a statement that moves: its state, its gates, and when it goes at the earliest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Where it stands.
    pub state: State,
    /// What must be given before it is posted.
    pub gates: Vec<Gate>,
    /// It is not posted before this, whatever is open.
    pub not_before: Option<Timestamp>,
    /// It goes by other means than mail from here: with its last gate it waits for somebody to send it, and to note that.
    pub by_hand: bool,
}

/// What a move did besides changing the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// It waits for further gates.
    Waits,
    /// The last gate opened: it is posted now, by the tool itself (OUT-10).
    Posted,
}

impl Process {
    /// Returns the process of a new draft.
    pub fn draft() -> Self {
        Self { state: State::Draft, gates: Vec::new(), not_before: None, by_hand: false }
    }

    /// Returns the process of a statement.
    pub fn of(statement: &Statement) -> Self {
        Self {
            state: statement.state,
            gates: statement.gates.clone(),
            not_before: statement.goes.as_ref().map(|goes| goes.at),
            by_hand: statement.goes_by_other_means().is_some(),
        }
    }

    /// Submits a draft: the gates given stand closed before it. With no gates it is posted at once,
    /// unless a later time is set.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is a draft.
    pub fn submit(self, gates: Vec<Gate>, now: Timestamp) -> Result<(Self, Moved), Refusal> {
        match self.state {
            State::Draft => Ok(Self { state: State::InReview, gates, ..self }.post_if_open(now)),
            state => Err(Refusal::WrongState {
                state,
                verb: "submitted",
                next: "only a draft is submitted.",
            }),
        }
    }

    /// Opens a gate; the statement is posted when it was the last, unless a later time is set.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is in review, [`Refusal::NoSuchGate`], [`Refusal::GateOpen`], or
    /// [`Refusal::NotItsTurn`] where the policy has others open first.
    pub fn open(
        mut self,
        kind: GateKind,
        group: Option<GroupId>,
        opening: Opening,
    ) -> Result<(Self, Moved), Refusal> {
        if self.state != State::InReview {
            return Err(Refusal::WrongState {
                state: self.state,
                verb: match kind {
                    GateKind::Agreement => "agreed to",
                    GateKind::Approval => "approved",
                    GateKind::Consultation => "commented on for its liaison manager",
                    GateKind::Review => "reviewed",
                },
                next: "only what is in review waits for that.",
            });
        }
        let first = first_closed(&self.gates).map(|gate| (gate.stage, gate.kind));
        let gate = self.gates.iter_mut().find(|gate| gate.kind == kind && gate.group == group);
        let gate = gate.ok_or(Refusal::NoSuchGate)?;
        if let Some(opening) = &gate.opening {
            return Err(Refusal::GateOpen { by: opening.name.clone() });
        }
        if let Some((_, first)) = first.filter(|(stage, _)| *stage < gate.stage) {
            return Err(Refusal::NotItsTurn { first });
        }
        let now = opening.at;
        gate.opening = Some(opening);
        Ok(self.post_if_open(now))
    }

    /// Notes a change of what is said, by whom, or to whom: every gate closes again (OUT-9).
    ///
    /// The gates given are those that the changed statement needs.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] once it is posted or dropped.
    pub fn edit(self, gates: Vec<Gate>) -> Result<Self, Refusal> {
        match self.state {
            State::Draft => Ok(self),
            State::InReview => Ok(Self { gates, ..self }),
            State::Dropped => Err(Refusal::WrongState {
                state: self.state,
                verb: "changed",
                next: "revive it first.",
            }),
            state @ (State::Posted | State::Withdrawn) => Err(Refusal::WrongState {
                state,
                verb: "changed",
                next: "the record is permanent: what is posted can be corrected, and a new statement can revise it.",
            }),
        }
    }

    /// Sends a statement in review back to whoever drafted it: a draft again, whose gates all close.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is in review; [`Refusal::NoReason`] without a reason.
    pub fn send_back(self, reason: &str) -> Result<Self, Refusal> {
        match self.state {
            State::InReview if reason.trim().is_empty() => Err(Refusal::NoReason),
            State::InReview => {
                Ok(Self { not_before: self.not_before, by_hand: self.by_hand, ..Self::draft() })
            }
            state => Err(Refusal::WrongState {
                state,
                verb: "sent back",
                next: "only what is in review is.",
            }),
        }
    }

    /// Gives up a statement that was never posted; it can be revived.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] once it is posted; [`Refusal::NoReason`] without a reason.
    pub fn drop(self, reason: &str) -> Result<Self, Refusal> {
        match self.state {
            State::Draft | State::InReview if reason.trim().is_empty() => Err(Refusal::NoReason),
            State::Draft | State::InReview => Ok(Self { state: State::Dropped, ..Self::draft() }),
            State::Dropped => Err(Refusal::WrongState {
                state: self.state,
                verb: "dropped",
                next: "it already is.",
            }),
            state @ (State::Posted | State::Withdrawn) => Err(Refusal::WrongState {
                state,
                verb: "dropped",
                next: "what is on the record stays there; it can be withdrawn with a reason.",
            }),
        }
    }

    /// Takes up a dropped statement again, as a draft.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is dropped.
    pub fn revive(self) -> Result<Self, Refusal> {
        match self.state {
            State::Dropped => Ok(Self::draft()),
            state => Err(Refusal::WrongState {
                state,
                verb: "revived",
                next: "only what was dropped is revived.",
            }),
        }
    }

    /// Takes a posted statement back; its page stays, with who and why.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is posted; [`Refusal::NoReason`] without a reason.
    pub fn withdraw(self, reason: &str) -> Result<Self, Refusal> {
        match self.state {
            State::Posted if reason.trim().is_empty() => Err(Refusal::NoReason),
            State::Posted => Ok(Self { state: State::Withdrawn, ..self }),
            state => Err(Refusal::WrongState {
                state,
                verb: "withdrawn",
                next: "only what is posted can be withdrawn.",
            }),
        }
    }

    /// Records a statement that was already sent by other means; gates that are closed stay so, as what is missing.
    ///
    /// Nothing is mailed to the other side because of it (OUT-5, REC-7).
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is a draft or in review.
    pub fn record_as_sent(self, needed: Vec<Gate>) -> Result<Self, Refusal> {
        match self.state {
            State::Draft => Ok(Self { state: State::Posted, gates: needed, ..self }),
            State::InReview => Ok(Self { state: State::Posted, ..self }),
            state => Err(Refusal::WrongState {
                state,
                verb: "recorded",
                next: "only a draft or one in review is.",
            }),
        }
    }

    /// Says whether a gate can be opened now: it is closed, and none that comes before it is.
    pub fn is_due(&self, gate: &Gate) -> bool {
        let turn = first_closed(&self.gates).map(|first| first.stage);
        self.state == State::InReview && !gate.is_open() && turn == Some(gate.stage)
    }

    /// Says whether it went on the record without an approval that it needed (OUT-5).
    pub fn approval_missing(&self) -> bool {
        let closed = |gate: &Gate| gate.kind == GateKind::Approval && !gate.is_open();
        self.state.is_public() && self.gates.iter().any(closed)
    }

    /// Posts what waits for its time alone, once that has come; what waits for a gate goes on waiting.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] unless it is in review.
    pub fn come_due(self, now: Timestamp) -> Result<(Self, Moved), Refusal> {
        match self.state {
            State::InReview => Ok(self.post_if_open(now)),
            state => Err(Refusal::WrongState {
                state,
                verb: "posted",
                next: "only what is in review is.",
            }),
        }
    }

    /// Says whether every gate is open, so that it waits for its time alone.
    pub fn waits_for_its_time(&self) -> bool {
        self.state == State::InReview && !self.by_hand && self.gates.iter().all(Gate::is_open)
    }

    /// Says whether every gate is open, so that it waits for somebody alone who sends it by other means.
    pub fn waits_to_be_sent(&self) -> bool {
        self.state == State::InReview && self.by_hand && self.gates.iter().all(Gate::is_open)
    }

    /// Puts what somebody sent by other means on the record, once nothing else is waited for.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] while it waits for a gate, and for what is mailed from here.
    pub fn note_sent(self) -> Result<Self, Refusal> {
        if self.waits_to_be_sent() {
            return Ok(Self { state: State::Posted, ..self });
        }
        Err(Refusal::WrongState {
            state: self.state,
            verb: "noted as sent",
            next: "only what goes by other means is, once every gate is open.",
        })
    }

    fn post_if_open(self, now: Timestamp) -> (Self, Moved) {
        let has_come = self.not_before.is_none_or(|at| at <= now);
        if has_come && !self.by_hand && self.gates.iter().all(Gate::is_open) {
            (Self { state: State::Posted, ..self }, Moved::Posted)
        } else {
            (self, Moved::Waits)
        }
    }
}

/// The closed gate whose turn comes first.
fn first_closed(gates: &[Gate]) -> Option<&Gate> {
    gates.iter().filter(|gate| !gate.is_open()).min_by_key(|gate| gate.stage)
}
