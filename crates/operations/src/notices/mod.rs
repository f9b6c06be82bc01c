//! Every text that the tool mails, one function a text.
//!
//! A text takes values and gives back words; `mailing` makes messages of them. The words of a statement are never
//! changed: what we say stands before them.

pub(crate) mod after;
pub(crate) mod deciding;
pub(crate) mod handled;
pub(crate) mod received;
pub(crate) mod reminding;
pub(crate) mod steps;
pub(crate) mod watching;

use jiff::SignedDuration;
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{
    Asking, Attachment, AttachmentBody, Direction, Directory, Gate, GateKind, Mailbox, Number,
    RoleKind, Side, Statement,
};

use crate::desk::day_of;
use crate::own_links::PLACE;
use crate::{Desk, Settings};

/// The subject and the text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// A statement as it goes to the other organization: its head, then its words exactly as entered (OUT-11, BOD-1).
/// What it answers is cited as its sender numbers it.
pub(crate) fn the_statement(desk: &Desk, statement: &Statement, answered: &[Statement]) -> Words {
    Words {
        subject: statement.subject.clone(),
        text: format!("{}\n{}", head_citing(desk, statement, answered), statement.text),
    }
}

/// Word to our own contacts that a statement was sent, or was recorded as sent otherwise, with what is missing (CON-8,
/// OUT-5).
pub(crate) fn our_copy(desk: &Desk, statement: &Statement, sent_to: &[Mailbox]) -> Words {
    let went = if sent_to.is_empty() {
        let how = match &statement.travelled {
            rules::Travelled::Otherwise(how) => format!(" It was sent otherwise: {how}"),
            _ => String::new(),
        };
        let missing = if statement.approval_missing {
            "\nThe approval that it needed is missing, and the record says so."
        } else {
            ""
        };
        format!(
            "The statement below is now on the record, and was not mailed from here.{how}{missing}"
        )
    } else {
        format!(
            "The statement below is now on the record, and was mailed to {}.",
            addresses(sent_to)
        )
    };
    let head = head(desk, statement);
    Words {
        subject: format!("Sent to {}: {}", some(&statement.to.words()), statement.subject),
        text: format!("{went}\n\n{head}\n{}", statement.text),
    }
}

/// The draft of a mail that tells a group what is to be sent in its name, before it goes (4.2, OUT-7).
pub(crate) fn told_first(desk: &Desk, statement: &Statement, name: &str) -> Words {
    let deadline = match statement.deadline() {
        Some(deadline) => format!(" It asks for an answer by {}.", deadline.date),
        None => String::new(),
    };
    let consensus = statement.consensus.map_or_else(String::new, |consensus| {
        let basis = statement.consensus_basis.iter();
        let basis: String = basis.map(|basis| format!("\n  {}", basis.line())).collect();
        let rests = if basis.is_empty() { "" } else { " That rests on:" };
        format!(
            "\n\nIt will say of what stands behind it: {}.{rests}{basis}",
            desk.policy.consensus_words(consensus)
        )
    });
    Words {
        subject: format!(
            "Liaison statement to {}: {}",
            some(&statement.to.words()),
            some_subject(statement)
        ),
        text: format!(
            "Hello all,\n\n\
             the statement below is to be sent from {} to {}.{deadline} Please say on this list what should be changed, or \
             that it should not go.{consensus}\n\n\
             {name}\n\n\
             --------\n\n\
             Subject: {}\n\n\
             {}",
            some(&statement.from.words()),
            some(&statement.to.words()),
            some_subject(statement),
            statement.text
        ),
    }
}

/// Asks whoever opens a gate, with the whole message; of what is to be approved it says whether the group was told (OUT-2, OUT-4, OUT-10, OUT-12, IN-1).
/// With what is asked given, each reader has a link of their own.
pub(crate) fn gate_asked(
    desk: &Desk,
    statement: &Statement,
    gate: &Gate,
    directory: &Directory,
    has_people: bool,
    (told_first, unsaid): (&str, &str),
    asking: Option<&Asking>,
) -> Words {
    let group = gate.group.and_then(|group| directory.group(group));
    let name = group.map_or_else(String::new, |group| group.name.clone());
    let (please, ask) = match gate.kind {
        GateKind::Approval if !has_people => (
            "Please approve",
            format!(
                "Nobody whom the directory knows approves for {name}. Find who does, and note their approval here, or \
                 enter their role in the directory:"
            ),
        ),
        GateKind::Approval => (
            "Please approve",
            format!(
                "A statement from {name} waits for your approval. {told_first} Read it as it will go out, and approve it \
                 here:"
            ),
        ),
        GateKind::Agreement => (
            "Please agree",
            format!(
                "{} drafted a statement for {name}, which decides what it says. Read it as it will go out; agree to it, \
                 change it or drop it here:",
                author(statement, directory)
            ),
        ),
        GateKind::Consultation => {
            ("Your advice", consultation_asked(desk, statement, gate, directory))
        }
        GateKind::Review => ("Please review", review_asked(statement)),
    };
    let subject = format!("{please}: {}", statement.subject);
    whole_message(desk, statement, &subject, (&ask, asking), unsaid)
}

fn author<'a>(statement: &Statement, directory: &'a Directory) -> &'a str {
    let person = statement.created_by.and_then(|person| directory.person(person));
    person.map_or("Somebody", |person| person.name.as_str())
}

fn consultation_asked(
    desk: &Desk,
    statement: &Statement,
    gate: &Gate,
    directory: &Directory,
) -> String {
    let sender = statement.from.words();
    let until = match (gate.asked_at, desk.policy.gates.consultation_days) {
        (Some(asked), Some(days)) => {
            let last = day_of(asked + SignedDuration::from_hours(24 * i64::from(days)));
            format!(" It waits for you until {last}, and no longer.")
        }
        _ => String::new(),
    };
    let name = |group| directory.group(group).map(|group| group.name.clone()).unwrap_or_default();
    let about = match gate.group.map(|group| desk.policy.consulted_role(group, directory)) {
        Some(role) if role.kind != RoleKind::LiaisonManager => format!(
            "is to go to {}. It answers what is about research, so that you are asked as {}",
            statement.to.words(),
            desk.policy.held_words(role, directory)
        ),
        role => format!(
            "is to go to {}, whose liaison you manage",
            role.map(|role| name(role.group)).unwrap_or_default()
        ),
    };
    let letter = match statement.attachments.iter().find(|attachment| attachment.is_letter()) {
        Some(letter) => format!(
            " {} goes with it; if it must look otherwise, put your own in its place: {}",
            letter.title,
            desk.settings.attachment_url(statement.number, letter)
        ),
        None => String::new(),
    };
    format!(
        "A statement from {sender} {about}. Read it as it will go out, and say here what there is to consider, or that \
         there is nothing.{until}{letter}"
    )
}

fn review_asked(statement: &Statement) -> String {
    let what = match statement.direction {
        Direction::Outgoing => format!("A statement to {}", statement.to.words()),
        Direction::Incoming => format!("A statement received from {}", statement.from.words()),
    };
    format!("{what} waits for review. Read it as it will be posted, and review it here:")
}

/// Returns what a gate is, in words: "approval for tsync".
fn gate_words(gate: &Gate, directory: &Directory) -> String {
    let kind = match gate.kind {
        GateKind::Consultation => "advice".to_owned(),
        kind => kind.to_string(),
    };
    match gate.group.and_then(|group| directory.group(group)) {
        Some(group) => format!("{kind} for {}", group.acronym),
        None => kind,
    }
}

pub(crate) fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns words as they stand within a sentence.
fn uncapitalized(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map(|first| first.to_lowercase().chain(signs).collect()).unwrap_or_default()
}

fn some_subject(statement: &Statement) -> &str {
    if statement.subject.is_empty() { "(no subject yet)" } else { &statement.subject }
}

/// A one-time link for signing in.
pub(crate) fn sign_in_link(settings: &Settings, token: &str, next: &str) -> Words {
    let text = format!(
        "Somebody, hopefully you, asked to sign in to {}. This link does so once, within 30 minutes:\n\n\
         {}\n\n\
         If it was not you, do nothing: without the link nobody gets in.\n",
        settings.base_url,
        link_to(settings, token, next)
    );
    Words { subject: "Your link to sign in".to_owned(), text }
}

/// Asks whoever handed something in with the public form to confirm it; tells nothing of what it was, because anybody may
/// have typed the address.
pub(crate) fn submission_link(desk: &Desk, token: &str) -> Words {
    let base = &desk.settings.base_url;
    let organization = &desk.policy.short_name;
    let text = format!(
        "Somebody, probably you, handed in a liaison statement to the {organization} with this address. Nothing has \
         reached the {organization} yet. If it was you, confirm it within a day:\n\n\
         {base}/submit/{token}\n\n\
         If it was not you, do nothing: without the link it is thrown away.\n"
    );
    Words { subject: format!("Confirm your statement to the {organization}"), text }
}

/// Asks a liaison manager whether what is listed for their organizations is right: name, lines, when last confirmed.
pub(crate) fn contacts_asked(
    settings: &Settings,
    name: &str,
    entries: &[(String, Vec<String>, Option<Date>)],
) -> Words {
    let mut text = format!(
        "Dear {name},\n\n\
         statements go to the addresses below. Once a year we ask whether they are still right.\n\n"
    );
    for (organization, lines, confirmed) in entries {
        let when = match confirmed {
            Some(day) => format!("last confirmed on {}", day.strftime("%-d %B %Y")),
            None => "never confirmed".to_owned(),
        };
        text.push_str(&format!("{organization} ({when})\n"));
        for line in lines {
            text.push_str(&format!("  {line}\n"));
        }
        if lines.is_empty() {
            text.push_str("  nothing is listed\n");
        }
        text.push('\n');
    }
    text.push_str(&format!(
        "Confirm or correct them here, with one click each:\n\n{}/directory/mine\n",
        settings.base_url
    ));
    Words { subject: "Are these addresses still right?".to_owned(), text }
}

/// Tells the coordinators that an import of the directory is held, and why.
pub(crate) fn import_held(settings: &Settings, source: &str, id: i64, reasons: &[String]) -> Words {
    let reasons: String = reasons.iter().map(|reason| format!("  {reason}\n")).collect();
    let text = format!(
        "An import of the directory from {source} would change so much that it waits for one of you:\n\n\
         {reasons}\n\
         Nothing was changed. Look at the difference, then take it or throw it away:\n\n\
         {}/directory/imports/{id}\n",
        settings.base_url
    );
    Words { subject: "An import of the directory is held".to_owned(), text }
}

fn whole_message(
    desk: &Desk,
    statement: &Statement,
    subject: &str,
    (ask, asking): (&str, Option<&Asking>),
    unsaid: &str,
) -> Words {
    let ways = ways_there(desk, statement, asking);
    let head = head(desk, statement);
    Words {
        subject: subject.to_owned(),
        text: format!("{ask}\n\n{ways}\n\n{unsaid}{head}\n{}", statement.text),
    }
}

/// Returns the address at which a statement is decided on; before it the link that signs its reader in, where there is one.
fn ways_there(desk: &Desk, statement: &Statement, asking: Option<&Asking>) -> String {
    let page = format!("{}/preview", desk.settings.statement_url(statement.number));
    let Some(ends_at) = asking.and_then(|asking| asking.link_ends_at(&desk.policy)) else {
        return page;
    };
    let link = own_link(&desk.settings, statement.number, PLACE);
    let last = day_of(ends_at).strftime("%-d %B %Y");
    format!(
        "{link}\n\nThis link is yours alone: it signs you in once, as long as this waits for you, and until {last} at the latest. \
         Do not pass it on. Whoever is signed in already finds the same here:\n\n{page}"
    )
}

/// Returns the line in which the link of one reader stands.
pub(crate) fn own_link(settings: &Settings, number: Number, token: &str) -> String {
    link_to(settings, token, &format!("/statements/{number}/preview"))
}

fn link_to(settings: &Settings, token: &str, next: &str) -> String {
    let next = match next {
        "" => String::new(),
        next => format!("?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC)),
    };
    format!("{}/sign-in/{token}{next}", settings.base_url)
}

/// Returns what stands before the words of a statement: from, to, purpose, deadline, where it is for ever (OUT-11).
fn head(desk: &Desk, statement: &Statement) -> String {
    head_citing(desk, statement, &[])
}

/// Returns the same, with what it answers cited by its sender's numbers too.
fn head_citing(desk: &Desk, statement: &Statement, known: &[Statement]) -> String {
    let settings = &desk.settings;
    let mut lines = vec![("From", side(&statement.from)), ("To", side(&statement.to))];
    if statement.is_given_to_others() {
        let groups: Vec<String> = statement.holders().into_iter().map(named_group).collect();
        lines.push(("Given to", groups.join(", ")));
    }
    let purpose =
        statement.purpose.map_or_else(|| "not stated".to_owned(), |purpose| purpose.to_string());
    lines.push(("Purpose", purpose));
    if let Some(deadline) = statement.deadline() {
        lines.push(("Deadline", deadline.date.to_string()));
    }
    if let Some(consensus) = statement.consensus {
        lines.push(("Consensus", desk.policy.consensus_words(consensus)));
    }
    lines.extend(statement.consensus_basis.iter().map(|basis| ("Rests on", basis.line())));
    for answered in statement.answers() {
        let theirs = known.iter().find(|it| it.number == answered);
        let theirs = theirs.into_iter().flat_map(|it| it.identifiers.clone());
        let cited: Vec<String> = theirs.chain([settings.statement_url(answered)]).collect();
        lines.push(("In response to", cited.join(", ")));
    }
    if let Some(day) = statement.deadline_asked {
        lines.push(("Deadline asked for", day.to_string()));
    }
    for revised in statement.revises() {
        lines.push(("In place of", settings.statement_url(revised)));
    }
    if let Some(how) = statement.goes_by_other_means() {
        lines.push(("Goes by", format!("{how} (not mailed from here)")));
    }
    if !statement.identifiers.is_empty() {
        lines.push(("Identifiers", statement.identifiers.join(", ")));
    }
    lines.push(("Subject", statement.subject.clone()));
    let on_record = statement.correction.as_ref().map_or(statement.number, |it| it.of);
    lines.push(("Record", settings.statement_url(on_record)));
    if let Some(correction) = &statement.correction {
        lines.push(("Correction", correction.why.clone()));
    }
    for attachment in statement.attachments.iter().filter(|attachment| attachment.hidden.is_none())
    {
        lines.push(("Attachment", named(attachment, settings, statement)));
    }
    let width = lines.iter().map(|(label, _)| label.len()).max().unwrap_or_default() + 1;
    lines
        .iter()
        .map(|(label, value)| format!("{:<width$} {value}\n", format!("{label}:")))
        .collect()
}

fn side(side: &Side) -> String {
    if side.groups.is_empty() {
        return side.as_written.join(", ");
    }
    side.groups.iter().map(named_group).collect::<Vec<_>>().join(", ")
}

fn named_group(group: &rules::GroupRef) -> String {
    let acronym = group.acronym.to_uppercase();
    if group.name.to_uppercase() == acronym {
        group.name.clone()
    } else {
        format!("{} ({acronym})", group.name)
    }
}

fn named(attachment: &Attachment, settings: &Settings, statement: &Statement) -> String {
    match &attachment.body {
        AttachmentBody::Link { url } if *url == attachment.title => url.clone(),
        AttachmentBody::Link { url } => format!("{} <{url}>", attachment.title),
        AttachmentBody::File { .. } => {
            let url = settings.attachment_url(statement.number, attachment);
            match &attachment.made_of {
                Some(made_of) => {
                    format!("{} (made of {}) <{url}>", attachment.title, made_of.name)
                }
                None => format!("{} <{url}>", attachment.title),
            }
        }
    }
}

/// Returns what a draft may not say yet.
fn some(words: &str) -> &str {
    if words.is_empty() { "somebody" } else { words }
}

fn addresses(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(Mailbox::address).collect::<Vec<_>>().join(", ")
}

/// The name under which it is queued that an approval was handed to another.
pub(crate) const HANDED: &str = "approval-handed";

/// Says whether a message of this kind asks its reader to open a gate, so that each copy holds a link of their own.
pub fn is_asking(kind: &str) -> bool {
    kind == HANDED || GateKind::ALL.into_iter().any(|gate| asked_slug(gate) == kind)
}

/// Returns the name under which an asking message is queued.
pub(crate) fn asked_slug(kind: GateKind) -> &'static str {
    match kind {
        GateKind::Agreement => "agreement-asked",
        GateKind::Approval => "approval-asked",
        GateKind::Consultation => "consultation-asked",
        GateKind::Review => "review-asked",
    }
}
