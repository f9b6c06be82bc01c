//! Asking whoever opens a gate: by mail, with the whole message, and with a link of their own that signs them in.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{
    Asking, Direction, Directory, Gate, GateKind, Mailbox, Process, Statement, asked_to_open,
};
use store::Transaction;

use crate::desk::day_of;
use crate::mailing::{mailbox_of, outgoing, queued};
use crate::notices::{self, Words};
use crate::tell_group::telling_in_words;
use crate::{Desk, Failure, Referred, check_statement, readable_forms};

/// Asks whoever opens the gates whose turn it is, and who was not asked yet (OUT-2, OUT-4, OUT-10, OUT-12, IN-1). Returns the
/// addresses.
pub(crate) async fn ask_for_gates(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &mut Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<HashSet<String>, Failure> {
    let process = Process::of(statement);
    let is_next = |gate: &&mut Gate| process.is_due(gate) && gate.asked_at.is_none();
    statement.gates.iter_mut().filter(is_next).for_each(|gate| gate.asked_at = Some(now));
    statement.fix_letter_pdfs();
    let newly = |gate: &&Gate| gate.asked_at == Some(now) && !gate.is_open();
    let told = telling_in_words(&desk.store.reader().history(statement.number, false).await?);
    let referred = match statement.direction {
        Direction::Outgoing => {
            check_statement(&desk.store.reader(), &desk.policy, statement).await?
        }
        Direction::Incoming => Referred::default(),
    };
    let readable = readable_forms(&desk.store.reader(), statement).await?;
    let unsaid = notices::deciding::unsaid(&referred, &readable);
    let mut all = HashSet::new();
    for gate in statement.gates.iter().filter(newly) {
        let (people, shared) = asked(desk, statement, gate, directory, now);
        all.extend(people.iter().chain(&shared).map(Mailbox::key));
        let known = (told.as_str(), unsaid.as_str());
        let has_people = !people.is_empty();
        let links = asking_of(desk, statement, gate);
        for (to, asking) in [(people, links), (shared, None)] {
            let words = notices::gate_asked(
                desk,
                statement,
                gate,
                directory,
                has_people,
                known,
                asking.as_ref(),
            );
            ask(desk, tx, statement, (notices::asked_slug(gate.kind), asking), words, to, now)
                .await?;
        }
    }
    Ok(all)
}

/// Returns what people are asked with a link of their own, where the policy has such links.
pub(crate) fn asking_of(desk: &Desk, statement: &Statement, gate: &Gate) -> Option<Asking> {
    let asking = Asking::of(statement.number, gate);
    asking.filter(|it| it.link_ends_at(&desk.policy).is_some())
}

/// Queues what asks for a gate; with what is asked given, every copy of it goes out with its reader's link.
pub(crate) async fn ask(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    (kind, asking): (&str, Option<Asking>),
    words: Words,
    to: Vec<Mailbox>,
    now: Timestamp,
) -> Result<(), Failure> {
    if to.is_empty() {
        return Ok(());
    }
    let outgoing = outgoing(desk, words, to, kind, now);
    let mail = queued(desk, tx, Some(statement.number), kind, &outgoing, now).await?;
    if let Some(asking) = asking {
        tx.save_asking(mail, &asking).await?;
    }
    Ok(())
}

/// Returns who is asked to open a gate: people, and an address that several may read. Where nobody holds the authority, the
/// coordination address hears of it.
fn asked(
    desk: &Desk,
    statement: &Statement,
    gate: &Gate,
    directory: &Directory,
    now: Timestamp,
) -> (Vec<Mailbox>, Vec<Mailbox>) {
    let people = asked_to_open(gate, statement, directory, &desk.policy, day_of(now));
    let mut people: Vec<Mailbox> = people.into_iter().filter_map(mailbox_of).collect();
    let is_shared = people.is_empty() || gate.kind == GateKind::Review;
    let mut shared: Vec<Mailbox> =
        desk.policy.coordination().into_iter().filter(|_| is_shared).collect();
    let mut seen = HashSet::new();
    people.retain(|mailbox| seen.insert(mailbox.key()));
    shared.retain(|mailbox| seen.insert(mailbox.key()));
    (people, shared)
}
