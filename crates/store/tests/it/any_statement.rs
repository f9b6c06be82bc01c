//! Statements with anything in them that the rules' types allow.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rules::{
    Assignee, Attachment, AttachmentBody, AttachmentSource, Basis, BasisAt, Consensus, Contact,
    Deadline, DeadlineKind, Direction, Discussion, DiscussionKind, Gate, GateKind, Given,
    GivenKind, GivenTo, GroupRef, Handling, KeptMessage, Link, LinkKind, MadeOf, Mailbox, Means,
    Number, Opening, Outcome, OutcomeKind, PersonId, Purpose, Rendition, RenditionKind,
    RetiredContacts, Side, State, Statement, Travelled, Why,
};

/// The people and groups that a statement may name, since both must be in the directory.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub(crate) people: Vec<PersonId>,
    pub(crate) groups: Vec<GroupRef>,
}

/// Any text but with NUL, which PostgreSQL does not keep.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9 ,.'\"$?:;\\\\%_-]{0,40}",
        2 => any::<String>().prop_map(|text| text.replace('\0', "")),
        1 => "(\\r\\n|\\t| |[^\\x00]){0,200}",
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0_i16..=9999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
}

/// Times are kept to the microsecond.
fn time() -> impl Strategy<Value = Timestamp> {
    (-62_000_000_000_000_000_i64..=250_000_000_000_000_000)
        .prop_map(|time| Timestamp::from_microsecond(time).expect("a time"))
}

fn address() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9+_-]{1,20}@[a-z]{1,10}\\.example\\.(org|com|net)"
}

fn mailbox() -> impl Strategy<Value = Mailbox> {
    ("\\PC{0,20}", address())
        .prop_filter_map("a mailbox", |(name, address)| Mailbox::new(&name, &address).ok())
}

fn sha256() -> impl Strategy<Value = String> {
    "[0-9a-f]{64}"
}

fn side(cast: &Cast) -> impl Strategy<Value = Side> + use<> {
    let contact = (text(), option::of(address()), select(Why::ALL.to_vec()))
        .prop_map(|(name, address, why)| Contact { name, address, why });
    (
        vec(select(cast.groups.clone()), 0..4),
        vec(text(), 0..3),
        vec(contact, 0..4),
        option::of(mailbox()),
    )
        .prop_map(|(groups, as_written, contacts, liaison_contact)| Side {
            groups,
            as_written,
            contacts,
            liaison_contact,
        })
}

fn deadlines() -> impl Strategy<Value = Vec<Deadline>> {
    let kind = select(DeadlineKind::ALL.to_vec());
    let deadline = (day(), kind, text(), option::of(day()))
        .prop_map(|(date, kind, set_by, set_on)| Deadline { date, kind, set_by, set_on });
    vec(deadline, 0..4)
}

fn gates(cast: &Cast) -> impl Strategy<Value = Vec<Gate>> + use<> {
    let means = prop_oneof![
        Just(Means::Here),
        (text(), text()).prop_map(|(authority, comment)| Means::Elsewhere { authority, comment }),
        Just(Means::Lapsed),
    ];
    let opening = (option::of(select(cast.people.clone())), text(), text(), time(), means)
        .prop_map(|(by, name, role, at, means)| Opening { by, name, role, at, means });
    let groups = cast.groups.iter().map(|group| group.id).collect::<Vec<_>>();
    let group = option::of(select(groups));
    let times = (0..4_u8, option::of(time()));
    let gate = (select(GateKind::ALL.to_vec()), group, times, option::of(opening)).prop_map(
        |(kind, group, (stage, asked_at), opening)| Gate { kind, group, stage, asked_at, opening },
    );
    vec(gate, 0..4)
}

fn given(cast: &Cast) -> impl Strategy<Value = Vec<Given>> + use<> {
    let to = prop_oneof![
        2 => select(cast.groups.clone()).prop_map(GivenTo::Group),
        1 => text().prop_map(GivenTo::Named),
    ];
    let given = (to, select(GivenKind::ALL.to_vec()), option::of(time()), text(), text())
        .prop_map(|(to, kind, since, by, role)| Given { to, kind, since, by, role });
    vec(given, 0..4)
}

fn body() -> impl Strategy<Value = AttachmentBody> {
    let rendition = || option::of((sha256(), 0_i64..1_000_000));
    let renditions = (rendition(), rendition());
    let file = (text(), text(), option::of(sha256()), 0..i64::MAX, option::of(text()), renditions);
    prop_oneof![
        3 => file.prop_map(|(name, media_type, sha256, size, legacy_name, (pdf, words))| {
            let mut renditions = Vec::new();
            let kinds = [(RenditionKind::Pdf, pdf), (RenditionKind::Text, words)];
            for (kind, made) in kinds.into_iter().filter(|_| sha256.is_some()) {
                renditions.extend(made.map(|(sha256, size)| Rendition { kind, sha256, size }));
            }
            AttachmentBody::File { name, media_type, sha256, size, legacy_name, renditions }
        }),
        1 => text().prop_map(|url| AttachmentBody::Link { url }),
    ]
}

fn attachments() -> impl Strategy<Value = Vec<Attachment>> {
    let source = select(AttachmentSource::ALL.to_vec());
    let made_of = option::of((text(), text()).prop_map(|(name, sha256)| MadeOf { name, sha256 }));
    let attachment = (1_i64..4, text(), body(), source, any::<bool>(), option::of(text()), made_of);
    vec(attachment, 0..4).prop_map(|attachments| {
        let mut last = 0;
        attachments
            .into_iter()
            .map(|(step, title, body, source, added_after_sending, hidden, made_of)| {
                // Positions grow, with gaps where something was removed.
                last += step;
                let position = last;
                Attachment { position, title, body, source, added_after_sending, hidden, made_of }
            })
            .collect()
    })
}

fn links() -> impl Strategy<Value = Vec<Link>> {
    let link = (select(LinkKind::ALL.to_vec()), any::<i64>().prop_map(Number));
    vec(link.prop_map(|(kind, number)| Link { kind, number }), 0..4)
}

fn retired() -> impl Strategy<Value = RetiredContacts> {
    (text(), text(), text(), text()).prop_map(|(response, technical, action_holder, cc)| {
        RetiredContacts { response, technical, action_holder, cc }
    })
}

fn handling(cast: &Cast) -> impl Strategy<Value = Handling> + use<> {
    let people = select(cast.people.clone());
    let assignee = (people.clone(), text(), time(), any::<bool>(), option::of(people)).prop_map(
        |(person, name, since, accepted, handed_by)| Assignee {
            person,
            name,
            since,
            accepted,
            handed_by,
        },
    );
    let discussion = (select(DiscussionKind::ALL.to_vec()), text(), text(), text(), time())
        .prop_map(|(kind, link, words, by, at)| Discussion { kind, link, words, by, at });
    let message = (sha256(), 0..i64::MAX).prop_map(|(sha256, size)| KeptMessage { sha256, size });
    let said = (text(), text(), text(), text());
    let outcome = (select(OutcomeKind::ALL.to_vec()), time(), said, option::of(message)).prop_map(
        |(kind, at, (by, role, words, link), message)| Outcome {
            kind,
            at,
            by,
            role,
            words,
            link,
            message,
        },
    );
    let lead = option::of(select(cast.groups.clone()));
    let rest = (option::of(text()), option::of(day()), option::of(time()));
    (option::of(assignee), lead, vec(discussion, 0..4), option::of(outcome), rest).prop_map(
        |(assignee, lead, discussions, outcome, (asked, promised, reopened_at))| Handling {
            assignee,
            lead,
            asked,
            discussions,
            promised,
            outcome,
            reopened_at,
        },
    )
}

/// Any statement of number 0 that nobody saved.
pub(crate) fn any_statement(cast: &Cast) -> impl Strategy<Value = Statement> + use<> {
    let travelled = prop_oneof![
        Just(Travelled::Unknown),
        Just(Travelled::Mailed),
        text().prop_map(Travelled::Otherwise)
    ];
    let what = (
        select(Direction::ALL.to_vec()),
        select(State::ALL.to_vec()),
        option::of(select(Purpose::ALL.to_vec())),
        option::of(select(Consensus::ALL.to_vec())),
        (text(), text(), text()),
        (any::<bool>(), any::<bool>(), option::of(any::<bool>()), any::<bool>()),
    );
    let when = (option::of(day()), option::of(day()), option::of(time()), time(), 1_i64..9);
    let who = (
        side(cast),
        side(cast),
        given(cast),
        retired(),
        option::of(select(cast.people.clone())),
        text(),
    );
    let rest = (
        deadlines(),
        vec(text(), 0..3),
        gates(cast),
        attachments(),
        links(),
        travelled,
        option::of(text()),
        handling(cast),
    );
    (what, when, who, rest).prop_map(|(what, when, who, rest)| {
        let (direction, state, purpose, consensus, words, marks) = what;
        let (sent_on, received_on, recorded_at, created_at, version) = when;
        let (from, to, distributed_to, retired_contacts, created_by, created_as) = who;
        let (deadlines, identifiers, gates, attachments, links, travelled, message_id, handling) =
            rest;
        Statement {
            number: Number(0),
            direction,
            state,
            purpose,
            letter_pdfs: marks.2.map(|any| letter_pdfs(any, &words.1)),
            consensus_basis: basis(&words.1),
            purpose_as_written: words.0,
            deadlines,
            subject: words.1,
            subject_supplied: marks.0,
            text: words.2,
            consensus,
            from,
            to,
            distributed_to,
            about_research: marks.3,
            settles: marks.2.filter(|_| marks.0),
            deadline_asked: sent_on.filter(|_| marks.1),
            retired_contacts,
            identifiers,
            sent_on,
            received_on,
            recorded_at,
            travelled,
            approval_missing: marks.1,
            goes: recorded_at
                .filter(|_| marks.0)
                .map(|at| rules::GoesAt { at, set_by: "Anna Chair".to_owned() }),
            gates,
            attachments,
            links,
            version,
            // Of another that is there: its own test has that.
            correction: None,
            revision: 0,
            created_by,
            created_as,
            created_at,
            message_id,
            action_taken: marks.2,
            // Only what was received is handled.
            handling: match direction {
                Direction::Incoming => handling,
                Direction::Outgoing => Handling::default(),
            },
        }
    })
}

/// PDFs beside letters, if there are any.
fn letter_pdfs(any: bool, words: &str) -> BTreeMap<String, Rendition> {
    let pdf = Rendition { kind: RenditionKind::Pdf, sha256: words.to_owned(), size: 7 };
    if any { BTreeMap::from([("ab".to_owned(), pdf)]) } else { BTreeMap::new() }
}

/// One of each kind of what consensus rests on.
fn basis(words: &str) -> Vec<Basis> {
    let kinds: [fn(String) -> BasisAt; 3] = [BasisAt::Document, BasisAt::File, BasisAt::Url];
    kinds.map(|at| Basis { label: words.to_owned(), at: at(words.to_owned()) }).to_vec()
}
