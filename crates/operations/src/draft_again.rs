//! Drafting from an earlier statement: its parties, words and files, and none of its days (RSP-6).

use jiff::Timestamp;
use rules::{
    Actor, Attachment, Contact, Direction, EventKind, Link, LinkKind, Number, Statement, Travelled,
};

use crate::acting::{doer, note};
use crate::draft_statement::{blank, may_speak, propose};
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure, see};

/// Begins a draft with the parties, purpose, words and files of a statement of ours, and returns its number.
///
/// It has no deadline; `follows_up` says whether it is linked to that one as its follow-up.
///
/// # Errors
/// [`Failure::NotFound`] if they may not see it; [`Failure::Refused`] for one that was received, and to whoever may not speak
/// for its groups.
pub async fn draft_again(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    follows_up: bool,
    now: Timestamp,
) -> Result<Number, Failure> {
    let earlier = see(desk, actor, number).await?;
    if earlier.direction != Direction::Outgoing {
        let next = "it is answered, or one of ours is the pattern.";
        return Err(Failure::wrong_state(
            earlier.state,
            "the pattern of a statement of ours",
            next,
        ));
    }
    let directory = desk.store.reader().directory().await?;
    let mut tx = desk.store.begin("draft from an earlier statement").await?;
    let role = may_speak(desk, actor, &earlier, &directory)?;
    let follows = Link { kind: LinkKind::FollowsUp, number };
    let answers = earlier.links.iter().copied().filter(|link| link.kind == LinkKind::Answers);
    let mut draft = Statement {
        number: tx.next_number().await?,
        purpose: earlier.purpose,
        subject: earlier.subject.clone(),
        text: earlier.text.clone(),
        consensus: earlier.consensus,
        from: earlier.from.clone(),
        to: earlier.to.clone(),
        about_research: earlier.about_research,
        settles: earlier.settles,
        links: answers.chain(follows_up.then_some(follows)).collect(),
        attachments: files_of(&earlier),
        travelled: Travelled::Mailed,
        created_as: desk.policy.held_words(role, &directory),
        ..blank(Direction::Outgoing, actor, now)
    };
    // Imported contacts may be a name alone, to which nothing can be mailed.
    for side in [&mut draft.from, &mut draft.to] {
        side.contacts.retain(|contact: &Contact| contact.mailbox().is_some());
    }
    propose(desk, &mut draft, &directory).await?;
    renew_letters(desk, &mut draft, &directory, Converted::Goes, now).await?;
    tx.save_statement(&draft).await?;
    let by = doer(desk, actor, Some(role), &directory);
    let words = format!("With the words of statement {number}.");
    note(desk, &mut tx, draft.number, EventKind::Drafted, by, &words, now).await?;
    tx.commit().await?;
    Ok(draft.number)
}

/// Returns the files and links of a statement that everyone may see, as those of a new one.
fn files_of(statement: &Statement) -> Vec<Attachment> {
    let shown = statement.attachments.iter().filter(|one| one.hidden.is_none() && !one.is_letter());
    let renumbered = (1_i64..).zip(shown).map(|(position, one)| Attachment {
        position,
        added_after_sending: false,
        ..one.clone()
    });
    renumbered.collect()
}
