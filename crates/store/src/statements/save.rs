//! Statements on their way in.

use rules::{
    Attachment, AttachmentBody, Gate, Means, Opening, Rendition, Side, Statement, Travelled,
};

use super::handling;
use crate::Fault;
use crate::connection::Connection;
use crate::conversions;
use crate::search::words::words;
use crate::sql::{Value, key, sql};

macro_rules! columns {
    () => {
        "number, direction, state, public, purpose, day, year, deadline, subject_key, sent_on, received_on, \
         recorded_at, action_taken, approval_missing, consensus, revision, created_by, created_as, created_at, \
         travelled, travelled_how, message_id, message_id_key, from_liaison_name, from_liaison_address, \
         to_liaison_name, to_liaison_address, subject, subject_supplied, purpose_as_written, retired_response, \
         retired_technical, retired_action_holder, retired_cc, text, about_research, settles, deadline_asked, version, \
         corrects, correction_why, correction_resend, became_version, goes_at, goes_set_by, \
         letter_pdfs, consensus_basis, assignee, assignee_name, assignee_since, \
         assignee_accepted, handed_by, lead_group, asked, promised, outcome, outcome_at, outcome_by, outcome_as, \
         outcome_words, outcome_link, outcome_sha256, outcome_size, reopened_at, waits, due"
    };
}

const COLUMNS: usize = 66;

const INSERT: &str = concat!("insert into statements (", columns!(), ") values");

/// Who began it, when and in which role does not change.
const SAVE: &str = concat!(
    "insert into statements (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
     $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66)
    on conflict (number) do update set
        direction = excluded.direction, state = excluded.state, public = excluded.public, purpose = excluded.purpose,
        day = excluded.day, year = excluded.year, deadline = excluded.deadline, subject_key = excluded.subject_key,
        sent_on = excluded.sent_on, received_on = excluded.received_on, recorded_at = excluded.recorded_at,
        action_taken = excluded.action_taken, approval_missing = excluded.approval_missing,
        consensus = excluded.consensus, revision = excluded.revision, created_by = excluded.created_by,
        created_as = excluded.created_as, created_at = excluded.created_at, travelled = excluded.travelled,
        travelled_how = excluded.travelled_how, message_id = excluded.message_id,
        message_id_key = excluded.message_id_key, from_liaison_name = excluded.from_liaison_name,
        from_liaison_address = excluded.from_liaison_address, to_liaison_name = excluded.to_liaison_name,
        to_liaison_address = excluded.to_liaison_address, subject = excluded.subject,
        subject_supplied = excluded.subject_supplied, purpose_as_written = excluded.purpose_as_written,
        retired_response = excluded.retired_response, retired_technical = excluded.retired_technical,
        retired_action_holder = excluded.retired_action_holder, retired_cc = excluded.retired_cc, text = excluded.text,
        about_research = excluded.about_research, settles = excluded.settles,
        deadline_asked = excluded.deadline_asked, version = excluded.version, corrects = excluded.corrects,
        correction_why = excluded.correction_why, correction_resend = excluded.correction_resend,
        became_version = excluded.became_version,
        assignee = excluded.assignee,
        assignee_name = excluded.assignee_name,
        assignee_since = excluded.assignee_since,
        assignee_accepted = excluded.assignee_accepted,
        handed_by = excluded.handed_by,
        lead_group = excluded.lead_group,
        asked = excluded.asked,
        promised = excluded.promised,
        outcome = excluded.outcome,
        outcome_at = excluded.outcome_at,
        outcome_by = excluded.outcome_by,
        outcome_as = excluded.outcome_as,
        outcome_words = excluded.outcome_words,
        outcome_link = excluded.outcome_link,
        outcome_sha256 = excluded.outcome_sha256,
        outcome_size = excluded.outcome_size,
        reopened_at = excluded.reopened_at,
        waits = excluded.waits,
        due = excluded.due,
        goes_at = excluded.goes_at, goes_set_by = excluded.goes_set_by,
        letter_pdfs = excluded.letter_pdfs, consensus_basis = excluded.consensus_basis
    where statements.revision = excluded.revision - 1"
);

/// What empties the lists of a statement before they are written again.
const EMPTY: [&str; 10] = [
    "delete from statement_groups where number = $1",
    "delete from statement_bodies where number = $1",
    "delete from statement_given where number = $1",
    "delete from statement_contacts where number = $1",
    "delete from statement_deadlines where number = $1",
    "delete from statement_identifiers where number = $1",
    "delete from statement_links where number = $1",
    "delete from statement_gates where number = $1",
    "delete from attachments where number = $1",
    "delete from statement_discussions where number = $1",
];

const INSERT_GROUPS: &str =
    "insert into statement_groups (number, side, position, group_id) values";
const INSERT_BODIES: &str = "insert into statement_bodies (number, role, position, words) values";
const INSERT_GIVEN: &str = "insert into statement_given (number, position, group_id, words, kind, since, given_by, \
     given_as) values";
const INSERT_CONTACTS: &str =
    "insert into statement_contacts (number, side, position, name, address, why) values";
const INSERT_DEADLINES: &str =
    "insert into statement_deadlines (number, position, day, kind, set_by, set_on) values";
const INSERT_IDENTIFIERS: &str =
    "insert into statement_identifiers (number, position, identifier, identifier_key) values";
const INSERT_LINKS: &str = "insert into statement_links (number, position, kind, target) values";
const INSERT_GATES: &str = "insert into statement_gates (number, position, kind, group_id, stage, asked_at, \
     opened_by, opened_name, opened_role, opened_at, means, authority, comment) values";
const INSERT_ATTACHMENTS: &str = "insert into attachments (number, position, title, kind, name, media_type, sha256, \
     size, legacy_name, url, source, added_after_sending, hidden, made_of_name, \
     made_of_sha256) values";
const INSERT_DISCUSSIONS: &str =
    "insert into statement_discussions (number, position, kind, link, words, by_name, at) values";
/// The most characters of a subject that count when sorting.
const LONGEST_SUBJECT_KEY: usize = 80;

/// Saves a statement, new or loaded before; refused if somebody saved it since.
pub(super) async fn statement(
    connection: &mut Connection,
    statement: &Statement,
) -> Result<(), Fault> {
    let mut values = Vec::with_capacity(COLUMNS);
    add_row(&mut values, statement);
    if connection.run(sql(SAVE).bind_all(values)).await? == 0 {
        return Err(Fault::Outdated { what: format!("statement {}", statement.number) });
    }
    if statement.revision > 0 {
        for empty in EMPTY {
            connection.run(sql(empty).bind(statement.number)).await?;
        }
    }
    insert_lists(connection, &[statement]).await
}

/// Saves statements that are not there yet.
pub(super) async fn new_statements(
    connection: &mut Connection,
    statements: &[&Statement],
) -> Result<(), Fault> {
    let mut values = Vec::with_capacity(COLUMNS * statements.len());
    statements.iter().for_each(|statement| add_row(&mut values, statement));
    connection.insert(INSERT, COLUMNS, values).await?;
    insert_lists(connection, statements).await
}

/// Adds the values of the statement's own row.
fn add_row(values: &mut Vec<Value>, statement: &Statement) {
    let day = statement.day();
    let (retired, correction) = (&statement.retired_contacts, statement.correction.as_ref());
    let (travelled, how) = match &statement.travelled {
        Travelled::Unknown => ("unknown", ""),
        Travelled::Mailed => ("mailed", ""),
        Travelled::Otherwise(how) => ("otherwise", how.as_str()),
    };
    values.extend([
        statement.number.into(),
        statement.direction.slug().into(),
        statement.state.slug().into(),
        statement.state.is_public().into(),
        statement.purpose.map(|purpose| purpose.slug()).into(),
        day.into(),
        i64::from(day.year()).into(),
        statement.deadline().map(|deadline| deadline.date).into(),
        subject_key(&statement.subject).into(),
        statement.sent_on.into(),
        statement.received_on.into(),
        statement.recorded_at.into(),
        statement.action_taken.into(),
        statement.approval_missing.into(),
        statement.consensus.map(|consensus| consensus.slug()).into(),
        (statement.revision + 1).into(),
        statement.created_by.map(|person| person.0).into(),
        (&statement.created_as).into(),
        statement.created_at.into(),
        travelled.into(),
        how.into(),
        statement.message_id.clone().into(),
        statement.message_id.as_deref().map(key).into(),
        statement.from.liaison_contact.as_ref().map(|mailbox| mailbox.name()).into(),
        statement.from.liaison_contact.as_ref().map(|mailbox| mailbox.address()).into(),
        statement.to.liaison_contact.as_ref().map(|mailbox| mailbox.name()).into(),
        statement.to.liaison_contact.as_ref().map(|mailbox| mailbox.address()).into(),
        (&statement.subject).into(),
        statement.subject_supplied.into(),
        (&statement.purpose_as_written).into(),
        (&retired.response).into(),
        (&retired.technical).into(),
        (&retired.action_holder).into(),
        (&retired.cc).into(),
        (&statement.text).into(),
        statement.about_research.into(),
        statement.settles.into(),
        statement.deadline_asked.into(),
        statement.version.into(),
        correction.map(|it| it.of.0).into(),
        correction.map_or("", |it| it.why.as_str()).into(),
        correction.is_some_and(|it| it.resend).into(),
        correction.and_then(|it| it.became).into(),
        statement.goes.as_ref().map(|it| it.at).into(),
        statement.goes.as_ref().map_or("", |it| it.set_by.as_str()).into(),
        statement.letter_pdfs.as_ref().map(json).into(),
        json(&statement.consensus_basis).into(),
    ]);
    handling::add(values, statement);
}

/// Returns a value as JSON; none of ours holds what JSON cannot.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Inserts everything that statements have more than one of.
async fn insert_lists(connection: &mut Connection, statements: &[&Statement]) -> Result<(), Fault> {
    let mut rows = Rows::default();
    statements.iter().for_each(|statement| rows.add(statement));
    connection.insert(INSERT_GROUPS, 4, rows.groups).await?;
    connection.insert(INSERT_BODIES, 4, rows.bodies).await?;
    connection.insert(INSERT_GIVEN, 8, rows.given).await?;
    connection.insert(INSERT_CONTACTS, 6, rows.contacts).await?;
    connection.insert(INSERT_DEADLINES, 6, rows.deadlines).await?;
    connection.insert(INSERT_IDENTIFIERS, 4, rows.identifiers).await?;
    connection.insert(INSERT_LINKS, 4, rows.links).await?;
    connection.insert(INSERT_GATES, 13, rows.gates).await?;
    connection.insert(INSERT_ATTACHMENTS, 15, rows.attachments).await?;
    connection.insert(INSERT_DISCUSSIONS, 7, rows.discussions).await?;
    for (file, rendition) in rows.renditions {
        conversions::save_rendition(connection, file, rendition).await?;
    }
    Ok(())
}

/// The values of the rows of each list, one after the other.
#[derive(Default)]
struct Rows<'s> {
    groups: Vec<Value>,
    bodies: Vec<Value>,
    given: Vec<Value>,
    contacts: Vec<Value>,
    deadlines: Vec<Value>,
    identifiers: Vec<Value>,
    links: Vec<Value>,
    gates: Vec<Value>,
    attachments: Vec<Value>,
    discussions: Vec<Value>,
    renditions: Vec<(&'s str, &'s Rendition)>,
}

impl<'s> Rows<'s> {
    fn add(&mut self, statement: &'s Statement) {
        let number = || Value::from(statement.number);
        self.add_side(statement, "from", &statement.from);
        self.add_side(statement, "to", &statement.to);
        for (position, given) in counted(&statement.distributed_to) {
            let words = if given.group().is_some() { "" } else { given.words() };
            self.given.extend([
                number(),
                position,
                given.group().map(|group| group.id.0).into(),
                words.into(),
                given.kind.slug().into(),
                given.since.into(),
                (&given.by).into(),
                (&given.role).into(),
            ]);
        }
        for (position, deadline) in counted(&statement.deadlines) {
            self.deadlines.extend([
                number(),
                position,
                deadline.date.into(),
                deadline.kind.slug().into(),
                (&deadline.set_by).into(),
                deadline.set_on.into(),
            ]);
        }
        for (position, identifier) in counted(&statement.identifiers) {
            let row = [number(), position, identifier.into(), key(identifier).into()];
            self.identifiers.extend(row);
        }
        for (position, link) in counted(&statement.links) {
            let row = [number(), position, link.kind.slug().into(), link.number.into()];
            self.links.extend(row);
        }
        for (position, gate) in counted(&statement.gates) {
            self.gates.extend([number(), position]);
            self.gates.extend(gate_values(gate));
        }
        for (position, discussion) in counted(&statement.handling.discussions) {
            self.discussions.extend([number(), position]);
            self.discussions.extend(handling::discussion_values(discussion));
        }
        for attachment in &statement.attachments {
            self.attachments.push(number());
            self.attachments.extend(attachment_values(attachment));
            self.renditions.extend(renditions(attachment));
        }
    }

    fn add_side(&mut self, statement: &Statement, name: &'static str, side: &Side) {
        for (position, group) in counted(&side.groups) {
            let row = [statement.number.into(), name.into(), position, group.id.into()];
            self.groups.extend(row);
        }
        self.add_bodies(statement, name, &side.as_written);
        for (position, contact) in counted(&side.contacts) {
            self.contacts.extend([
                statement.number.into(),
                name.into(),
                position,
                (&contact.name).into(),
                contact.address.clone().into(),
                contact.why.slug().into(),
            ]);
        }
    }

    fn add_bodies(&mut self, statement: &Statement, role: &'static str, bodies: &[String]) {
        for (position, words) in counted(bodies) {
            let row = [statement.number.into(), role.into(), position, words.into()];
            self.bodies.extend(row);
        }
    }
}

fn gate_values(gate: &Gate) -> [Value; 11] {
    let opening = gate.opening.as_ref();
    let means = opening.map(|opening| &opening.means);
    let (means, authority, comment) = match means {
        None => (None, None, None),
        Some(Means::Here) => (Some("here"), None, None),
        Some(Means::Lapsed) => (Some("lapsed"), None, None),
        Some(Means::Elsewhere { authority, comment }) => {
            (Some("elsewhere"), Some(authority.as_str()), Some(comment.as_str()))
        }
    };
    let words = |field: fn(&Opening) -> &String| opening.map(|opening| field(opening).as_str());
    [
        gate.kind.slug().into(),
        gate.group.map(|group| group.0).into(),
        i64::from(gate.stage).into(),
        gate.asked_at.into(),
        opening.and_then(|opening| opening.by).map(|by| by.0).into(),
        words(|opening| &opening.name).into(),
        words(|opening| &opening.role).into(),
        opening.map(|opening| opening.at).into(),
        means.into(),
        authority.into(),
        comment.into(),
    ]
}

fn attachment_values(attachment: &Attachment) -> [Value; 14] {
    let made_of = attachment.made_of.as_ref();
    let (kind, file, url) = match &attachment.body {
        AttachmentBody::File { name, media_type, sha256, size, legacy_name, .. } => {
            ("file", Some((name, media_type, sha256, *size, legacy_name)), None)
        }
        AttachmentBody::Link { url } => ("link", None, Some(url.as_str())),
    };
    [
        attachment.position.into(),
        (&attachment.title).into(),
        kind.into(),
        file.map(|(name, ..)| name.as_str()).into(),
        file.map(|(_, media_type, ..)| media_type.as_str()).into(),
        file.and_then(|(_, _, sha256, ..)| sha256.as_deref()).into(),
        file.map(|(_, _, _, size, _)| size).into(),
        file.and_then(|(.., legacy_name)| legacy_name.as_deref()).into(),
        url.into(),
        attachment.source.slug().into(),
        attachment.added_after_sending.into(),
        attachment.hidden.clone().into(),
        made_of.map(|made_of| made_of.name.as_str()).into(),
        made_of.map(|made_of| made_of.sha256.as_str()).into(),
    ]
}

fn renditions(attachment: &Attachment) -> impl Iterator<Item = (&str, &Rendition)> {
    let (file, renditions) = match &attachment.body {
        AttachmentBody::File { sha256: Some(file), renditions, .. } => {
            (file.as_str(), renditions.as_slice())
        }
        AttachmentBody::File { .. } | AttachmentBody::Link { .. } => ("", [].as_slice()),
    };
    renditions.iter().map(move |rendition| (file, rendition))
}

/// Returns each of a list with its position, counted from 1.
fn counted<T>(list: &[T]) -> impl Iterator<Item = (Value, &T)> {
    (1_i64..).map(Value::from).zip(list)
}

/// Returns what a subject is sorted by: the words of its start, in lower case and without accents.
fn subject_key(subject: &str) -> String {
    let start: String = subject.chars().take(LONGEST_SUBJECT_KEY).collect();
    words(&start).join(" ")
}
