//! Values that samples of the signed-in pages are made from.

use std::collections::BTreeMap;

use operations::{
    Evidence, ItemForm, LetterLine, LetterText, OwnSession, Proofs, Question, ReadLetter,
    ReadProgress, Reading, SenderEntry, StatementForm, WorkAtItem,
};
use rules::{AuditEvent, AuditKind, ItemState, PersonId, Scope};
use store::{Account, ApiToken, Item, ItemPart, ItemWay, KeptPasskey, Session};

/// A received message with a letter that was read.
pub(crate) fn item_form() -> ItemForm {
    let item = item();
    let form = StatementForm {
        subject: "LS on <clocks>".to_owned(),
        text: item.text.clone(),
        ..StatementForm::default()
    };
    let evidence = Evidence {
        text: "LS on <clocks>".to_owned(),
        place: "table 1, row 1".to_owned(),
        at: Some((7, 21)),
        doubt: Some("the subject has no label".to_owned()),
    };
    let reading = Reading {
        file: "LS <12>.docx".to_owned(),
        format: "docx".to_owned(),
        is_statement: true,
        subject: Some("LS on <clocks>".to_owned()),
        evidence: BTreeMap::from([("subject".to_owned(), vec![evidence])]),
        warnings: vec!["a picture was left out".to_owned()],
        ..Reading::default()
    };
    let row =
        LetterLine { end: 21, table: 1, cells: vec![(0, 6), (7, 21)], ..LetterLine::default() };
    let line = LetterLine { start: 22, end: 45, ..LetterLine::default() };
    let text = "Title:\tLS on <clocks>\nWhat <do> you think of it?\n".to_owned();
    let letter = ReadLetter { reading, text: LetterText { text, lines: vec![row, line] } };
    let proofs = Proofs::of_reading(&letter.reading);
    let (letters, same) = (vec![letter], Vec::new());
    ItemForm {
        item,
        form,
        progress: ReadProgress::Read,
        letters,
        chosen: 0,
        proofs,
        same,
        corrects: Some(operations::Corrects {
            why: "One <day> was wrong.".to_owned(),
            here: vec![operations::CorrectedHere {
                number: rules::Number(12),
                subject: "On <clocks>".to_owned(),
                difference: "-One <ms>.\n+Two <ms>.\n".to_owned(),
                is_from_others: false,
            }],
        }),
        markings: vec!["members <only>".to_owned()],
        sender: SenderEntry::New { acronym: "kmf".to_owned(), name: "Kiln <Makers>".to_owned() },
        question: Question { to: "sam@example.com".to_owned(), ..Question::default() },
        work: WorkAtItem { assigned: "Lea <Manager>".to_owned(), ..WorkAtItem::default() },
    }
}

fn item() -> Item {
    Item {
        id: 5,
        state: ItemState::Waiting,
        reason: String::new(),
        received_at: jiff::Timestamp::UNIX_EPOCH,
        from: "Sam Sender <sam@example.com>".to_owned(),
        subject: "LS on <clocks>".to_owned(),
        message_id: None,
        text: "To: IETF\n\nWhat do you think?\n".to_owned(),
        sha256: String::new(),
        size: 2_345,
        parts: vec![ItemPart {
            position: 1,
            name: "LS <12>.docx".to_owned(),
            media_type: "application/pdf".to_owned(),
            sha256: String::new(),
            size: 27_000,
        }],
        identity: None,
        ways: vec![ItemWay {
            envelope_from: "sam@example.com".to_owned(),
            envelope_to: "statements@example.org".to_owned(),
            ..ItemWay::default()
        }],
        statement: None,
    }
}

/// Somebody's account, with two sessions and what was noted of them.
pub(crate) fn account() -> (Account, Vec<OwnSession>, Vec<AuditEvent>) {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let account = Account {
        person: PersonId(7),
        address: "ana@example.org".to_owned(),
        password_hash: Some(String::new()),
        created_at: at,
    };
    let session = |id, agent: &str, is_this_one| OwnSession {
        session: Session {
            id,
            person: PersonId(7),
            means: "with a password".to_owned(),
            agent: agent.to_owned(),
            created_at: at,
            seen_at: at,
            expires_at: at,
        },
        is_this_one,
    };
    let sessions =
        vec![session(1, "Firefox on Linux", true), session(2, "<Safari> on an iPhone", false)];
    let event = |id, kind, person, words: &str, digest: &str| AuditEvent {
        id,
        at,
        kind,
        person,
        words: words.to_owned(),
        address_digest: digest.to_owned(),
        agent: "Firefox on Linux".to_owned(),
    };
    let events = vec![
        event(3, AuditKind::SignedIn, Some(PersonId(7)), "with a password", ""),
        event(2, AuditKind::SignInFailed, None, "there is no account of this address", "00ff00ff"),
    ];
    (account, sessions, events)
}

/// Two tokens, of which one is over.
pub(crate) fn tokens() -> Vec<ApiToken> {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let token = |id, name: &str, expires_at, used_at| ApiToken {
        id,
        person: PersonId(7),
        name: name.to_owned(),
        scopes: vec![Scope::Read, Scope::Draft],
        created_at: at,
        expires_at,
        used_at,
    };
    let later = at + jiff::SignedDuration::from_hours(24);
    vec![token(2, "nightly <copy>", later, Some(at)), token(1, "old one", at, None)]
}

/// A passkey.
pub(crate) fn passkeys() -> Vec<KeptPasskey> {
    vec![KeptPasskey {
        id: 4,
        person: PersonId(7),
        credential_id: "AAAA".to_owned(),
        name: "my <telephone>".to_owned(),
        passkey: String::new(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        used_at: None,
    }]
}
