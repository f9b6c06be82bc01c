//! What waits for whom, and reminding them of it: on the desk, by one message a day, and in a calendar; all three from one
//! list.

mod ask_again;
mod calendar;
mod drafts;
mod remind;
mod waiting;
mod wishes;

/// Which messages these are, among all that are mailed.
pub(crate) const REMINDERS: &str = "reminders";

pub use ask_again::{AskingDraft, ask_again, draft_asking, let_be};
pub use calendar::{calendar_person, make_calendar, revoke_calendar};
pub use remind::{Reminding, remind};
pub use waiting::{address_of, waiting_for};
pub use wishes::{set_wishes, unsubscribe};
