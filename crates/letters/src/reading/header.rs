//! What the header of a message says that the letter in it does not: from whom and to whom it came, when, about what.

use rules::Mailbox;

use super::addresses;
use super::message::Envelope;
use super::of_a_tool;
use super::person_names;
use super::result::{Evidence, Field, Person, Reading};
use super::subject_marks;

/// Fills from the header what the letter does not say.
pub(super) fn from_header(envelope: &Envelope, reading: &mut Reading) {
    if !reading.is_statement {
        return;
    }
    if reading.subject.is_none() && !envelope.subject.trim().is_empty() {
        reading.subject = Some(subject_marks::bare_subject(&envelope.subject));
        reading.note(Field::Subject, in_header(&envelope.subject, "Subject field of the message"));
    }
    let is_only_greeted = reading
        .evidence_of(Field::To)
        .iter()
        .all(|one| one.doubt.as_deref() == Some(super::parties::GREETED));
    if is_only_greeted
        && let Some(body) =
            super::titles::addressed_in(&subject_marks::bare_subject(&envelope.subject))
    {
        side_from_subject(Field::To, body, envelope, reading);
    }
    if reading.date.is_none()
        && let Some(date) = envelope.date
    {
        reading.date = Some(date);
        reading.note(Field::Date, in_header(&date.to_string(), "Date field of the message"));
    }
    if of_a_tool::wrote(&envelope.text) {
        // Its header names the tool.
    } else if reading.contacts.is_empty()
        && let Some(from) = &envelope.from
    {
        reading.contacts.push(person(from));
        reading.note(Field::Contacts, in_header(&from.to_string(), "From field of the message"));
    } else {
        let all = envelope.from.iter().chain(&envelope.cc).chain(&envelope.reply_to);
        all.for_each(|one| complete(&mut reading.contacts, one));
    }
    numbers_of_subject(envelope, reading);
    addressed_in_header(envelope, reading);
    if reading.send_reply_to.is_empty() && reading.file.is_empty() {
        let from = envelope.from.as_ref().map(Mailbox::address);
        let is_other =
            |one: &&Mailbox| from.is_none_or(|from| !from.eq_ignore_ascii_case(one.address()));
        for one in envelope.reply_to.iter().filter(is_other) {
            reading.send_reply_to.push(person(one));
            reading.note(
                Field::SendReplyTo,
                in_header(&one.to_string(), "Reply-To field of the message"),
            );
        }
    }
}

/// Takes a side, `From` or `To`, from the subject of a message, and says that no line of the text has it.
pub(super) fn side_from_subject(
    field: Field,
    body: &str,
    envelope: &Envelope,
    reading: &mut Reading,
) {
    let list = if field == Field::From { &mut reading.from } else { &mut reading.to };
    *list = vec![body.to_owned()];
    reading.evidence.remove(field.name());
    let mut evidence = in_header(&envelope.subject, "Subject field of the message");
    evidence.doubt =
        Some("It stands in the subject of the message, not in a line of its own.".to_owned());
    reading.note(field, evidence);
}

/// Takes from the header to whom a letter goes and who gets a copy, where the letter does not say so itself; else only the
/// addresses of those whom it names.
fn addressed_in_header(envelope: &Envelope, reading: &mut Reading) {
    let says_so = reading.evidence_of(Field::To).iter().any(|one| one.doubt.is_none());
    // The notice of a tool goes to whom the tool tells of it, and what is passed on to whom it is passed on to.
    let is_of_others =
        of_a_tool::wrote(&envelope.text) || subject_marks::is_forward(&envelope.subject);
    let adds_people = reading.to_contacts.is_empty() && !(says_so && is_of_others);
    let adds_copies = reading.cc.is_empty() && !(says_so && is_of_others);
    for one in &envelope.to {
        let person = person(one);
        let is_same = |known: &&mut Person| {
            known.email.eq_ignore_ascii_case(&person.email)
                || (known.email.is_empty()
                    && (is_named_as(&known.name, one)
                        || person.name.is_empty()
                            && addresses::has_last_name_of(&person.email, &known.name)))
        };
        match reading.to_contacts.iter_mut().find(is_same) {
            Some(known) if known.email.is_empty() => known.email.clone_from(&person.email),
            None if adds_people => reading.to_contacts.push(person),
            _ => continue,
        }
        reading.note(Field::ToContacts, in_header(&one.to_string(), "To field of the message"));
    }
    if !adds_copies {
        return;
    }
    for one in &envelope.cc {
        let is_known = reading.cc.iter().any(|known| {
            known.to_lowercase().contains(&one.address().to_lowercase()) || is_named_as(known, one)
        });
        if !is_known {
            let is_bare = one.name().eq_ignore_ascii_case(one.address());
            reading.cc.push(if is_bare { one.address().to_owned() } else { one.to_string() });
            reading.note(Field::Cc, in_header(&one.to_string(), "Cc field of the message"));
        }
    }
}

/// Says whether a name is that of a mailbox, in whatever order.
fn is_named_as(name: &str, mailbox: &Mailbox) -> bool {
    !name.is_empty()
        && (name.eq_ignore_ascii_case(mailbox.name())
            || name.eq_ignore_ascii_case(&person_names::in_order(mailbox.name())))
}

/// Adds the numbers in the subject of the message that the letter does not have.
fn numbers_of_subject(envelope: &Envelope, reading: &mut Reading) {
    for number in super::identifiers::numbers_in(&envelope.subject) {
        let number = envelope.subject.get(number.0..number.1).unwrap_or_default();
        let key = super::identifiers::key_of(number);
        let known = reading.identifiers.iter().chain(&reading.in_response_to);
        if known.into_iter().any(|one| super::identifiers::key_of(one).contains(&key)) {
            continue;
        }
        reading.identifiers.push(number.to_owned());
        reading
            .note(Field::Identifiers, in_header(&envelope.subject, "Subject field of the message"));
    }
}

/// Gives a contact who is named without an address that of the sender, if it is the same person.
fn complete(contacts: &mut [Person], from: &Mailbox) {
    let parts = |name: &str| {
        let name = name.split(" (").next().unwrap_or(name);
        let mut parts: Vec<String> =
            name.split([' ', ',']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
        parts.sort();
        parts
    };
    // The header may have an initial more, or no name at all.
    let is_of = |one: &Person| {
        let (theirs, own) = (parts(&one.name), parts(from.name()));
        let is_shorter = theirs.len() > 1 && theirs.iter().all(|part| own.contains(part));
        is_shorter
            || theirs == own
            || own.is_empty() && addresses::has_last_name_of(from.address(), &one.name)
    };
    let same = |one: &&mut Person| one.email.is_empty() && is_of(one);
    if let Some(one) = contacts.iter_mut().find(same) {
        from.address().clone_into(&mut one.email);
    }
}

fn person(mailbox: &Mailbox) -> Person {
    Person {
        name: if mailbox.name().trim_matches(['\'', '"']).eq_ignore_ascii_case(mailbox.address()) {
            String::new()
        } else {
            let quoted = mailbox.name().strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
            person_names::in_order(quoted.unwrap_or(mailbox.name()))
        },
        email: mailbox.address().to_owned(),
        organization: String::new(),
    }
}

pub(super) fn in_header(text: &str, place: &str) -> Evidence {
    Evidence { text: text.to_owned(), place: place.to_owned(), at: None, doubt: None }
}
