//! What the group says of a statement that was put to it; the reply begins with that (RSP-7).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, DiscussionKind, EventKind, Number, Step, Verb};

use super::{Case, link, said, with_link};
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// Notes what a group says: consensus, collected comments or no interest, in words and with where it can be read.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, for anything else, without words, or for a link that is no address.
pub async fn hear_group(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    (kind, words, address): (Option<DiscussionKind>, &str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    case.must_be_open().await?;
    let Some(kind) = kind.filter(|kind| kind.is_heard()) else {
        return Err(refused("heard", "Say what came of it.".to_owned()));
    };
    let missing = match kind {
        DiscussionKind::NoInterest => "",
        _ => "Write what the group says: the reply begins with it.",
    };
    let (words, link) = (said("heard_words", words, missing)?, link("heard_link", address)?);
    case.add(kind, &words, &link);
    let noted = with_link(&format!("{kind}. {words}"), &link);
    case.note(EventKind::GroupHeard, noted.trim()).await?;
    case.close(Step::Noted, noted.trim(), &HashSet::new()).await
}
