//! Who may do what: the rules' answer, the written table and the running service are the same.

mod pages;
mod surfaces;

use std::fmt::Write as _;

use operations::{NewAccount, add_account, may_speak_for};
use rules::{
    Actor, Attachment, AttachmentBody, AttachmentSource, Consensus, Contact, Deadline,
    DeadlineKind, Direction, Directory, EventKind, ItemVerb, Link, LinkKind, Mailbox, Number,
    Purpose, Side, State, Statement, Travelled, Verb, Why, may, may_handle_item, needed_gates,
};
use serde_json::{Value, json};
use store::QueuedMail;
use store::testing::made_research;

use crate::desk_world::{Browser, World, now, worlds};

/// Who they are towards the statement, and the first name of somebody who is.
const ROLES: [(&str, &str); 10] = [
    ("anybody, not signed in", ""),
    ("signed in, without a role", "hal"),
    ("chair of the group", "anna"),
    ("Area Director of the group", "bo"),
    ("chair of another group", "eve"),
    ("Area Director elsewhere", "flo"),
    ("liaison manager for the other side", "di"),
    ("coordinator", "cy"),
    ("secretariat, who began it", "gil"),
    ("asked about research", "tess"),
];

const WRITTEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.md");
/// Set to write the table anew; it is read by a person before it is kept.
const WRITE: &str = "LIAISON_WRITE_DOCS";

/// The verbs that have a form, with what is sent in it.
fn form_of(
    verb: Verb,
    statement: &Statement,
    first: &str,
) -> Option<(&'static str, Vec<(&'static str, String)>)> {
    let text = |words: &str| words.to_owned();
    let revision = ("revision", statement.revision.to_string());
    let incoming = statement.direction == Direction::Incoming;
    let (from, to) = if incoming { ("etu-sg1", "tsync") } else { ("tsync", "etu-sg1") };
    Some(match verb {
        Verb::Edit => (
            "edit",
            vec![
                revision,
                ("from_groups", text(from)),
                ("to_groups", text(to)),
                ("from_contacts", text("a@example.com")),
                ("to_contacts", text("b@example.com")),
                ("purpose", text("information")),
                ("subject", text("Changed")),
                ("text", text("Other words.")),
                ("consensus", text(if incoming { "" } else { "groups" })),
                ("received_on", text(if incoming { "2026-03-01" } else { "" })),
            ],
        ),
        // What somebody put in the place of the letter that was made is taken out again.
        Verb::ConvertLetter => ("letter", vec![("position", text("2"))]),
        Verb::Submit => ("submit", vec![revision]),
        Verb::Agree => ("agree", vec![revision]),
        Verb::Approve => ("approve", vec![revision]),
        Verb::Review => ("review", vec![revision]),
        Verb::Advise => {
            let asked = if first == "tess" { "irtf" } else { "etu" };
            ("advise", vec![("organization", text(asked)), ("advice", text("Be brief."))])
        }
        Verb::NoteApproval => (
            "note-approval",
            vec![
                ("group", text("tsync")),
                ("authority", text("Bo Director")),
                ("comment", text("By telephone.")),
            ],
        ),
        Verb::SendBack => ("send-back", vec![("back_words", text("Say by when."))]),
        Verb::TellGroup => (
            "note-telling",
            vec![("told_on", text("2026-03-01")), ("told_where", text("At the meeting"))],
        ),
        Verb::Drop => ("drop", vec![("reason", text("Overtaken."))]),
        Verb::Revive => ("revive", Vec::new()),
        Verb::Withdraw => ("withdraw", vec![("reason", text("Sent in error."))]),
        Verb::RecordAsSent => (
            "record-as-sent",
            vec![("sent_on", text("2026-03-01")), ("travelled", text("By letter."))],
        ),
        Verb::Give => ("give", vec![("give_to", text("paths"))]),
        Verb::MarkResearch => ("research", vec![("about_research", text(""))]),
        Verb::Relay => ("relay", vec![("relay_to", text("rgclock"))]),
        Verb::Assign => ("hand-on", vec![("hand_to", text("eve@example.org"))]),
        Verb::Handle => ("note-action", vec![("action_link", text("https://example.org/1"))]),
        Verb::MendLinks => {
            ("links", vec![("links_answers", text("")), ("links_reason", text("It answers none."))])
        }
        Verb::Comment => ("comment", vec![("remark", text("A remark."))]),
        Verb::Resend => ("resend/71", vec![("resend_to", text("other@example.com"))]),
        Verb::Add => ("add", vec![("url", text("https://example.org/annex"))]),
        Verb::Correct => ("correct", vec![("correction_why", text("A figure was wrong."))]),
        Verb::Revise => ("revise", Vec::new()),
        Verb::AgreeDeadline => (
            "agree-deadline",
            vec![
                ("agreed_day", text("2027-03-01")),
                ("agreed_by", text("Ana Example")),
                ("agreed_where", text("By mail.")),
            ],
        ),
        Verb::AskAgain => ("ask-again", vec![("ask_words", text("How does it stand?"))]),
        Verb::Hide => (
            "hide",
            vec![("hide_position", text("1")), ("hide_reason", text("It names somebody."))],
        ),
        Verb::See | Verb::SeePrivate => return None,
    })
}

/// The same verbs as programs do them: method, what follows the statement's address, what is sent.
fn sent_by_program(
    verb: Verb,
    incoming: bool,
    first: &str,
) -> Option<(&'static str, &'static str, Value)> {
    let (from, to) = if incoming { ("etu-sg1", "tsync") } else { ("tsync", "etu-sg1") };
    let post = |path, body| Some(("POST", path, body));
    match verb {
        Verb::Edit => {
            let mut body = json!({ "from_groups": [from], "to_groups": [to], "subject": "Changed",
                "from_contacts": ["a@example.com"], "to_contacts": ["b@example.com"] });
            body["purpose"] = json!("information");
            Some(("PATCH", "", body))
        }
        Verb::Submit => post("/submit", json!({})),
        Verb::Agree => post("/agree", json!({})),
        Verb::Approve => post("/approve", json!({})),
        Verb::Review => post("/review", json!({})),
        Verb::Advise => {
            let asked = if first == "tess" { "irtf" } else { "etu" };
            post("/advise", json!({ "organization": asked, "advice": "Be brief." }))
        }
        Verb::NoteApproval => post(
            "/note-approval",
            json!({ "group": "tsync",
            "authority": "Bo Director", "comment": "By telephone." }),
        ),
        Verb::SendBack => post("/send-back", json!({ "words": "Say by when." })),
        Verb::TellGroup => {
            post("/tell-group", json!({ "on": "2026-03-01", "place": "At the meeting" }))
        }
        Verb::Drop => post("/drop", json!({ "reason": "Overtaken." })),
        Verb::Revive => post("/revive", json!({})),
        Verb::Withdraw => post("/withdraw", json!({ "reason": "Sent in error." })),
        Verb::RecordAsSent => {
            post("/record-as-sent", json!({ "sent_on": "2026-03-01", "travelled": "By letter." }))
        }
        Verb::Give => post("/give", json!({ "to": ["paths"] })),
        Verb::MarkResearch => post("/research", json!({ "about_research": false })),
        Verb::Relay => post("/relay", json!({ "to": ["rgclock"] })),
        Verb::Assign => post("/hand-on", json!({ "to": "eve@example.org" })),
        Verb::Handle => post("/note-action", json!({ "link": "https://example.org/1" })),
        Verb::MendLinks => post("/links", json!({ "reason": "It answers none." })),
        Verb::Comment => post("/comment", json!({ "words": "A remark." })),
        Verb::Resend => post("/resend/71", json!({ "address": "other@example.com" })),
        Verb::Hide => post("/attachments/1/hide", json!({ "reason": "It names somebody." })),
        Verb::Add => post("/attachments", json!({ "url": "https://example.org/annex" })),
        Verb::Correct => post("/correct", json!({ "why": "A figure was wrong." })),
        Verb::Revise => post("/revise", json!({})),
        Verb::AgreeDeadline => post(
            "/agree-deadline",
            json!({ "day": "2027-03-01",
            "by": "Ana Example", "place": "By mail." }),
        ),
        Verb::AskAgain => post("/ask-again", json!({ "words": "How does it stand?" })),
        // A letter of one's own is put in its place on the page alone.
        Verb::ConvertLetter | Verb::See | Verb::SeePrivate => None,
    }
}

/// Returns the world with somebody who is asked about research.
async fn world(name: &str) -> World {
    let world = worlds(name).await.remove(0);
    let (groups, tess) = made_research();
    let mut tx = world.desk.store.begin("add research").await.unwrap();
    tx.save_groups(&groups, &world.desk.ids, now()).await.unwrap();
    tx.save_people(&[tess], &world.desk.ids, now()).await.unwrap();
    // What is begun by a click is the newest, however many are made here.
    tx.keep_numbers_above(Number(100_000)).await.unwrap();
    tx.commit().await.unwrap();
    let mailbox = Mailbox::parse("Tess Research <tess@example.org>").unwrap();
    add_account(&world.desk, &NewAccount { mailbox, password: None }, now()).await.unwrap();
    world
}

/// The day that a statement sets, so that another can be agreed to.
fn asked_by(direction: Direction) -> Vec<Deadline> {
    let set_by = match direction {
        Direction::Incoming => "ETU Study Group 1".to_owned(),
        Direction::Outgoing => "Time Synchronization".to_owned(),
    };
    let (kind, set_on) = (DeadlineKind::Stated, None);
    vec![Deadline { date: jiff::civil::date(2026, 12, 1), kind, set_by, set_on }]
}

/// A statement on research between tsync and etu-sg1 that the secretariat began.
async fn statement(
    world: &World,
    number: i64,
    direction: Direction,
    state: State,
) -> (Statement, std::sync::Arc<Directory>) {
    let reader = world.desk.store.reader();
    let directory = reader.directory().await.unwrap();
    let side = |acronym: &str| {
        let group = directory.by_acronym(acronym).unwrap();
        let mailbox = Mailbox::parse("somebody@example.com").unwrap();
        Side {
            groups: vec![directory.reference(group.id).unwrap()],
            contacts: vec![Contact::new(&mailbox, Why::Entered)],
            ..Side::default()
        }
    };
    let (ours, theirs) = (side("tsync"), side("etu-sg1"));
    let (from, to) = if direction == Direction::Outgoing { (ours, theirs) } else { (theirs, ours) };
    let began = actor(world, "gil", &directory).await;
    let mut made = Statement {
        state,
        purpose: Some(Purpose::Information),
        subject: format!("On zirconium{number}"),
        text: "Words.".to_owned(),
        consensus: Some(Consensus::Groups).filter(|_| direction == Direction::Outgoing),
        travelled: Travelled::Mailed,
        from,
        to,
        created_by: began.person,
        about_research: true,
        deadlines: asked_by(direction),
        received_on: Some(jiff::civil::date(2026, 3, 1))
            .filter(|_| direction == Direction::Incoming),
        recorded_at: state.is_public().then(now),
        attachments: vec![note(world).await, converted(world).await],
        links: vec![Link { kind: LinkKind::FollowsUp, number: Number(8_000) }],
        ..Statement::blank(Number(number), direction, now())
    };
    if state == State::InReview {
        let today = jiff::tz::TimeZone::UTC.to_datetime(now()).date();
        let gates = needed_gates(&made, &began, &directory, &world.desk.policy, today);
        made.gates = gates.unwrap();
    }
    let mut tx = world.desk.store.begin("make a statement").await.unwrap();
    tx.save_statement(&made).await.unwrap();
    tx.commit().await.unwrap();
    (world.statement(number).await, directory)
}

async fn note(world: &World) -> Attachment {
    let sha256 = world.desk.store.files().put(bytes::Bytes::from_static(b"A note.\n")).await;
    Attachment {
        position: 1,
        title: "note.txt".to_owned(),
        body: AttachmentBody::File {
            name: "note.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            sha256: Some(sha256.unwrap()),
            size: 8,
            legacy_name: None,
            renditions: Vec::new(),
        },
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }
}

/// A letter that somebody put in the place of the one that was made.
async fn converted(world: &World) -> Attachment {
    Attachment { position: 2, source: AttachmentSource::Converted, ..note(world).await }
}

/// Says whether the history of a statement has something of a kind.
async fn has_event(world: &World, number: i64, kind: EventKind) -> bool {
    let history = world.desk.store.reader().history(Number(number), true).await.unwrap();
    history.iter().any(|event| event.kind == kind)
}

/// Says whether somebody began a correction of a statement, or another in its place.
async fn is_followed(world: &World, number: i64) -> bool {
    let unposted = world.desk.store.reader().unposted().await.unwrap();
    let is_it = |it: &Statement| {
        it.revises() == [Number(number)]
            || it.correction.as_ref().is_some_and(|correction| correction.of == Number(number))
    };
    unposted.iter().any(is_it)
}

/// Keeps a message as what was mailed of a statement, and returns its delivery.
async fn mailed(world: &World, number: i64) -> i64 {
    let mail = QueuedMail {
        id: world.desk.ids.next(now()),
        number: Some(Number(number)),
        kind: "statement".to_owned(),
        envelope_from: "liaison@example.org".to_owned(),
        recipients: vec!["somebody@example.com".to_owned()],
        subject: "Words".to_owned(),
        sha256: "aa".to_owned(),
        message_id: None,
        queued_at: now(),
    };
    let mut tx = world.desk.store.begin("queue a message").await.unwrap();
    tx.queue_mail(&mail, true, &world.desk.ids).await.unwrap();
    tx.commit().await.unwrap();
    world.desk.store.reader().mail_of(Number(number)).await.unwrap()[0].deliveries[0].id
}

async fn actor(world: &World, first: &str, directory: &Directory) -> Actor {
    if first.is_empty() {
        return Actor::reader();
    }
    let address = format!("{first}@example.org");
    let person = world.desk.store.reader().person_by_address(&address).await.unwrap();
    directory.actor(person.unwrap(), jiff::tz::TimeZone::UTC.to_datetime(now()).date())
}

async fn browser<'w>(world: &'w World, first: &str) -> Browser<'w> {
    if first.is_empty() { world.stranger() } else { world.browser(first).await }
}

/// The table as the rules answer it.
async fn table(world: &World) -> String {
    let mut words = String::from(HEAD);
    words.push_str(&surfaces::table());
    for (number, (direction, state)) in (9_000..).zip(situations()) {
        let (statement, directory) = statement(world, number, direction, state).await;
        writeln!(words, "\n## {}, {state}\n", capitalized(&direction.to_string())).unwrap();
        words.push_str(&head());
        let actors = actors(world, &directory).await;
        for verb in Verb::ALL {
            let may = |actor| may(actor, verb, &statement, &directory, &world.desk.policy).is_ok();
            words.push_str(&row(title(verb), actors.iter().map(may)));
        }
    }
    words.push_str("\n## A message in the inbox\n\n");
    words.push_str(&head());
    let directory = world.desk.store.reader().directory().await.unwrap();
    let actors = actors(world, &directory).await;
    for verb in ItemVerb::ALL {
        let may = |actor| may_handle_item(actor, verb, &directory, &world.desk.policy).is_ok();
        words.push_str(&row(item_title(verb), actors.iter().map(may)));
    }
    words.push_str(&pages::table(world).await);
    words
}

async fn actors(world: &World, directory: &Directory) -> Vec<Actor> {
    let mut actors = Vec::new();
    for (_, first) in ROLES {
        actors.push(actor(world, first, directory).await);
    }
    actors
}

/// The head of a table with a column for each role.
fn head() -> String {
    let roles: Vec<&str> = ROLES.iter().map(|(role, _)| *role).collect();
    format!("| | {} |\n|---|{}\n", roles.join(" | "), ":-:|".repeat(roles.len()))
}

/// A row of it, with a dot for each who may.
fn row(what: &str, may: impl Iterator<Item = bool>) -> String {
    let cells: Vec<&str> = may.map(|may| if may { "●" } else { "" }).collect();
    format!("| {what} | {} |\n", cells.join(" | "))
}

const HEAD: &str = "# Who may do what

Made by a test from the rules under the IETF's policy, and compared with what the running service answers when each is
tried (`crates/web/tests/it/permissions.rs`). Whoever may not *see* a statement gets the answer for what does not exist,
on each surface. Every verb is tried by its form and by its operation of the API, with the same answer; whoever may not do it
changes nothing.

The statement is between the working group tsync and a group of the ETU, and about research; the secretariat began it, so
that its chairs' agreement is needed. A dot says that somebody may; which gate they open depends on the group as well.
";

fn situations() -> impl Iterator<Item = (Direction, State)> {
    Direction::ALL.into_iter().flat_map(|direction| State::ALL.map(|state| (direction, state)))
}

fn title(verb: Verb) -> &'static str {
    match verb {
        Verb::SeePrivate => "see private",
        Verb::Edit => "change",
        Verb::Agree => "agree",
        Verb::Advise => "advise",
        Verb::NoteApproval => "note approval",
        Verb::RecordAsSent => "record as sent",
        Verb::Give => "give to others",
        Verb::MarkResearch => "mark research",
        Verb::TellGroup => "tell the group",
        Verb::ConvertLetter => "convert letter",
        Verb::Comment => "comment",
        Verb::AgreeDeadline => "note a later day",
        other => other.words(),
    }
}

fn item_title(verb: ItemVerb) -> &'static str {
    match verb {
        ItemVerb::See => "see",
        ItemVerb::Hold => "take over",
        ItemVerb::Ask => "ask its sender",
        ItemVerb::Take => "record",
        ItemVerb::Close => "close",
    }
}

fn capitalized(words: &str) -> String {
    words[..1].to_uppercase() + &words[1..]
}

/// OUT-1 to OUT-5, IN-1, REC-1: the table in the documentation is what the rules say.
#[tokio::test]
async fn the_written_table_is_what_the_rules_say() {
    let world = world("permissions_written").await;
    let table = table(&world).await;
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(WRITTEN, &table).unwrap();
    }
    let written = std::fs::read_to_string(WRITTEN).unwrap();
    assert!(
        written == table,
        "docs/permissions.md is not what the rules say: write it anew with {WRITE}=1"
    );
}

/// OUT-1 to OUT-5, OUT-10, OUT-12, IN-1: each form does what the table allows, and changes nothing where it does not.
#[tokio::test]
async fn every_form_does_what_the_table_allows_and_nothing_else() {
    let world = world("permissions_done").await;
    let mut number = 20_000;
    let (mut done, mut refused) = (0, 0);
    for (direction, state) in situations() {
        for (role, first) in ROLES {
            let browser = browser(&world, first).await;
            for verb in Verb::ALL {
                number += 1;
                let (before, directory) = statement(&world, number, direction, state).await;
                let Some((path, fields)) = form_of(verb, &before, first) else { continue };
                let actor = actor(&world, first, &directory).await;
                let allowed = may(&actor, verb, &before, &directory, &world.desk.policy).is_ok();
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let delivery = mailed(&world, number).await;
                let path = path.replace("71", &delivery.to_string());
                let answer = browser.post(&format!("/statements/{number}/{path}"), &fields).await;
                let after = world.statement(number).await;
                let story = format!("{role}: {verb:?}, {direction}, {state}: {}", answer.status);
                let has_gate = has_gate(&world, verb, &actor, first, &before, &directory);
                let has_changed = has_changed(&world, verb, &before, &after).await;
                assert_eq!(has_changed, allowed && has_gate, "{story}\n{}", answer.text());
                if allowed && has_gate { done += 1 } else { refused += 1 }
            }
        }
    }
    assert!(done >= 50 && refused >= 900, "{done} done, {refused} refused");
}

/// Says whether somebody who may do this at all may do it with this statement.
fn has_gate(
    world: &World,
    verb: Verb,
    actor: &Actor,
    first: &str,
    before: &Statement,
    directory: &Directory,
) -> bool {
    match verb {
        // Who may agree or approve at all may do so for their own group alone.
        Verb::Agree => ["anna", "bo"].contains(&first),
        // Whoever begins another of ours speaks for its groups.
        Verb::Correct | Verb::Revise if before.direction == Direction::Outgoing => {
            may_speak_for(&world.desk, actor, before, directory)
        }
        _ => true,
    }
}

/// Says whether something was done with a statement.
async fn has_changed(world: &World, verb: Verb, before: &Statement, after: &Statement) -> bool {
    let number = before.number.0;
    // These change nothing of the statement itself.
    match verb {
        Verb::Comment => has_event(world, number, EventKind::Commented).await,
        Verb::TellGroup => has_event(world, number, EventKind::GroupTold).await,
        Verb::AskAgain => has_event(world, number, EventKind::AskedAgain).await,
        Verb::Resend => has_event(world, number, EventKind::SentAgain).await,
        Verb::Correct | Verb::Revise => is_followed(world, number).await,
        _ => after != before,
    }
}

/// OUT-1 to OUT-5, OUT-10, OUT-12, IN-1: a program with somebody's token does what their forms do, and nothing else.
#[tokio::test]
async fn every_operation_does_what_the_table_allows_and_nothing_else() {
    let world = world("permissions_api").await;
    let mut number = 40_000;
    let (mut done, mut refused) = (0, 0);
    let mut programs = Vec::new();
    for (role, first) in ROLES {
        programs.push((role, first, world.program(first).await));
    }
    for (direction, state) in situations() {
        let incoming = direction == Direction::Incoming;
        for (role, first, program) in &programs {
            for verb in Verb::ALL {
                number += 1;
                let Some((method, path, body)) = sent_by_program(verb, incoming, first) else {
                    continue;
                };
                let (before, directory) = statement(&world, number, direction, state).await;
                let actor = actor(&world, first, &directory).await;
                let may = |verb| may(&actor, verb, &before, &directory, &world.desk.policy).is_ok();
                // What is attached before it is posted is a change of it.
                let asked = match verb {
                    Verb::Add if !state.is_public() => Verb::Edit,
                    verb => verb,
                };
                let is_allowed =
                    may(asked) && has_gate(&world, verb, &actor, first, &before, &directory);
                let delivery = mailed(&world, number).await;
                let path = path.replace("71", &delivery.to_string());
                let tag = format!("\"{}\"", before.revision);
                let path = format!("/api/statements/{number}{path}");
                let answer = program.ask(method, &path, &[("if-match", &tag)], Some(body)).await;
                let after = world.statement(number).await;
                let story = format!("{role}: {verb:?}, {direction}, {state}: {}", answer.status);
                let has_changed = has_changed(&world, verb, &before, &after).await;
                assert_eq!(has_changed, is_allowed, "{story}\n{}", answer.text());
                assert_eq!(answer.status.is_success(), is_allowed, "{story}\n{}", answer.text());
                if !may(Verb::See) && !first.is_empty() {
                    assert_eq!(answer.status.as_u16(), 404, "{story}");
                }
                if is_allowed { done += 1 } else { refused += 1 }
            }
        }
    }
    assert!(done >= 50 && refused >= 900, "{done} done, {refused} refused");
}

/// IN-1: the inbox is there for those who keep relationships, and for nobody else.
#[tokio::test]
async fn the_inbox_is_open_to_those_whom_the_table_names() {
    let world = world("permissions_inbox").await;
    let directory = world.desk.store.reader().directory().await.unwrap();
    for (role, first) in ROLES {
        let actor = actor(&world, first, &directory).await;
        let browser = browser(&world, first).await;
        for verb in ItemVerb::ALL {
            let id = world.receive(include_bytes!("desk_letter.eml")).await;
            let allowed = may_handle_item(&actor, verb, &directory, &world.desk.policy).is_ok();
            let status = match verb {
                ItemVerb::See => browser.get(&format!("/desk/inbox/{id}")).await.status,
                ItemVerb::Hold => {
                    let path = format!("/desk/inbox/{id}/take-over");
                    browser.post(&path, &[]).await.status
                }
                ItemVerb::Ask => {
                    let path = format!("/desk/inbox/{id}/ask");
                    browser.post(&path, &[("question", "")]).await.status
                }
                ItemVerb::Close => {
                    let path = format!("/desk/inbox/{id}/close");
                    browser.post(&path, &[("reason", "Not a statement.")]).await.status
                }
                ItemVerb::Take => {
                    let path = format!("/desk/inbox/{id}/record");
                    browser.post(&path, &[("subject", "")]).await.status
                }
            };
            let is_signed_in = !first.is_empty();
            let is_open = status.as_u16() != 404 && is_signed_in;
            assert_eq!(is_open, allowed, "{role}: {verb:?}: {status}");
        }
    }
}
