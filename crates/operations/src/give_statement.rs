//! Giving a received statement to other groups than those that have it (3.1, IN-3); what it names stays (REC-11).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{
    Actor, Directory, Doer, EventKind, GivenKind, GroupRef, Handover, Mailbox, Number, Refusal,
    Statement, Step, Verb, addresses_of_groups,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::desk::day_of;
use crate::form::our_groups_named;
use crate::mailing::{About, send_about};
use crate::notices::received;
use crate::telling::{Told, silent_for, tell};
use crate::{Desk, Failure};

/// Gives a statement on the record to the groups of these acronyms, in place of those that have it; given to the groups that
/// it names, or to none, it is as it was sent.
///
/// Those that have it now and had it not before are told, with all of it and what is expected of them; those that have it no
/// longer are told too, and nobody twice.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, for a group that is none of ours, or if nothing would change.
pub async fn give_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    groups: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("give a statement to other groups").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Give, number, None).await?;
    let by = doer(desk, actor, role, &directory);
    let groups = our_groups_named(groups, &directory).map_err(|fault| refused("give_to", fault))?;
    let handover = statement.hand_to(&groups, GivenKind::Forwarded, &by, now);
    if handover.is_empty() {
        let fault = "These groups have it already: name others, or leave it as it is.".to_owned();
        return Err(refused("give_to", fault));
    }
    let words = handover.words();
    note(desk, &mut tx, number, EventKind::Given, by.clone(), &words, now).await?;
    let mut parting = Parting::new(desk, &directory, &by, now);
    let newly = parting.reached(&handover.newly);
    let kept: Vec<GroupRef> = statement.holders().into_iter().cloned().collect();
    parting.keep(&kept);
    let gone = parting.reached(&handover.no_longer);
    let about = About {
        kind: "given",
        words: received::given(desk, &statement, &by),
        to: newly,
        reply_to: None,
        is_whole: true,
    };
    send_about(desk, &mut tx, &statement, about, now).await?;
    let about = About {
        kind: "no-longer",
        words: received::no_longer(desk, &statement, &by, &handover.no_longer),
        to: gone,
        reply_to: None,
        is_whole: false,
    };
    send_about(desk, &mut tx, &statement, about, now).await?;
    let told = Told { step: Step::Given, by: &by, words: &words, now };
    tell(desk, &mut tx, &statement, &directory, &told, &parting.told).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}

/// Relays a statement to groups, and tells those that were relayed it or have it no longer.
pub(crate) async fn relay(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &mut Statement,
    directory: &Directory,
    (by, reply_to): (&Doer, Option<Mailbox>),
    (groups, said): (&[GroupRef], &str),
    now: Timestamp,
) -> Result<Handover, Failure> {
    let handover = statement.hand_to(groups, GivenKind::Relayed, by, now);
    let mut parting = Parting::new(desk, directory, by, now);
    let newly = parting.reached(&handover.newly);
    parting.keep(&statement.relayed_to().into_iter().cloned().collect::<Vec<_>>());
    let gone = parting.reached(&handover.no_longer);
    let about = About {
        kind: "relayed",
        words: received::relayed(desk, statement, by, said),
        to: newly,
        reply_to,
        is_whole: true,
    };
    send_about(desk, tx, statement, about, now).await?;
    let about = About {
        kind: "no-longer-relayed",
        words: received::relayed_no_longer(desk, statement, by),
        to: gone,
        reply_to: None,
        is_whole: false,
    };
    send_about(desk, tx, statement, about, now).await?;
    let words = handover.words();
    let told = Told { step: Step::Relayed, by, words: &words, now };
    tell(desk, tx, statement, directory, &told, &parting.told).await?;
    Ok(handover)
}

/// Who hears of a change of hands: nobody twice, and not whoever did it.
struct Parting<'a> {
    desk: &'a Desk,
    directory: &'a Directory,
    today: jiff::civil::Date,
    told: HashSet<String>,
}

impl<'a> Parting<'a> {
    fn new(desk: &'a Desk, directory: &'a Directory, by: &Doer, now: Timestamp) -> Self {
        Self { desk, directory, today: day_of(now), told: silent_for(desk, by, directory) }
    }

    /// Returns the addresses of groups that were not told yet.
    fn reached(&mut self, groups: &[GroupRef]) -> Vec<Mailbox> {
        let mut all = addresses_of_groups(groups, self.directory, &self.desk.policy, self.today);
        all.retain(|mailbox| self.told.insert(mailbox.key()));
        all
    }

    /// Leaves out the addresses of groups that have it still.
    fn keep(&mut self, groups: &[GroupRef]) {
        self.reached(groups);
    }
}

pub(crate) fn refused(field: &'static str, fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![(field, fault)]))
}
