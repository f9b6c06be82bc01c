//! An imported statement that comes again: what the import knows is brought up to date, what was added here stays.

use rules::{
    Attachment, AttachmentBody, DeadlineKind, LinkKind, Side, State, Statement, Travelled,
};

/// Returns the statement that is there, brought up to date.
pub(super) fn merged(old: &Statement, new: Statement) -> Statement {
    // What was corrected here says what the correction says.
    if old.version > 1 {
        let attachments = attachments(&old.attachments, new.attachments);
        return Statement { attachments, ..old.clone() };
    }
    let mut deadlines = new.deadlines;
    deadlines.extend(old.deadlines.iter().filter(|it| it.kind != DeadlineKind::Stated).cloned());
    let mut links: Vec<_> =
        old.links.iter().filter(|link| link.kind != LinkKind::RefersTo).copied().collect();
    links.extend(new.links);
    Statement {
        // One that was taken back here is not put on the record again.
        state: if old.state == State::Withdrawn { old.state } else { new.state },
        direction: new.direction,
        purpose: new.purpose,
        deadlines,
        subject: new.subject,
        text: new.text,
        from: side(&old.from, new.from),
        to: side(&old.to, new.to),
        retired_contacts: new.retired_contacts,
        identifiers: new.identifiers,
        sent_on: new.sent_on,
        received_on: new.received_on,
        recorded_at: new.recorded_at,
        attachments: attachments(&old.attachments, new.attachments),
        links,
        created_at: new.created_at,
        action_taken: new.action_taken,
        travelled: if old.travelled == Travelled::Unknown {
            new.travelled
        } else {
            old.travelled.clone()
        },
        ..old.clone()
    }
}

/// Returns the names of the fields in which two statements differ.
pub(super) fn changed(old: &Statement, new: &Statement) -> Vec<&'static str> {
    let differs = [
        ("state", old.state != new.state),
        ("direction", old.direction != new.direction),
        ("purpose", old.purpose != new.purpose),
        ("deadline", old.deadlines != new.deadlines),
        ("subject", old.subject != new.subject),
        ("text", old.text != new.text),
        ("From", old.from != new.from),
        ("To", old.to != new.to),
        ("retired contacts", old.retired_contacts != new.retired_contacts),
        ("identifiers", old.identifiers != new.identifiers),
        ("date", (old.sent_on, old.received_on) != (new.sent_on, new.received_on)),
        ("date of recording", old.recorded_at != new.recorded_at),
        ("attachments", old.attachments != new.attachments),
        ("links", old.links != new.links),
        ("action taken", old.action_taken != new.action_taken),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

fn side(old: &Side, new: Side) -> Side {
    Side { liaison_contact: old.liaison_contact.clone(), ..new }
}

/// Returns the attachments; bytes that were brought for a file of the same name stay, and so does what was added here.
fn attachments(old: &[Attachment], new: Vec<Attachment>) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = Vec::with_capacity(new.len());
    for mut attachment in new {
        let before = old.iter().find(|old| {
            old.position == attachment.position && old.file_name() == attachment.file_name()
        });
        if let Some(before) = before {
            attachment.hidden.clone_from(&before.hidden);
            if has_bytes(before) {
                attachment.body = before.body.clone();
            }
        }
        all.push(attachment);
    }
    let added_here = |old: &&Attachment| old.source != rules::AttachmentSource::Imported;
    all.extend(old.iter().filter(added_here).cloned());
    all
}

fn has_bytes(attachment: &Attachment) -> bool {
    matches!(&attachment.body, AttachmentBody::File { sha256: Some(_), .. })
}
