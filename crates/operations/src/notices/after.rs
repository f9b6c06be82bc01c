//! What is mailed about a statement after it went out: what came back, what was added, what was corrected.

use rules::{Attachment, Correction, Direction, Mailbox, Statement};

use super::{Words, addresses, head, named};
use crate::bounces::Undelivered;
use crate::{Desk, Settings};

/// Word that mail did not arrive, with the servers' words and what to do (REC-2).
pub(crate) fn undelivered(
    settings: &Settings,
    statement: &Statement,
    undelivered: &[Undelivered],
) -> Words {
    let address = settings.statement_url(statement.number);
    let mut text = String::from("This could not be delivered:\n\n");
    for one in undelivered {
        text.push_str(&format!("  {}\n  to {}\n  {}\n\n", one.subject, one.recipient, one.words));
    }
    text.push_str(&format!(
        "What to do: send it again, or to a corrected address, from the page of its mail:\n\n{address}/mail\n\n\
         If the address is wrong in the directory, correct it there too:\n\n{}/directory\n",
        settings.base_url
    ));
    if let Some(item) = undelivered.iter().find_map(|one| one.report) {
        text.push_str(&format!(
            "\nThe report of the mail server:\n\n{}/desk/inbox/{item}\n",
            settings.base_url
        ));
    }
    let to: Vec<&str> = undelivered.iter().map(|one| one.recipient.as_str()).collect();
    Words { subject: format!("Not delivered to {}: {}", to.join(", "), statement.subject), text }
}

/// Word that something was added to a statement, to those who got it.
pub(crate) fn added(settings: &Settings, statement: &Statement, added: &Attachment) -> Words {
    let address = settings.statement_url(statement.number);
    Words {
        subject: format!("Added to: {}", statement.subject),
        text: format!(
            "To this statement, which you have, something was added after it was sent:\n\n  {}\n\n\
             The rest of it is as it was. It is on the record here:\n\n{address}\n",
            named(added, settings, statement)
        ),
    }
}

/// A correction, whole, to those who got what it corrects (REC-2).
pub(crate) fn corrected(desk: &Desk, statement: &Statement, it: &Correction) -> Words {
    let sent = match statement.direction {
        Direction::Outgoing => statement.sent_on.map(|day| format!(" sent on {day}")),
        Direction::Incoming => statement.received_on.map(|day| format!(" received on {day}")),
    };
    let text = format!(
        "This corrects a statement{}. What follows takes the place of what it said.\n\nCorrected: {}\n\n{}",
        sent.unwrap_or_default(),
        it.why,
        whole(desk, statement)
    );
    Words { subject: format!("Correction: {}", statement.subject), text }
}

/// Word to our own contacts that the record was corrected, and to whom the correction went (CON-8).
pub(crate) fn corrected_copy(
    desk: &Desk,
    statement: &Statement,
    it: &Correction,
    again: &[Mailbox],
) -> Words {
    let went = if again.is_empty() {
        "It was not sent again to those who got the statement.".to_owned()
    } else {
        format!("It was sent to {}.", addresses(again))
    };
    let earlier = format!(
        "{}/versions/{}",
        desk.settings.statement_url(statement.number),
        statement.version - 1
    );
    let text = format!(
        "A statement on the record was corrected: {}\n\n{went}\n\nWhat it said before:\n\n{earlier}\n\n{}",
        it.why,
        whole(desk, statement)
    );
    Words { subject: format!("Corrected: {}", statement.subject), text }
}

fn whole(desk: &Desk, statement: &Statement) -> String {
    format!("{}\n{}", head(desk, statement), statement.text)
}
