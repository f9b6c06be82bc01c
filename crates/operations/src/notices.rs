//! Every text that the tool mails, one function a text.
//!
//! A text takes values and gives back words; `mailing` makes messages of them. The words of a statement are never
//! changed: what we say stands before them.

use jiff::civil::Date;
use rules::{
    Attachment, AttachmentBody, Directory, Gate, GateKind, Mailbox, Policy, Purpose, Side,
    Statement,
};

use crate::Settings;

/// The subject and the text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// A statement as it goes to the other organization: its head, then its words exactly as entered (OUT-11, BOD-1).
pub(crate) fn the_statement(settings: &Settings, statement: &Statement) -> Words {
    Words {
        subject: statement.subject.clone(),
        text: format!("{}\n{}", head(settings, statement), statement.text),
    }
}

/// Word to our own contacts that a statement was sent, or was recorded as sent otherwise, with what is missing (CON-8,
/// OUT-5).
pub(crate) fn our_copy(settings: &Settings, statement: &Statement, sent_to: &[Mailbox]) -> Words {
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
    let head = head(settings, statement);
    Words {
        subject: format!("Sent to {}: {}", some(&statement.to.words()), statement.subject),
        text: format!("{went}\n\n{head}\n{}", statement.text),
    }
}

/// A received statement, to the groups and people that it concerns (CON-10).
pub(crate) fn distribution(settings: &Settings, statement: &Statement) -> Words {
    let from = statement.from.words();
    let asks = match (statement.purpose, statement.deadline()) {
        (Some(Purpose::Action), Some(deadline)) => {
            format!("{from} asks for action by {}, in the statement below.", deadline.date)
        }
        (Some(Purpose::Action), None) => format!("{from} asks for action in the statement below."),
        (_, Some(deadline)) => {
            format!("{from} sent the statement below, and names {} as a deadline.", deadline.date)
        }
        _ => format!("{from} sent the statement below."),
    };
    let reply = format!("To answer it: {}/reply", settings.statement_url(statement.number));
    let head = head(settings, statement);
    Words {
        subject: format!("Statement from {from}: {}", statement.subject),
        text: format!("{asks}\n{reply}\n\n{head}\n{}", statement.text),
    }
}

/// Word to the sender that theirs is on the record: where, whom it reached, what that does not mean, and whom to ask
/// (IN-6).
pub(crate) fn receipt(settings: &Settings, statement: &Statement, policy: &Policy) -> Words {
    let ours = statement.to.words();
    let mut paragraphs = vec![
        format!(
            "Your statement “{}” has been received, and is on the public record here:",
            statement.subject
        ),
        settings.statement_url(statement.number),
        format!("It was passed on to: {ours}."),
    ];
    if let Some(deadline) = statement.deadline() {
        paragraphs.push(format!("The deadline that we noted is {}.", deadline.date));
    }
    let organization = policy.organization.to_uppercase();
    paragraphs.push(format!(
        "That it is on record is no answer: until the {organization} replies in a statement, it takes no position on it."
    ));
    paragraphs.push(match policy.coordination() {
        Some(mailbox) => {
            format!("If something is not as you meant it, write to {}.", mailbox.address())
        }
        None => "If something is not as you meant it, answer this message.".to_owned(),
    });
    Words {
        subject: format!("On record: {}", statement.subject),
        text: paragraphs.join("\n\n") + "\n",
    }
}

/// Asks whoever answers for a From group to approve a statement (OUT-2).
pub(crate) fn approval_asked(
    settings: &Settings,
    statement: &Statement,
    gate: &Gate,
    directory: &Directory,
    asked: &[Mailbox],
) -> Words {
    let group = gate.group.and_then(|group| directory.group(group));
    let name = group.map_or_else(String::new, |group| group.name.clone());
    let ask = if asked.is_empty() {
        format!(
            "Nobody whom the directory knows approves for {name}. Find who does, and note their approval here, or \
             enter their role in the directory:"
        )
    } else {
        format!(
            "A statement from {name} waits for your approval. Read it as it will go out, and approve it here:"
        )
    };
    whole_message(settings, statement, &format!("Please approve: {}", statement.subject), &ask)
}

/// Asks for a review before a statement is posted (OUT-10, IN-1).
pub(crate) fn review_asked(settings: &Settings, statement: &Statement) -> Words {
    let what = match statement.direction {
        rules::Direction::Outgoing => format!("A statement to {}", statement.to.words()),
        rules::Direction::Incoming => {
            format!("A statement received from {}", statement.from.words())
        }
    };
    let ask = format!("{what} waits for review. Read it as it will be posted, and review it here:");
    whole_message(settings, statement, &format!("Please review: {}", statement.subject), &ask)
}

/// A one-time link for signing in.
pub(crate) fn sign_in_link(settings: &Settings, token: &str) -> Words {
    let text = format!(
        "Somebody, hopefully you, asked to sign in to {base}. This link does so once, within 30 minutes:\n\n\
         {base}/sign-in/{token}\n\n\
         If it was not you, do nothing: without the link nobody gets in.\n",
        base = settings.base_url
    );
    Words { subject: "Your link to sign in".to_owned(), text }
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

fn whole_message(settings: &Settings, statement: &Statement, subject: &str, ask: &str) -> Words {
    let link = format!("{}/preview", settings.statement_url(statement.number));
    let head = head(settings, statement);
    Words {
        subject: subject.to_owned(),
        text: format!("{ask}\n\n{link}\n\n{head}\n{}", statement.text),
    }
}

/// Returns what stands before the words of a statement: from, to, purpose, deadline, where it is for ever (OUT-11).
fn head(settings: &Settings, statement: &Statement) -> String {
    let mut lines = vec![("From", side(&statement.from)), ("To", side(&statement.to))];
    let purpose =
        statement.purpose.map_or_else(|| "not stated".to_owned(), |purpose| purpose.to_string());
    lines.push(("Purpose", purpose));
    if let Some(deadline) = statement.deadline() {
        lines.push(("Deadline", deadline.date.to_string()));
    }
    if let Some(consensus) = statement.consensus {
        lines.push(("Consensus", consensus.to_string()));
    }
    for answered in statement.answers() {
        lines.push(("In response to", settings.statement_url(answered)));
    }
    if !statement.identifiers.is_empty() {
        lines.push(("Identifiers", statement.identifiers.join(", ")));
    }
    lines.push(("Subject", statement.subject.clone()));
    lines.push(("Record", settings.statement_url(statement.number)));
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
    let name = |group: &rules::GroupRef| {
        let acronym = group.acronym.to_uppercase();
        if group.name.to_uppercase() == acronym {
            group.name.clone()
        } else {
            format!("{} ({acronym})", group.name)
        }
    };
    side.groups.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn named(attachment: &Attachment, settings: &Settings, statement: &Statement) -> String {
    match &attachment.body {
        AttachmentBody::Link { url } if *url == attachment.title => url.clone(),
        AttachmentBody::Link { url } => format!("{} <{url}>", attachment.title),
        AttachmentBody::File { .. } => {
            format!(
                "{} <{}>",
                attachment.title,
                settings.attachment_url(statement.number, attachment)
            )
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

/// Returns the name under which an asking message is queued.
pub(crate) fn asked_slug(kind: GateKind) -> &'static str {
    match kind {
        GateKind::Approval => "approval-asked",
        GateKind::Review => "review-asked",
    }
}
