//! Drafting a statement to another organization.

use jiff::Timestamp;
use rules::{
    Actor, AnsweredWords, Basis, BasisAt, Consensus, Contact, Direction, Directory, DiscussionKind,
    EventKind, GroupId, HeldRole, Link, LinkKind, Number, Purpose, Refusal, State, Statement,
    Travelled, deadline_ahead, is_obligatory, may_draft_for, obligatory_contacts, propose_outgoing,
};

use crate::acting::{doer, note};
use crate::attachments::web_address;
use crate::desk::day_of;
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure, StatementForm, see};

/// Begins a draft From groups that the person may speak for, and reserves its number.
///
/// It need not be complete yet; contacts that were left empty are proposed (CON-2 to CON-6).
///
/// # Errors
/// [`Failure::Refused`] for a field that cannot be read, or a From group that they may not speak for (OUT-1).
pub async fn draft_statement(
    desk: &Desk,
    actor: &Actor,
    form: &StatementForm,
    now: Timestamp,
) -> Result<Number, Failure> {
    let directory = desk.store.reader().directory().await?;
    let mut tx = desk.store.begin("draft a statement").await?;
    let mut statement = blank(Direction::Outgoing, actor, now);
    statement.travelled = Travelled::Mailed;
    let today = day_of(now);
    form.fill(&mut statement, &actor.name, today, &directory, desk.settings.text_limit)?;
    let role = may_speak(desk, actor, &statement, &directory)?;
    deadline_ahead(statement.deadline().map(|it| it.date), today)?;
    check_linked(desk, actor, &statement, &[]).await?;
    carry_research(desk, &mut statement).await?;
    propose(desk, &mut statement, &directory).await?;
    statement.number = tx.next_number().await?;
    statement.created_as = desk.policy.held_words(role, &directory);
    renew_letters(desk, &mut statement, &directory, Converted::Goes, now).await?;
    tx.save_statement(&statement).await?;
    note(
        desk,
        &mut tx,
        statement.number,
        EventKind::Drafted,
        doer(desk, actor, Some(role), &directory),
        "",
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(statement.number)
}

/// Returns the form of a reply to a statement, parties turned round, Send-To set (CON-6, PUR-3); `start` names the text
/// that it begins with (RSP-3), and no name leaves it empty.
///
/// # Errors
/// [`Failure::NotFound`] if they may not see it; [`Failure::Refused`] unless it is a posted incoming one (PI-22).
pub async fn reply_form(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    start: &str,
) -> Result<StatementForm, Failure> {
    let asked = see(desk, actor, number).await?;
    if asked.state == State::Withdrawn && asked.direction == Direction::Incoming {
        return Err(Failure::wrong_state(
            asked.state,
            "answered",
            "its sender, or whoever recorded it, took it back, and nothing is to be answered.",
        ));
    }
    if !asked.state.is_public() || asked.direction != Direction::Incoming {
        return Err(Failure::wrong_state(
            asked.state,
            "answered",
            "only a received statement on the record is.",
        ));
    }
    let directory = desk.store.reader().directory().await?;
    let theirs = asked.from.group_ids();
    let speaks = |group: &&rules::GroupRef| {
        may_draft_for(actor, group.id, &theirs, &directory, &desk.policy).is_ok()
    };
    // Whoever it was given to answers it, and not whom it names (IN-3).
    let from: Vec<GroupId> =
        asked.holders().into_iter().filter(speaks).map(|group| group.id).collect();
    let reply_to = asked.from.liaison_contact.as_ref();
    let proposed =
        propose_outgoing(&from, &asked.from.group_ids(), reply_to, &directory, &desk.policy);
    let mut reply = blank(Direction::Outgoing, actor, asked.created_at);
    reply.purpose = Some(Purpose::Response);
    reply.subject = reply_subject(&asked.subject);
    reply.from.groups = from.iter().filter_map(|group| directory.reference(*group)).collect();
    reply.to.groups.clone_from(&asked.from.groups);
    reply.to.as_written.clone_from(&asked.from.as_written);
    reply.from.contacts = proposed.from;
    reply.from.liaison_contact = proposed.from_liaison;
    reply.to.contacts =
        if proposed.to.is_empty() { asked.from.contacts.clone() } else { proposed.to };
    reply.to.liaison_contact = proposed.to_liaison;
    reply.identifiers = Vec::new();
    reply.links = vec![Link { kind: LinkKind::Answers, number }];
    let start = desk.policy.starting_texts().iter().find(|it| it.slug == start);
    reply.settles = Some(start.is_none_or(|start| start.settles));
    if let Some(start) = start {
        reply.text = desk.policy.begun_with(start, &answered_words(&asked));
    }
    carry_heard(&asked, &mut reply);
    Ok(StatementForm::of(&reply))
}

/// Begins a reply with what the group said of what is answered: the level of consensus, its words, and where it said so
/// (RSP-7).
fn carry_heard(asked: &Statement, reply: &mut Statement) {
    let Some(heard) = asked.handling.heard() else { return };
    reply.consensus = Some(match heard.kind {
        DiscussionKind::Consensus => Consensus::Groups,
        DiscussionKind::Comments => Consensus::CollectedComments,
        _ => Consensus::NoneSought,
    });
    if let Ok(url) = web_address(&heard.link) {
        let label = "Discussion in the group".to_owned();
        reply.consensus_basis = vec![Basis { label, at: BasisAt::Url(url) }];
    }
    let link = if heard.link.is_empty() {
        String::new()
    } else {
        format!("\nThe discussion can be read here: {}\n", heard.link)
    };
    let words = match heard.words.trim() {
        "" => String::new(),
        words => format!("{words}\n"),
    };
    let begun = match reply.text.trim_end() {
        "" => "Dear colleagues,".to_owned(),
        begun => begun.to_owned(),
    };
    reply.text = format!("{begun}\n\n{words}{link}");
}

/// Returns what a starting text says of the statement that is answered.
fn answered_words(asked: &Statement) -> AnsweredWords {
    let cited = match asked.identifiers.as_slice() {
        [] => String::new(),
        identifiers => format!(" ({})", identifiers.join(", ")),
    };
    let day = asked.deadline().map(|deadline| deadline.date.strftime("%-d %B %Y").to_string());
    AnsweredWords {
        subject: asked.subject.clone(),
        from: asked.from.words(),
        cited,
        deadline: day.unwrap_or_else(|| "a day that you do not name".to_owned()),
    }
}

/// Returns a statement that somebody begins; its number is reserved when it is saved.
pub(crate) fn blank(direction: Direction, actor: &Actor, now: Timestamp) -> Statement {
    Statement { created_by: actor.person, ..Statement::blank(Number(0), direction, now) }
}

/// Asks whether the person may draft for each From group to those in To; returns the role of the first (OUT-1, OUT-3).
pub(crate) fn may_speak(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> Result<HeldRole, Failure> {
    let (from, to) = (statement.from.group_ids(), statement.to.group_ids());
    let speaks = |group: &GroupId| may_draft_for(actor, *group, &to, directory, &desk.policy);
    let roles: Result<Vec<HeldRole>, Refusal> = from.iter().map(speaks).collect();
    roles?.first().copied().ok_or_else(|| {
        let fault = "Name at least one group of ours that it is from.".to_owned();
        Failure::Refused(Refusal::Fields(vec![("from_groups", fault)]))
    })
}

/// Says whether somebody may draft for each From group of a statement, to those in To.
pub fn may_speak_for(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> bool {
    may_speak(desk, actor, statement, directory).is_ok()
}

/// Asks whether each statement that this one answers, or is linked to otherwise, is one that the person may see; `known` are
/// links that it had before, which may lead to what is not here.
pub(crate) async fn check_linked(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    known: &[Link],
) -> Result<(), Failure> {
    let form = StatementForm::default();
    let asked = statement.links.iter();
    for link in asked.filter(|link| link.kind == LinkKind::Answers || !known.contains(link)) {
        let number = link.number;
        let fault = match see(desk, actor, number).await {
            Err(Failure::NotFound(_)) => format!("There is no statement {number} on the record."),
            Ok(answered)
                if link.kind == LinkKind::Answers
                    && answered.state == State::Withdrawn
                    && answered.direction == Direction::Incoming =>
            {
                format!("Statement {number} was withdrawn: nothing is to be answered.")
            }
            _ => continue,
        };
        return Err(Failure::Refused(Refusal::Fields(vec![(form.linked(link.kind).0, fault)])));
    }
    Ok(())
}

/// Marks what answers a statement on research as being about that too (IN-4).
pub(crate) async fn carry_research(desk: &Desk, statement: &mut Statement) -> Result<(), Failure> {
    let answered = desk.store.reader().statements(&statement.answers()).await?;
    statement.about_research =
        desk.policy.has_research() && answered.iter().any(|answered| answered.about_research);
    Ok(())
}

/// Fills in the contacts that were left empty, of a draft that begins or whose parties changed: what somebody took out
/// stays out while they are the same.
pub(crate) async fn propose(
    desk: &Desk,
    statement: &mut Statement,
    directory: &Directory,
) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let answered = reader.statements(&statement.answers()).await?;
    let reply_to = answered.iter().find_map(|answered| answered.from.liaison_contact.as_ref());
    let (from, to) = (statement.from.group_ids(), statement.to.group_ids());
    let proposed = propose_outgoing(&from, &to, reply_to, directory, &desk.policy);
    if statement.from.contacts.is_empty() {
        statement.from.contacts = proposed.from;
    }
    let keys: Vec<String> = keys_of(statement);
    let missing = obligatory_contacts(&from, &to, directory, &desk.policy);
    let is_missing =
        |contact: &Contact| contact.mailbox().is_some_and(|mailbox| !keys.contains(&mailbox.key()));
    statement.from.contacts.extend(missing.into_iter().filter(is_missing));
    if statement.to.contacts.is_empty() {
        statement.to.contacts = proposed.to;
    }
    if statement.from.liaison_contact.is_none() {
        statement.from.liaison_contact = proposed.from_liaison;
    }
    if statement.to.liaison_contact.is_none() {
        statement.to.liaison_contact = proposed.to_liaison;
    }
    Ok(())
}

/// Refuses to take out a contact that the policy has on every statement; it names which (CON-2).
pub(crate) fn keep_obligatory(
    desk: &Desk,
    old: &Statement,
    new: &Statement,
    directory: &Directory,
) -> Result<(), Failure> {
    let (from, to) = (new.from.group_ids(), new.to.group_ids());
    let (before, kept) = (keys_of(old), keys_of(new));
    let obligatory = obligatory_contacts(&from, &to, directory, &desk.policy);
    let is_taken_out = |contact: &&Contact| {
        let key = contact.mailbox().map(|mailbox| mailbox.key()).unwrap_or_default();
        is_obligatory(contact.why, &desk.policy) && before.contains(&key) && !kept.contains(&key)
    };
    match obligatory.iter().find(is_taken_out) {
        Some(contact) => {
            let fault =
                format!("{contact} ({}) is on every statement of ours: leave it in.", contact.why);
            Err(Failure::Refused(Refusal::Fields(vec![("from_contacts", fault)])))
        }
        None => Ok(()),
    }
}

fn keys_of(statement: &Statement) -> Vec<String> {
    let mailboxes = statement.from.contacts.iter().filter_map(Contact::mailbox);
    mailboxes.map(|mailbox| mailbox.key()).collect()
}

fn reply_subject(subject: &str) -> String {
    let bare = subject.trim();
    let marks = ["re:", "reply to", "response to"];
    if marks.iter().any(|mark| bare.to_lowercase().starts_with(mark)) {
        bare.to_owned()
    } else {
        format!("Reply to: {bare}")
    }
}
