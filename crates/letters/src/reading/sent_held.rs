//! What the sender's installation wrote down, in the place of what was read from the words of the message; where the two
//! differ, a person should look.

use super::header::in_header;
use super::message::Envelope;
use super::result::{Evidence, Field, Person, Reading};
use super::sent::{STATEMENT_FILE, Sent, SentBody, SentDoubt};
use super::subject_marks::bare_subject;

/// What stands before the subject of the message that brings a correction.
const CORRECTION: &str = "Correction: ";
const OTHERWISE: &str = "The message itself says otherwise";

/// Fills a reading from what the sender's installation wrote down, and holds that against the words of the message.
///
/// What it does not state stays empty, but for the day, which it does not know: that of the message stays.
pub fn fill_from(message: Reading, sent: Sent, envelope: &Envelope) -> Reading {
    let mut reading = Reading {
        is_statement: true,
        reasons: vec![format!(
            "The sender’s installation wrote it down field by field, in {STATEMENT_FILE}."
        )],
        left_out: message.left_out.clone(),
        warnings: message.warnings.clone(),
        format: message.format.clone(),
        date: envelope.date,
        ..Reading::default()
    };
    if let Some(date) = envelope.date {
        reading.note(Field::Date, in_header(&date.to_string(), "Date field of the message"));
    }
    let mut filling = Filling { reading, sent, message, words: folded(&envelope.text) };
    filling.subject(&envelope.subject);
    filling.sides();
    filling.purpose_and_days();
    filling.people();
    filling.names();
    filling.text();
    let Filling { mut reading, mut sent, .. } = filling;
    let about_all = sent.doubts.iter().filter(|doubt| doubt.field.is_empty());
    reading.warnings.extend(about_all.map(|doubt| doubt.why.clone()));
    sent.doubts.retain(|doubt| !doubt.field.is_empty());
    reading.sent = Some(Box::new(sent));
    reading
}

struct Filling {
    reading: Reading,
    sent: Sent,
    /// What was read from the words of the message.
    message: Reading,
    /// Those words, folded.
    words: String,
}

impl Filling {
    fn note(&mut self, field: Field, words: &str) {
        let place = STATEMENT_FILE.to_owned();
        self.reading.note(field, Evidence { text: words.to_owned(), place, at: None, doubt: None });
    }

    fn doubt(&mut self, field: &str, why: String) {
        self.sent.doubts.push(SentDoubt { field: field.to_owned(), why });
    }

    fn is_said(&self, words: &str) -> bool {
        self.words.contains(&folded(words))
    }

    fn subject(&mut self, of_message: &str) {
        let Some(subject) = self.sent.subject.clone() else { return };
        self.note(Field::Subject, &subject);
        let told = bare_subject(of_message);
        // What mails a correction says so before the subject.
        let told = match &self.sent.corrects {
            Some(_) => told.strip_prefix(CORRECTION).map(str::to_owned).unwrap_or(told),
            None => told,
        };
        if folded(&told) != folded(&bare_subject(&subject)) {
            self.doubt("subject", format!("{OTHERWISE}: its subject is “{told}”."));
        }
        self.reading.subject = Some(subject);
    }

    fn sides(&mut self) {
        let sides = [
            (Field::From, "from_as_written", self.sent.from.clone()),
            (Field::To, "to_as_written", self.sent.to.clone()),
        ];
        for (field, name, bodies) in sides {
            let written: Vec<String> = bodies.iter().map(SentBody::written).collect();
            for (body, words) in bodies.iter().zip(&written) {
                self.note(field, words);
                if !self.is_said(&body.name) {
                    self.doubt(name, format!("The message itself does not name {}.", body.name));
                }
            }
            match field {
                Field::From => self.reading.from = written,
                _ => self.reading.to = written,
            }
        }
    }

    fn purpose_and_days(&mut self) {
        if let Some(purpose) = self.sent.purpose {
            self.reading.purpose = Some(purpose);
            self.note(Field::Purpose, purpose.slug());
        }
        if let Some(words) = self.sent.purpose_as_written.clone() {
            self.note(Field::Purpose, &words);
            self.reading.purpose_as_written = words;
        }
        let told = self.message.purpose.filter(|told| Some(*told) != self.sent.purpose);
        if let Some(told) = told {
            self.doubt("purpose", format!("{OTHERWISE}: {told}."));
        }
        if let Some(day) = self.sent.deadline {
            self.reading.deadline = Some(day);
            self.note(Field::Deadline, &day.to_string());
        }
        let told = self.message.deadline.filter(|told| Some(*told) != self.sent.deadline);
        if let Some(told) = told {
            self.doubt("deadline", format!("{OTHERWISE}: {told}."));
        }
        if let Some(day) = self.sent.sent_on {
            self.reading.date = Some(day);
            self.reading.evidence.remove(Field::Date.name());
            self.note(Field::Date, &day.to_string());
        }
    }

    fn people(&mut self) {
        let reply_to: Vec<Person> = self.sent.reply_to.clone().into_iter().collect();
        let people = [
            (Field::Contacts, self.sent.from_contacts.clone()),
            (Field::ToContacts, self.sent.to_contacts.clone()),
            (Field::SendReplyTo, reply_to),
        ];
        for (field, people) in people {
            people.iter().for_each(|one| self.note(field, &one.to_string()));
            match field {
                Field::Contacts => self.reading.contacts = people,
                Field::ToContacts => self.reading.to_contacts = people,
                _ => self.reading.send_reply_to = people,
            }
        }
    }

    fn names(&mut self) {
        let own = self.sent.identifiers.iter().chain(&self.sent.address).cloned();
        let own: Vec<String> = own.collect();
        own.iter().for_each(|one| self.note(Field::Identifiers, one));
        self.reading.identifiers = own;
        let answered = self.sent.links.iter().filter(|link| link.kind == rules::LinkKind::Answers);
        let answered: Vec<String> = answered.map(|link| link.names.join(", ")).collect();
        answered.iter().for_each(|one| self.note(Field::InResponseTo, one));
        self.reading.in_response_to = answered;
        let files = self.sent.files.iter().filter(|file| !file.is_link);
        let files: Vec<String> = files.map(|file| file.name.clone()).collect();
        files.iter().for_each(|one| self.note(Field::Attachments, one));
        self.reading.attachments = files;
    }

    /// The words of the message are its head, which nobody needs here, and the text, with nothing after it.
    fn text(&mut self) {
        let Some(text) = self.sent.text.clone() else { return };
        match self.words.rfind(&folded(&text)) {
            None => self.doubt(
                "text",
                "The text in the file for programs does not stand in the message itself: compare the two.".to_owned(),
            ),
            Some(at) => {
                let after = self.words.get(at + folded(&text).len()..).unwrap_or_default().trim();
                if !after.is_empty() {
                    self.doubt("text", "The message itself says more after this text.".to_owned());
                }
            }
        }
        self.reading.text = text;
    }
}

impl SentBody {
    /// Returns the body as letters name it: with its short name, where that says more.
    pub fn written(&self) -> String {
        let acronym = self.acronym.to_uppercase();
        if acronym.is_empty() || self.name.to_uppercase() == acronym {
            self.name.clone()
        } else {
            format!("{} ({acronym})", self.name)
        }
    }
}

/// Returns words as they are compared: spaces and line ends do not count, as they change on the way.
fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
