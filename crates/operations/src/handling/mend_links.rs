//! Mending what a statement on the record is to others: a reply that was posted under the wrong exchange is moved.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Link, LinkKind, Number, State, Step, Verb};

use super::{Case, said};
use crate::form::numbers;
use crate::give_statement::refused;
use crate::{Desk, Failure, see};

/// What a statement is to others from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MendedLinks<'a> {
    /// The numbers of those that it answers.
    pub answers: &'a str,
    /// The numbers of those that it follows up.
    pub follows_up: &'a str,
    /// Why this is right, for everyone.
    pub reason: &'a str,
}

/// Sets which statements one on the record answers and follows up; the history says what it said before.
///
/// What it answered waits again, and what it answers now is answered; all are told that the policy names.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without a reason, for numbers of no statement on the record or of itself, or if
/// nothing would change.
pub async fn mend_links(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    mended: MendedLinks<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::MendLinks, number, now).await?;
    let reason = said("links_reason", mended.reason, "Say why: everyone reads it.")?;
    let kinds = [
        (LinkKind::Answers, "links_answers", mended.answers),
        (LinkKind::FollowsUp, "links_follows_up", mended.follows_up),
    ];
    let before = case.statement.links.clone();
    let mut links: Vec<Link> = Vec::new();
    for (kind, field, typed) in kinds {
        for other in numbers(typed, number).map_err(|fault| refused(field, fault))? {
            let seen = see(desk, actor, other).await;
            if !seen.is_ok_and(|statement| statement.state.is_public()) {
                let fault = format!("There is no statement {other} on the record.");
                return Err(refused(field, fault));
            }
            links.push(Link { kind, number: other });
        }
    }
    let is_other = |link: &&Link| !kinds.iter().any(|(kind, ..)| *kind == link.kind);
    links.extend(before.iter().filter(is_other).copied());
    if in_words(&links) == in_words(&before) {
        return Err(refused("links_answers", "Nothing would change.".to_owned()));
    }
    case.statement.links = links;
    let words =
        format!("{} Before: {} {reason}", in_words(&case.statement.links), in_words(&before));
    case.note(EventKind::LinksChanged, &words).await?;
    moved(&mut case, &before).await?;
    case.close(Step::LinksMended, &words, &HashSet::new()).await
}

/// Notes with each statement that was answered before, or is now, that this changed.
async fn moved(case: &mut Case<'_>, before: &[Link]) -> Result<(), Failure> {
    let answers = |links: &[Link]| -> Vec<Number> {
        let answers = links.iter().filter(|link| link.kind == LinkKind::Answers);
        answers.map(|link| link.number).collect()
    };
    let (was, is) = (answers(before), answers(&case.statement.links));
    let this = case.statement.number;
    let gone = was.iter().filter(|it| !is.contains(it));
    let come = is.iter().filter(|it| !was.contains(it));
    let gone =
        gone.map(|it| (*it, format!("Statement {this} was taken for its answer, and is none.")));
    let come = come.map(|it| (*it, format!("Statement {this} is linked as its answer.")));
    for (other, words) in gone.chain(come).collect::<Vec<_>>() {
        let found = case.tx.statement(other).await?;
        if found.is_some_and(|it| it.state == State::Posted) {
            let (desk, by, now) = (case.desk, case.by.clone(), case.now);
            let kind = EventKind::LinksChanged;
            crate::acting::note(desk, &mut case.tx, other, kind, by, &words, now).await?;
        }
    }
    Ok(())
}

/// Returns links in a sentence: "Answers 12 and 14."
fn in_words(links: &[Link]) -> String {
    let mut all: Vec<String> =
        links.iter().map(|link| format!("{} {}", link.kind, link.number)).collect();
    all.sort();
    if all.is_empty() { "Linked to none.".to_owned() } else { format!("It {}.", all.join(", ")) }
}
