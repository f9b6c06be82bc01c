//! Statements on their way out: one question for each table, however many statements.

use std::collections::HashMap;

use rules::{
    Attachment, AttachmentBody, AttachmentSource, Consensus, Contact, Correction, Deadline,
    DeadlineKind, Direction, Gate, GateKind, Given, GivenKind, GivenTo, GoesAt, GroupId, GroupRef,
    Handling, Link, LinkKind, MadeOf, Mailbox, Means, Number, Opening, PersonId, Rendition,
    RenditionKind, RetiredContacts, Side, State, Statement, Travelled, Why,
};
use sqlx::FromRow;

use super::handling;
use crate::Fault;
use crate::connection::Connection;
use crate::decode::{ByNumber, day, known, mailbox, some_day, some_purpose, some_time, time};
use crate::sql::{Sql, numbers, sql};

const STATEMENTS: &str = "
    select number, direction, state, purpose, sent_on, received_on, recorded_at, action_taken, approval_missing,
        consensus, revision, created_by, created_as, created_at, travelled, travelled_how, message_id,
        from_liaison_name, from_liaison_address, to_liaison_name, to_liaison_address, subject, subject_supplied,
        purpose_as_written, retired_response, retired_technical, retired_action_holder, retired_cc, text, about_research,
        settles, deadline_asked, version, corrects, correction_why, correction_resend, became_version, goes_at,
        goes_set_by, letter_pdfs, consensus_basis
    from statements where number in (numbers($1))";

const GROUPS: &str = "
    select l.number, l.side, g.id, g.acronym, g.name, o.acronym as organization
    from statement_groups l join groups g on g.id = l.group_id join groups o on o.id = g.organization
    where l.number in (numbers($1)) order by l.number, l.side, l.position";

/// Bodies as they were written, and whom a statement was given to: one question for both.
const BODIES: &str = "
    select b.number, b.position, b.role, b.words, null as kind, cast(null as bigint) as since, null as given_by,
        null as given_as, cast(null as bigint) as id, null as acronym, null as name, null as organization
    from statement_bodies b where b.number in (numbers($1))
    union all
    select v.number, v.position, 'given', v.words, v.kind, v.since, v.given_by, v.given_as, g.id, g.acronym, g.name,
        o.acronym
    from statement_given v left join groups g on g.id = v.group_id left join groups o on o.id = g.organization
    where v.number in (numbers($1))
    order by 1, 3, 2";

const CONTACTS: &str = "
    select number, side, name, address, why from statement_contacts
    where number in (numbers($1)) order by number, side, position";

const DEADLINES: &str = "
    select number, day, kind, set_by, set_on from statement_deadlines
    where number in (numbers($1)) order by number, position";

const IDENTIFIERS: &str = "
    select number, identifier from statement_identifiers
    where number in (numbers($1)) order by number, position";

const LINKS: &str = "
    select number, kind, target from statement_links
    where number in (numbers($1)) order by number, position";

const GATES: &str = "
    select number, kind, group_id, stage, asked_at, opened_by, opened_name, opened_role, opened_at, means, authority,
        comment
    from statement_gates where number in (numbers($1)) order by number, position";

const ATTACHMENTS: &str = "
    select a.number, a.position, a.title, a.kind, a.name, a.media_type, a.sha256, a.size, a.legacy_name, a.url,
        a.source, a.added_after_sending, a.hidden, a.made_of_name, a.made_of_sha256,
        r.kind as rendition_kind, r.sha256 as rendition_sha256, r.size as rendition_size
    from attachments a left join renditions r on r.file_sha256 = a.sha256
    where a.number in (numbers($1)) order by a.number, a.position, r.kind";

#[derive(FromRow)]
struct StatementRow {
    number: i64,
    direction: String,
    state: String,
    purpose: Option<String>,
    sent_on: Option<String>,
    received_on: Option<String>,
    recorded_at: Option<i64>,
    action_taken: Option<bool>,
    approval_missing: bool,
    consensus: Option<String>,
    revision: i64,
    created_by: Option<i64>,
    created_as: String,
    created_at: i64,
    travelled: String,
    travelled_how: String,
    message_id: Option<String>,
    from_liaison_name: Option<String>,
    from_liaison_address: Option<String>,
    to_liaison_name: Option<String>,
    to_liaison_address: Option<String>,
    subject: String,
    subject_supplied: bool,
    purpose_as_written: String,
    retired_response: String,
    retired_technical: String,
    retired_action_holder: String,
    retired_cc: String,
    text: String,
    about_research: bool,
    settles: Option<bool>,
    deadline_asked: Option<String>,
    version: i64,
    corrects: Option<i64>,
    correction_why: String,
    correction_resend: bool,
    became_version: Option<i64>,
    goes_at: Option<i64>,
    goes_set_by: String,
    letter_pdfs: Option<String>,
    consensus_basis: String,
}

type GroupRow = (i64, String, i64, String, String, String);
type ContactRow = (i64, String, String, Option<String>, String);
type DeadlineRow = (i64, String, String, String, Option<String>);

#[derive(FromRow)]
struct BodyRow {
    number: i64,
    role: String,
    words: String,
    kind: Option<String>,
    since: Option<i64>,
    given_by: Option<String>,
    given_as: Option<String>,
    id: Option<i64>,
    acronym: Option<String>,
    name: Option<String>,
    organization: Option<String>,
}

#[derive(FromRow)]
struct GateRow {
    number: i64,
    kind: String,
    group_id: Option<i64>,
    stage: i64,
    asked_at: Option<i64>,
    opened_by: Option<i64>,
    opened_name: Option<String>,
    opened_role: Option<String>,
    opened_at: Option<i64>,
    means: Option<String>,
    authority: Option<String>,
    comment: Option<String>,
}

#[derive(FromRow)]
struct AttachmentRow {
    number: i64,
    position: i64,
    title: String,
    kind: String,
    name: Option<String>,
    media_type: Option<String>,
    sha256: Option<String>,
    size: Option<i64>,
    legacy_name: Option<String>,
    url: Option<String>,
    source: String,
    added_after_sending: bool,
    made_of_name: Option<String>,
    made_of_sha256: Option<String>,
    hidden: Option<String>,
    rendition_kind: Option<String>,
    rendition_sha256: Option<String>,
    rendition_size: Option<i64>,
}

/// The lists within statements, before each goes to its statement.
struct Lists {
    groups: ByNumber<GroupRow>,
    bodies: ByNumber<BodyRow>,
    contacts: ByNumber<ContactRow>,
    deadlines: ByNumber<DeadlineRow>,
    identifiers: ByNumber<String>,
    links: ByNumber<(String, i64)>,
    gates: ByNumber<GateRow>,
    attachments: ByNumber<AttachmentRow>,
}

/// Returns the statements of these numbers, in that order and each once; those that are not there are left out.
pub(crate) async fn statements(
    connection: &mut Connection,
    wanted: &[Number],
) -> Result<Vec<Statement>, Fault> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let list = numbers(wanted.iter().map(|number| number.0));
    let rows: Vec<StatementRow> = connection.all(sql(STATEMENTS).bind(&list)).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows: HashMap<i64, StatementRow> =
        rows.into_iter().map(|row| (row.number, row)).collect();
    let mut lists = Lists::load(connection, &list).await?;
    let found = wanted.iter().filter_map(|number| rows.remove(&number.0));
    let found = found.map(|row| row.into_statement(&mut lists));
    let mut statements: Vec<Statement> = found.collect::<Result<_, _>>()?;
    handling::load(connection, &list, &mut statements).await?;
    Ok(statements)
}

impl Lists {
    async fn load(connection: &mut Connection, list: &str) -> Result<Self, Fault> {
        let of = |text: &'static str| -> Sql { sql(text).bind(list) };
        let groups: Vec<GroupRow> = connection.all(of(GROUPS)).await?;
        let bodies: Vec<BodyRow> = connection.all(of(BODIES)).await?;
        let contacts: Vec<ContactRow> = connection.all(of(CONTACTS)).await?;
        let deadlines: Vec<DeadlineRow> = connection.all(of(DEADLINES)).await?;
        let identifiers: Vec<(i64, String)> = connection.all(of(IDENTIFIERS)).await?;
        let links: Vec<(i64, String, i64)> = connection.all(of(LINKS)).await?;
        let gates: Vec<GateRow> = connection.all(of(GATES)).await?;
        let attachments: Vec<AttachmentRow> = connection.all(of(ATTACHMENTS)).await?;
        Ok(Self {
            groups: groups.into_iter().map(|row| (row.0, row)).collect(),
            bodies: bodies.into_iter().map(|row| (row.number, row)).collect(),
            contacts: contacts.into_iter().map(|row| (row.0, row)).collect(),
            deadlines: deadlines.into_iter().map(|row| (row.0, row)).collect(),
            identifiers: identifiers.into_iter().collect(),
            links: links.into_iter().map(|(of, kind, to)| (of, (kind, to))).collect(),
            gates: gates.into_iter().map(|row| (row.number, row)).collect(),
            attachments: attachments.into_iter().map(|row| (row.number, row)).collect(),
        })
    }
}

impl StatementRow {
    fn retired(&mut self) -> RetiredContacts {
        RetiredContacts {
            response: std::mem::take(&mut self.retired_response),
            technical: std::mem::take(&mut self.retired_technical),
            action_holder: std::mem::take(&mut self.retired_action_holder),
            cc: std::mem::take(&mut self.retired_cc),
        }
    }

    fn correction(&mut self) -> Option<Correction> {
        let why = std::mem::take(&mut self.correction_why);
        let (resend, became) = (self.correction_resend, self.became_version);
        self.corrects.map(|of| Correction { of: Number(of), why, resend, became })
    }

    fn into_statement(mut self, lists: &mut Lists) -> Result<Statement, Fault> {
        let number = self.number;
        let (retired_contacts, correction) = (self.retired(), self.correction());
        let mut from = Side {
            liaison_contact: liaison(self.from_liaison_name, self.from_liaison_address)?,
            ..Side::default()
        };
        let mut to = Side {
            liaison_contact: liaison(self.to_liaison_name, self.to_liaison_address)?,
            ..Side::default()
        };
        for (_, side, id, acronym, name, organization) in lists.groups.take(number) {
            let side = if side == "from" { &mut from } else { &mut to };
            side.groups.push(GroupRef { id: GroupId(id), acronym, name, organization });
        }
        let mut distributed_to = Vec::new();
        for row in lists.bodies.take(number) {
            match row.role.as_str() {
                "from" => from.as_written.push(row.words),
                "to" => to.as_written.push(row.words),
                _ => distributed_to.push(given(row)?),
            }
        }
        for (_, side, name, address, why) in lists.contacts.take(number) {
            let why = known(Why::from_slug(&why), "kind of contact", &why)?;
            let side = if side == "from" { &mut from } else { &mut to };
            side.contacts.push(Contact { name, address, why });
        }
        Ok(Statement {
            number: Number(number),
            direction: known(Direction::from_slug(&self.direction), "direction", &self.direction)?,
            state: known(State::from_slug(&self.state), "state", &self.state)?,
            purpose: some_purpose(self.purpose.as_deref())?,
            purpose_as_written: self.purpose_as_written,
            deadlines: deadlines(lists.deadlines.take(number))?,
            subject: self.subject,
            subject_supplied: self.subject_supplied,
            text: self.text,
            consensus: self.consensus.map(consensus).transpose()?,
            consensus_basis: json("basis of consensus", &self.consensus_basis)?,
            from,
            to,
            distributed_to,
            about_research: self.about_research,
            settles: self.settles,
            deadline_asked: some_day(self.deadline_asked)?,
            retired_contacts,
            identifiers: lists.identifiers.take(number),
            sent_on: some_day(self.sent_on)?,
            received_on: some_day(self.received_on)?,
            recorded_at: some_time(self.recorded_at)?,
            travelled: travelled(&self.travelled, self.travelled_how)?,
            approval_missing: self.approval_missing,
            gates: lists.gates.take(number).into_iter().map(gate).collect::<Result<_, _>>()?,
            goes: some_time(self.goes_at)?.map(|at| GoesAt { at, set_by: self.goes_set_by }),
            attachments: attachments(lists.attachments.take(number))?,
            letter_pdfs: self.letter_pdfs.map(|pdfs| json("letters' PDFs", &pdfs)).transpose()?,
            links: lists.links.take(number).into_iter().map(link).collect::<Result<_, _>>()?,
            version: self.version,
            correction,
            revision: self.revision,
            created_by: self.created_by.map(PersonId),
            created_as: self.created_as,
            created_at: time(self.created_at)?,
            message_id: self.message_id,
            action_taken: self.action_taken,
            handling: Handling::default(),
        })
    }
}

fn consensus(slug: String) -> Result<Consensus, Fault> {
    known(Consensus::from_slug(&slug), "consensus level", &slug)
}

/// Reads what was kept as JSON.
fn json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    known(serde_json::from_str(text).ok(), what, text)
}

fn liaison(name: Option<String>, address: Option<String>) -> Result<Option<Mailbox>, Fault> {
    let Some(address) = address else { return Ok(None) };
    mailbox(&name.unwrap_or_default(), &address).map(Some)
}

fn travelled(slug: &str, how: String) -> Result<Travelled, Fault> {
    match slug {
        "unknown" => Ok(Travelled::Unknown),
        "mailed" => Ok(Travelled::Mailed),
        "otherwise" => Ok(Travelled::Otherwise(how)),
        _ => known(None, "way of travelling", slug),
    }
}

fn deadlines(rows: Vec<DeadlineRow>) -> Result<Vec<Deadline>, Fault> {
    rows.into_iter()
        .map(|(_, date, kind, set_by, set_on)| {
            Ok(Deadline {
                date: day(&date)?,
                kind: known(DeadlineKind::from_slug(&kind), "kind of deadline", &kind)?,
                set_by,
                set_on: some_day(set_on)?,
            })
        })
        .collect()
}

fn link((kind, target): (String, i64)) -> Result<Link, Fault> {
    let kind = known(LinkKind::from_slug(&kind), "kind of link", &kind)?;
    Ok(Link { kind, number: Number(target) })
}

fn given(row: BodyRow) -> Result<Given, Fault> {
    let to = match (row.id, row.acronym, row.name, row.organization) {
        (Some(id), Some(acronym), Some(name), Some(organization)) => {
            GivenTo::Group(GroupRef { id: GroupId(id), acronym, name, organization })
        }
        _ => GivenTo::Named(row.words),
    };
    let kind = row.kind.unwrap_or_default();
    let kind = known(GivenKind::from_slug(&kind), "way of passing on", &kind)?;
    let (by, role) = (row.given_by.unwrap_or_default(), row.given_as.unwrap_or_default());
    Ok(Given { to, kind, since: some_time(row.since)?, by, role })
}

fn gate(row: GateRow) -> Result<Gate, Fault> {
    let opening = match row.opened_at {
        Some(at) => Some(Opening {
            by: row.opened_by.map(PersonId),
            name: row.opened_name.unwrap_or_default(),
            role: row.opened_role.unwrap_or_default(),
            at: time(at)?,
            means: match row.means.as_deref() {
                Some("here") => Means::Here,
                Some("lapsed") => Means::Lapsed,
                Some("elsewhere") => Means::Elsewhere {
                    authority: row.authority.unwrap_or_default(),
                    comment: row.comment.unwrap_or_default(),
                },
                other => known(None, "means of opening a gate", other.unwrap_or_default())?,
            },
        }),
        None => None,
    };
    let kind = known(GateKind::from_slug(&row.kind), "kind of gate", &row.kind)?;
    let stage = known(u8::try_from(row.stage).ok(), "stage of a gate", &row.stage.to_string())?;
    let asked_at = row.asked_at.map(time).transpose()?;
    Ok(Gate { kind, group: row.group_id.map(GroupId), stage, asked_at, opening })
}

/// Reads attachments, each of which comes once for every rendition of its file.
fn attachments(rows: Vec<AttachmentRow>) -> Result<Vec<Attachment>, Fault> {
    let mut attachments: Vec<Attachment> = Vec::new();
    for mut row in rows {
        let rendition = rendition(&mut row)?;
        if attachments.last().is_none_or(|last| last.position != row.position) {
            attachments.push(attachment(row)?);
        }
        let last = attachments.last_mut().map(|last| &mut last.body);
        if let Some(AttachmentBody::File { renditions, .. }) = last {
            renditions.extend(rendition);
        }
    }
    Ok(attachments)
}

fn rendition(row: &mut AttachmentRow) -> Result<Option<Rendition>, Fault> {
    let (Some(kind), Some(sha256), Some(size)) =
        (row.rendition_kind.take(), row.rendition_sha256.take(), row.rendition_size)
    else {
        return Ok(None);
    };
    let kind = known(RenditionKind::from_slug(&kind), "kind of rendition", &kind)?;
    Ok(Some(Rendition { kind, sha256, size }))
}

fn attachment(row: AttachmentRow) -> Result<Attachment, Fault> {
    let body = match row.kind.as_str() {
        "file" => AttachmentBody::File {
            name: row.name.unwrap_or_default(),
            media_type: row.media_type.unwrap_or_default(),
            sha256: row.sha256,
            size: row.size.unwrap_or_default(),
            legacy_name: row.legacy_name,
            renditions: Vec::new(),
        },
        "link" => AttachmentBody::Link { url: row.url.unwrap_or_default() },
        other => known(None, "kind of attachment", other)?,
    };
    Ok(Attachment {
        position: row.position,
        title: row.title,
        body,
        source: known(AttachmentSource::from_slug(&row.source), "source", &row.source)?,
        added_after_sending: row.added_after_sending,
        hidden: row.hidden,
        made_of: match (row.made_of_name, row.made_of_sha256) {
            (Some(name), Some(sha256)) => Some(MadeOf { name, sha256 }),
            _ => None,
        },
    })
}
