//! Marking a received statement as being about research, or no longer (1, IN-4).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Mailbox, Number, Step, Verb, research_asked};

use crate::acting::{Loaded, doer, load, note};
use crate::desk::day_of;
use crate::mailing::{About, send_about};
use crate::notices::received;
use crate::telling::{Told, silent_for, tell};
use crate::{Desk, Failure};

/// Marks a statement on the record as being about research, or not: whoever is asked about that is told, sees it at the desk,
/// may relay it, and is consulted before a reply goes out.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, or where the policy asks nobody about research.
pub async fn mark_research(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    about_research: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("mark a statement as being about research").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::MarkResearch, number, None).await?;
    if statement.about_research == about_research {
        return Ok(());
    }
    statement.about_research = about_research;
    let by = doer(desk, actor, role, &directory);
    let words = if about_research {
        "Marked as being about research."
    } else {
        "No longer marked as being about research."
    };
    note(desk, &mut tx, number, EventKind::ResearchMarked, by.clone(), words, now).await?;
    let mut silent = silent_for(desk, &by, &directory);
    let mut to = research_asked(&statement, &directory, &desk.policy, day_of(now));
    to.retain(|mailbox| silent.insert(mailbox.key()));
    let asked: HashSet<String> = to.iter().map(Mailbox::key).collect();
    let about = About {
        kind: "research",
        words: received::research(desk, &statement),
        to,
        reply_to: None,
        is_whole: true,
    };
    send_about(desk, &mut tx, &statement, about, now).await?;
    let told = Told { step: Step::Marked, by: &by, words: "", now };
    tell(desk, &mut tx, &statement, &directory, &told, &asked).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}
