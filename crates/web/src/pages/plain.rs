//! A statement as plain text, for reading in a terminal and for quoting.

use std::fmt::Write as _;

use operations::Settings;
use rules::{AttachmentBody, Contact, Side, Statement};

use crate::words;

/// Returns a statement as plain text: a head, an empty line, and its words exactly as entered.
pub(crate) fn text(statement: &Statement, settings: &Settings) -> String {
    let mut head = String::new();
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            // Nothing that is written to a string fails.
            let _ = writeln!(head, "{label:<16}{value}");
        }
    };
    line("Statement:", &settings.statement_url(statement.number));
    line("From:", &statement.from.words());
    contacts(&mut line, "From-Contact:", &statement.from);
    line("To:", &statement.to.words());
    contacts(&mut line, "To-Contact:", &statement.to);
    line("Subject:", &statement.subject);
    line("Purpose:", &statement.purpose.map_or("none stated".to_owned(), |it| it.to_string()));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    line("Deadline:", &day(statement.deadline().map(|deadline| deadline.date)));
    line("Sent:", &day(statement.sent_on));
    line("Received:", &day(statement.received_on));
    line("Identifiers:", &statement.identifiers.join(", "));
    line("State:", &statement.state.to_string());
    if statement.approval_missing {
        line("Approval:", "missing");
    }
    for attachment in statement.attachments.iter().filter(|one| one.hidden.is_none()) {
        let to = match &attachment.body {
            AttachmentBody::Link { url } => url.clone(),
            AttachmentBody::File { .. } => settings.attachment_url(statement.number, attachment),
        };
        line("Attachment:", &format!("{} <{to}>", attachment.title));
    }
    format!("{head}\n{}\n", statement.text)
}

fn contacts(line: &mut impl FnMut(&str, &str), label: &str, side: &Side) {
    for Contact { name, address, .. } in &side.contacts {
        let address = words::obscured(address.as_deref().unwrap_or_default());
        let both = [name.as_str(), address.as_str()];
        let said: Vec<&str> = both.into_iter().filter(|part| !part.is_empty()).collect();
        line(label, &said.join(", "));
    }
}
