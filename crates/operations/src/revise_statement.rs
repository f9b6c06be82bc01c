//! Beginning a new statement that takes the place of one that was sent (OUT-5).

use jiff::Timestamp;
use rules::{Actor, EventKind, Link, LinkKind, Number, Statement, Travelled, Verb};

use crate::acting::{Loaded, doer, load, note};
use crate::draft_statement::{blank, may_speak};
use crate::{Desk, Failure};

/// Begins a draft with the same parties, words and files, linked to the one that it revises; returns its number.
///
/// # Errors
/// [`Failure::Refused`] unless it was sent and is on the record, or for whoever may not, or may not speak for its groups.
pub async fn revise_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
) -> Result<Number, Failure> {
    let mut tx = desk.store.begin("revise a statement").await?;
    let Loaded { statement, directory, .. } =
        load(desk, &mut tx, actor, Verb::Revise, number, None).await?;
    let role = may_speak(desk, actor, &statement, &directory)?;
    let revises = Link { kind: LinkKind::Revises, number };
    let answers = statement.links.iter().filter(|link| link.kind == LinkKind::Answers);
    let mut draft = Statement {
        number: tx.next_number().await?,
        purpose: statement.purpose,
        deadlines: statement.deadlines.clone(),
        subject: statement.subject.clone(),
        text: statement.text.clone(),
        consensus: statement.consensus,
        consensus_basis: statement.consensus_basis.clone(),
        from: statement.from.clone(),
        to: statement.to.clone(),
        about_research: statement.about_research,
        settles: statement.settles,
        links: answers.copied().chain([revises]).collect(),
        travelled: Travelled::Mailed,
        created_as: desk.policy.held_words(role, &directory),
        ..blank(statement.direction, actor, now)
    };
    draft.attachments.clone_from(&statement.attachments);
    draft.attachments.retain(|one| one.hidden.is_none());
    for (position, attachment) in (1_i64..).zip(&mut draft.attachments) {
        (attachment.position, attachment.added_after_sending) = (position, false);
    }
    tx.save_statement(&draft).await?;
    let by = doer(desk, actor, Some(role), &directory);
    let words = format!("In place of statement {number}.");
    note(desk, &mut tx, draft.number, EventKind::Drafted, by, &words, now).await?;
    tx.commit().await?;
    Ok(draft.number)
}
