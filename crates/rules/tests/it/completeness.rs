//! What a statement must say before it goes round.

use std::fmt::Write as _;

use rules::{
    Contact, DeadlineKind, Link, LinkKind, Number, Purpose, Refusal, Side, Statement, Travelled,
    Why, complete,
};

use crate::made::{TODAY, World, deadline, mailbox};

/// Returns the fields at fault with their words; none for a complete statement.
fn faults(statement: &Statement) -> Vec<(&'static str, String)> {
    match complete(statement, &World::new().policy) {
        Ok(()) => Vec::new(),
        Err(Refusal::Fields(faults)) => faults,
        Err(other) => panic!("{other}"),
    }
}

/// A complete statement with one thing changed has one fault, beside the field that was changed.
fn told(words: &mut String, begin: &Statement, story: &str, change: impl FnOnce(&mut Statement)) {
    assert_eq!(faults(begin), [], "complete before {story}");
    let mut statement = begin.clone();
    change(&mut statement);
    let found = faults(&statement);
    assert_eq!(found.len(), 1, "{story}: {found:?}");
    writeln!(words, "{story} → {}: {}", found[0].0, found[0].1).unwrap();
}

/// PUR-1, PUR-2, PUR-3, BOD-1, OUT-6: what we send says all that the process asks of it.
#[test]
fn each_thing_missing_in_what_we_send_has_its_fault_beside_its_field() {
    let world = World::new();
    let draft = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    let mut words = String::new();
    let mut told =
        |story: &str, change: fn(&mut Statement)| told(&mut words, &draft, story, change);
    told("no subject", |it| it.subject = "  ".to_owned());
    told("a subject of two lines", |it| it.subject = "On\nleap seconds".to_owned());
    told("from nobody", |it| it.from = Side::default());
    told("from a name alone", |it| {
        it.from = Side { as_written: vec!["Tsync".to_owned()], ..Side::default() }
    });
    told("to nobody", |it| it.to.groups.clear());
    told("no purpose", |it| it.purpose = None);
    told("the retired purpose", |it| it.purpose = Some(Purpose::Comment));
    told("for action without a deadline", |it| it.purpose = Some(Purpose::Action));
    told("a deadline that is only requested", |it| {
        it.purpose = Some(Purpose::Action);
        it.deadlines = vec![deadline(DeadlineKind::Requested, TODAY)];
    });
    told("in response to nothing", |it| it.purpose = Some(Purpose::Response));
    told("in response to what it only mentions", |it| {
        it.purpose = Some(Purpose::Response);
        it.links = vec![Link { kind: LinkKind::RefersTo, number: Number(1) }];
    });
    told("nothing behind it", |it| it.consensus = None);
    told("no text", |it| it.text = "\n".to_owned());
    told("a text to begin with that was not filled in", |it| {
        it.text =
            "It is done: [what was done, and where it can be found]. See [the list].\n".to_owned();
    });
    told("nobody to mail", |it| {
        it.to.liaison_contact = None;
        it.to.contacts.clear();
    });
    told("a contact without an address", |it| {
        it.to.liaison_contact = None;
        it.to.contacts = vec![Contact { name: "A".to_owned(), address: None, why: Why::Imported }];
    });
    told("nobody to mail, and nobody said how it travels", |it| {
        it.travelled = Travelled::Unknown;
        it.to.liaison_contact = None;
        it.to.contacts.clear();
    });
    insta::assert_snapshot!(words);
}

/// PUR-2, PUR-3: a reply that asks for something is For Action, with a deadline, and still linked.
#[test]
fn a_statement_that_says_all_is_complete() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    statement.links = vec![Link { kind: LinkKind::Answers, number: Number(7) }];
    statement.purpose = Some(Purpose::Response);
    assert_eq!(complete(&statement, &world.policy), Ok(()));
    statement.purpose = Some(Purpose::Action);
    statement.deadlines = vec![deadline(DeadlineKind::Stated, TODAY)];
    assert_eq!(complete(&statement, &world.policy), Ok(()));
    statement.to = Side {
        as_written: vec!["A Body Nobody Knows".to_owned()],
        contacts: vec![Contact::new(&mailbox("", "body@example.com"), Why::Entered)],
        ..Side::default()
    };
    assert_eq!(complete(&statement, &world.policy), Ok(()), "a name as written is enough (REC-3)");
}

/// REC-7, OUT-5: what was sent through somebody's form needs no address to mail it to.
#[test]
fn what_travelled_otherwise_needs_no_address() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["mum"], "Finn");
    assert_eq!(faults(&statement).len(), 1);
    statement.travelled = Travelled::Otherwise("through their form".to_owned());
    assert_eq!(complete(&statement, &world.policy), Ok(()));
}

/// All at once, so that the person mends the form once; no field is named twice.
#[test]
fn all_faults_are_told_at_once_and_each_field_once() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    (statement.from, statement.to) = (Side::default(), Side::default());
    (statement.subject, statement.text) = (String::new(), String::new());
    (statement.purpose, statement.consensus) = (None, None);
    let fields: Vec<&str> = faults(&statement).iter().map(|fault| fault.0).collect();
    assert_eq!(
        fields,
        ["subject", "from_groups", "to_groups", "purpose", "consensus", "text", "to_contacts"]
    );
}

/// PUR-1, PUR-5, REC-3: a received one is recorded as it is, of which only the least is demanded.
#[test]
fn each_thing_missing_in_what_we_received_has_its_fault_beside_its_field() {
    let world = World::new();
    let received = world.incoming(&["tsync"], "Nora");
    let mut words = String::new();
    let mut told =
        |story: &str, change: fn(&mut Statement)| told(&mut words, &received, story, change);
    told("no subject", |it| it.subject.clear());
    told("from nobody", |it| it.from = Side::default());
    told("to nobody", |it| it.to = Side::default());
    told("neither text nor document", |it| it.text.clear());
    told("no day", |it| it.received_on = None);
    told("for comment", |it| it.purpose = Some(Purpose::Comment));
    insta::assert_snapshot!(words);
}

/// REC-3, PUR-2, CON-7: an unknown body's letter without purpose, deadline, text or reply address is recorded.
#[test]
fn a_bare_letter_from_an_unknown_body_is_complete() {
    let world = World::new();
    let mut statement = world.incoming(&["tsync"], "Nora");
    statement.from = Side { as_written: vec!["Some Forum".to_owned()], ..Side::default() };
    statement.to = Side { as_written: vec!["Time people".to_owned()], ..Side::default() };
    (statement.purpose, statement.received_on) = (None, None);
    statement.sent_on = Some(TODAY);
    statement.purpose = Some(Purpose::Action);
    statement.text.clear();
    statement.attachments = vec![rules::Attachment {
        position: 1,
        title: "The letter".to_owned(),
        body: rules::AttachmentBody::Link { url: "https://example.com/letter".to_owned() },
        source: rules::AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }];
    assert_eq!(complete(&statement, &world.policy), Ok(()));
}

/// RSP-3: what stands in brackets is the writer's own, unless it is a place of a text to begin with.
#[test]
fn brackets_of_ones_own_are_words() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    statement.text = "See [RFC 2119], and [the\nlist] [ and ].\n".to_owned();
    assert_eq!(complete(&statement, &world.policy), Ok(()));
}
