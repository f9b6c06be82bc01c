//! Whether a document is a liaison statement at all.

use super::asked;
use super::bodies;
use super::items;
use super::label::{Label, before_colon, folded};
use super::leaders;
use super::letter::Letter;
use super::marks::is_greeting;
use super::other_kinds;
use super::result::{Field, Reading};
use super::titles;
use crate::document::Span;

/// How much of a document is looked at for what it calls itself.
const HEAD: usize = 3_000;

/// Titles of documents that are none, at the beginning of a line.
const OTHERS: [(&str, &str); 25] = [
    ("proposed text", "it is a proposal for a text"),
    ("proposed response", "it is a proposal for a text"),
    ("proposed reply", "it is a proposal for a text"),
    ("contribution", "it is a contribution to a meeting"),
    ("change request", "it is a change request"),
    ("agenda", "it is an agenda"),
    ("draft agenda", "it is an agenda"),
    ("proposed agenda", "it is an agenda"),
    ("meeting report", "it is the report of a meeting"),
    ("report of the meeting", "it is the report of a meeting"),
    ("draft meeting report", "it is the report of a meeting"),
    ("draft report of", "it is the report of a meeting"),
    ("report of", "it is a report"),
    ("minutes", "it is the minutes of a meeting"),
    ("meeting minutes", "it is the minutes of a meeting"),
    ("draft minutes", "it is the minutes of a meeting"),
    ("minutes of", "it is the minutes of a meeting"),
    ("call for papers", "it is a call for papers"),
    ("call for participation", "it is an invitation to a meeting"),
    ("invitation to", "it is an invitation"),
    ("meeting invitation", "it is an invitation"),
    ("registration form", "it is a form"),
    ("pseudocr", "it is a change request"),
    ("text proposal", "it is a proposal for a text"),
    ("discussion on", "it is a contribution"),
];

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let mut found: Vec<String> = Vec::new();
    let core = core(letter);
    const QUOTES: &str = "it talks about a statement, whose notice it quotes";
    let quotes = quotes_a_notice(letter).then(|| QUOTES.to_owned());
    if let Some(why) = quotes.or_else(|| another_kind(letter, reading)) {
        reading.reasons = vec![format!("No statement: {why}.")];
        return;
    }
    let tells = core >= 3 && titles::tells(letter, "to").is_some();
    let is_addressed = !reading.to.is_empty() || !reading.to_contacts.is_empty() || tells;
    let calls_itself = calls_itself_one(letter, reading);
    let form = reading.claims.first().filter(|claim| claim.holds());
    if let Some(form) = form {
        found.push(format!("It has the form of letters of {}.", form.layout));
    }
    if calls_itself {
        found.push("It calls itself a liaison statement.".to_owned());
    }
    if core >= 3 {
        found.push(format!("{core} fields of a letter are labelled."));
    }
    let is_letter =
        calls_itself && is_letter_to_somebody(letter) && (is_addressed || !reading.from.is_empty());
    if is_letter && !is_addressed {
        found.push("It greets its reader and tells of a liaison.".to_owned());
    }
    let has_body = |list: &[String]| list.iter().any(|one| is_body(one));
    let names_addressee = has_body(&reading.to) || !reading.to_contacts.is_empty() || tells;
    let names_one = names_addressee || has_body(&reading.from);
    // Without the word, the fields alone do, if a body is addressed in them.
    let enough = (core >= 3 && ((names_one && (calls_itself || form.is_some())) || form.is_some()))
        || (core >= 4 && names_addressee)
        || (core >= 2 && calls_itself && names_one)
        || (letter.title().is_some() && calls_itself)
        || (has_body(&reading.from)
            && has_body(&reading.to)
            && (is_headed(letter) || (form.is_some() && calls_itself)))
        || titles::between(letter)
            .is_some_and(|title| self::names_one(letter.sheet.words(title.line)));
    let between_bodies = is_between_bodies(letter, reading, core);
    // A text without a head begins by saying who tells whom.
    let begins =
        core == 0 && ["from", "to"].iter().all(|side| titles::tells(letter, side).is_some());
    let answers = has_body(&reading.from) && thanks_for_a_liaison(letter);
    if answers && !enough && !is_letter {
        found.push("It thanks for a liaison, and is signed for a body.".to_owned());
    }
    if between_bodies && !enough && !is_letter {
        found.push("It is a letter from one body to another.".to_owned());
    }
    if begins {
        found.push("It begins with what one body tells another.".to_owned());
    }
    reading.is_statement =
        (is_addressed && enough) || is_letter || between_bodies || answers || begins;
    if !reading.is_statement {
        let why = if is_addressed {
            "nothing shows that it is a liaison statement"
        } else {
            "it names nobody to whom it is addressed"
        };
        found.push(format!("No statement: {why}."));
    }
    reading.reasons = found;
}

/// Says whether a letter goes from one body to another: it greets its reader, has a heading or a title for it, or fields for both.
fn is_between_bodies(letter: &Letter<'_>, reading: &Reading, core: usize) -> bool {
    let has_body = |list: &[String]| list.iter().any(|one| is_body(one));
    has_body(&reading.from)
        && has_body(&reading.to)
        && !asked::is_within_one(reading)
        && (is_letter_to_somebody(letter)
            || reading
                .evidence_of(Field::To)
                .iter()
                .any(|one| one.doubt.as_deref() == Some(leaders::WITH_LEADERS))
            || (core > 0 && titles::between(letter).is_some())
            || letter.title().is_some()
            || (titles::said_from(letter).is_some() && titles::said_to(letter).is_some())
            || (core >= 2
                && !reading.purpose_as_written.is_empty()
                && has_label(letter, &[Label::To]))
            || labels_both(letter, reading))
}

/// Says whether words name a body, or are an acronym of one as the IETF's tool writes it.
fn is_body(words: &str) -> bool {
    const READERS: [&str; 8] = [
        "subscribers",
        "members",
        "participants",
        "colleagues",
        "everyone",
        "everybody",
        "delegates",
        "experts",
    ];
    bodies::stands_alone(words)
        || (items::is_acronym(words) && words.len() > 3 && !READERS.contains(&words))
        || words
            .split(' ')
            .any(|word| bodies::is_abbreviation(word.trim_matches(['(', ')', ',', '.'])))
}

/// Returns how many of the fields of a letter are labelled.
fn core(letter: &Letter<'_>) -> usize {
    const CORE: [&[Label]; 9] = [
        &[Label::Subject, Label::Re],
        &[Label::From],
        &[Label::To, Label::ToAction, Label::ToComment, Label::ToInformation],
        &[Label::Cc],
        &[Label::Contact, Label::TechnicalContact],
        &[Label::Purpose],
        &[Label::Deadline],
        &[Label::InResponseTo, Label::ReplyTo],
        &[Label::SendReplyTo, Label::Approval],
    ];
    let is_there = |labels: &&&[Label]| {
        letter.entries.all.iter().any(|entry| entry.in_head && labels.contains(&entry.label))
    };
    CORE.iter().filter(is_there).count()
}

/// Says whether a document is written for everybody, or tells of statements.
fn written_for_all(letter: &Letter<'_>, subject: &str) -> Option<String> {
    let names_newsletter = letter.sheet.lines.iter().take(4).any(|line| {
        let words = letter.sheet.words(line.span);
        words.split_whitespace().count() < 8
            && !words.ends_with('.')
            && words.to_lowercase().split([' ', ',']).any(|word| word == "newsletter")
    });
    let is_published = names_newsletter
        || letter.sheet.lines.iter().take(12).any(|line| {
            matches!(
                folded(letter.sheet.words(line.span)).as_str(),
                "press release"
                    | "news release"
                    | "media release"
                    | "for immediate release"
                    | "newsletter"
            )
        });
    if is_published {
        return Some("it is written for everybody".to_owned());
    }
    const ABOUT: [&str; 10] = [
        "liaison report",
        "report of the liaison",
        "notes on liaison",
        "summary of liaison",
        "list of liaison",
        "report on liaison",
        "overview of liaison",
        "status of liaison",
        "incoming liaison statements",
        "liaison statements received",
    ];
    // A letter may bring one.
    let brings = subject.starts_with("submission of ") || subject.starts_with("transmission of ");
    let is_report =
        subject.contains("liaison report") && !subject.contains("liaison statement") && !brings;
    if is_report || ABOUT.iter().any(|title| subject.starts_with(title)) {
        return Some("its subject tells of statements".to_owned());
    }
    None
}

/// Says whether a document is headed as those of the IETF's series are.
fn is_of_a_series(head: &str) -> bool {
    let mut first = head.lines().take(12);
    first.any(|line| line.contains("Internet-Draft") || line.contains("Request for Comments:"))
}

/// Says what else a document is, if it says so itself.
fn another_kind(letter: &Letter<'_>, reading: &Reading) -> Option<String> {
    let document = letter.sheet.document;
    let head = document.text.get(..document.text.floor_char_boundary(HEAD)).unwrap_or_default();
    let lower = head.to_lowercase();
    let has_to = letter
        .entries
        .first(&[Label::To, Label::ToAction, Label::ToComment, Label::ToInformation])
        .is_some();
    if lower.contains("change request")
        && lower.lines().any(|line| {
            line.trim().trim_matches(['*', ' ']).starts_with("change request")
                || line.contains("cr-form")
        })
    {
        return Some("it is a change request".to_owned());
    }
    let subject = reading.subject.as_deref().map(folded).unwrap_or_default();
    let titles = letter
        .head()
        .iter()
        .take(40)
        .map(|line| folded(letter.sheet.words(line.span)))
        .chain([subject.clone()]);
    if let Some(why) = of_a_meeting(letter, reading).or_else(|| written_for_all(letter, &subject)) {
        return Some(why);
    }
    const NEVER: [&str; 12] = [
        "meeting of",
        "next meeting of",
        "invitation",
        "agenda",
        "draft agenda",
        "proposed agenda",
        "minutes",
        "draft minutes",
        "meeting report",
        "draft report of",
        "draft meeting report",
        "call for papers",
    ];
    if NEVER.iter().any(|title| subject.starts_with(title)) && !subject.contains("liaison") {
        return Some("its subject is that of a meeting".to_owned());
    }
    let invites = || invites(&lower).then_some("it is an invitation to a meeting");
    if let Some(why) = other_kinds::of_its_own(letter, reading, &lower).or_else(invites) {
        return Some(why.to_owned());
    }
    // A document about liaison statements may list their fields, and a letter drafts that it is about.
    if core(letter) < 4 && is_of_a_series(head) {
        return Some("it is an Internet-Draft or an RFC".to_owned());
    }
    if !has_to {
        for title in titles {
            if let Some((_, why)) = OTHERS.iter().find(|(other, _)| title.starts_with(other)) {
                return Some((*why).to_owned());
            }
        }
        if lower.contains("document for:")
            && !subject.starts_with("ls ")
            && !subject.contains("liaison")
        {
            return Some("it is a contribution to a meeting".to_owned());
        }
    }
    None
}

fn has_label(letter: &Letter<'_>, labels: &[Label]) -> bool {
    letter.entries.first(labels).is_some()
}

/// Says whether fields name both sides, each another body, and the document is no message that somebody kept.
fn labels_both(letter: &Letter<'_>, reading: &Reading) -> bool {
    let are_labelled = has_label(letter, &[Label::From])
        && has_label(letter, &[Label::To, Label::ToAction, Label::ToComment, Label::ToInformation]);
    let are_others = reading.from.iter().all(|one| !reading.to.contains(one));
    let mut dates = letter.entries.all.iter().filter(|entry| entry.label == Label::Date);
    let tells_hour = dates.any(|entry| {
        entry.values.iter().any(|value| super::forwarded::has_clock(letter.sheet.words(*value)))
    });
    are_labelled && are_others && !tells_hour
}

/// Says whether a heading calls the document a liaison statement: "Liaison statement on the clocks of stations".
fn is_headed(letter: &Letter<'_>) -> bool {
    const FIRST: usize = 20;
    const LONGEST: usize = 300;
    const SHORT: usize = 60;
    let lines = letter.sheet.lines.iter().take(FIRST);
    // What follows on a long line may be the rest of a sentence.
    let mut is_below_long = false;
    lines.into_iter().any(|line| {
        let words = letter.sheet.words(line.span);
        let goes_on = std::mem::replace(&mut is_below_long, words.len() > SHORT);
        (line.is_heading || line.after_gap || !goes_on)
            && words.len() < LONGEST
            && !words.ends_with('.')
            && ["liaison statement", "liaison to ", "liaison from "]
                .iter()
                .any(|start| folded(words).starts_with(start))
    })
}

/// Says whether the text begins by thanking for a liaison: "Thank you for your liaison …".
fn thanks_for_a_liaison(letter: &Letter<'_>) -> bool {
    let text = letter.sheet.document.text.get(letter.text_start()..).unwrap_or_default();
    let text = text.get(..text.floor_char_boundary(400)).unwrap_or_default().trim_start();
    let first = text.split(". ").next().unwrap_or(text).to_lowercase();
    let thanks = [
        "thank you for your ",
        "we thank you for your ",
        "in response to your ",
        "in reply to your ",
        "in answer to your ",
    ]
    .iter()
    .any(|start| first.starts_with(start));
    thanks && first.contains("liaison")
}

/// Says whether a long text stands above what the tool of an organization wrote.
fn quotes_a_notice(letter: &Letter<'_>) -> bool {
    const LONG: usize = 800;
    let mut heads = letter.entries.all.iter().filter(|entry| entry.label.is_of_a_head());
    letter.is_of_a_tool() && heads.next().is_some_and(|first| first.label_span.start > LONG)
}

/// Says that a document is the agenda or the minutes of a meeting, if its title says so, or it names who took notes.
fn of_a_meeting(letter: &Letter<'_>, reading: &Reading) -> Option<String> {
    const FIRST: usize = 3;
    const TAKERS: [&str; 8] = [
        "note taker",
        "notetaker",
        "note takers",
        "notetakers",
        "minutes taker",
        "minute taker",
        "minutes by",
        "notes by",
    ];
    let subject = reading.subject.as_deref().map(folded).unwrap_or_default();
    let lists = subject.contains("agenda item")
        || subject.ends_with(" agenda")
        || subject.ends_with("document list")
        || subject.ends_with("tdoc list");
    let is_titled = letter.sheet.lines.iter().take(FIRST).any(|line| {
        let words = folded(letter.sheet.words(line.span));
        let last = words.rsplit([' ', ',']).next().unwrap_or_default();
        const STARTS: [&str; 4] =
            ["minutes of", "draft minutes of", "notes of the", "notes from the"];
        let begins = STARTS.iter().any(|start| words.starts_with(start));
        let is_draft = words.starts_with("agenda draft") || words.starts_with("agenda version");
        words.split_whitespace().count() < 9 && (matches!(last, "minutes" | "agenda") || is_draft)
            || begins && words.len() < 120
    });
    let has_taker = letter.sheet.lines.iter().take(15).any(|line| {
        let words = letter.sheet.words(line.span);
        let label = before_colon(words).and_then(|(colon, _)| words.get(..colon));
        label.is_some_and(|label| TAKERS.contains(&folded(label).as_str()))
    });
    let is_list = lists && !names_one(reading.subject.as_deref().unwrap_or_default());
    (is_list || is_titled || has_taker)
        .then(|| "it is the agenda or the minutes of a meeting".to_owned())
}

/// Says whether a text invites to a meeting, and speaks of no liaison.
fn invites(lower: &str) -> bool {
    const WORDS: [&str; 3] =
        ["invite you to attend", "invite you to participate in the", "you are invited to attend"];
    WORDS.iter().any(|words| lower.contains(words)) && !lower.contains("liaison")
}

/// Says whether a document calls itself a liaison statement: in its title, its subject or its first words.
fn calls_itself_one(letter: &Letter<'_>, reading: &Reading) -> bool {
    let subject = reading.subject.as_deref().unwrap_or_default();
    if names_one(subject) {
        return true;
    }
    let lines = letter.sheet.lines.iter().take(letter.entries.head_end.saturating_add(12)).take(60);
    // "Liaison Office" beside "From:" says nothing of the letter.
    const PARTIES: [Label; 5] =
        [Label::From, Label::To, Label::Cc, Label::Contact, Label::ToContact];
    let is_party = |cell: &&Span| {
        letter.entries.all.iter().any(|entry| {
            PARTIES.contains(&entry.label)
                && (entry.label_span.start == cell.start
                    || entry.values.iter().any(|value| value.start == cell.start))
        })
    };
    let cells = lines.flat_map(|line| line.cells.iter()).filter(|cell| !is_party(cell));
    cells.into_iter().any(|cell| {
        let words = letter.sheet.words(*cell);
        // That a sentence mentions liaisons says nothing of the letter.
        let is_prose = super::marks::reads_like_a_sentence(words) && words.len() > 60;
        words.len() < 200 && !is_prose && names_one(words) || folded(words).starts_with("liaison ")
    }) || {
        let start = letter.text_start();
        let text = letter.sheet.document.text.get(start..).unwrap_or_default();
        let opening =
            text.get(..text.floor_char_boundary(1_200)).unwrap_or_default().to_lowercase();
        opening.contains("liaison statement")
            || opening.contains("this liaison")
            || opening.contains("liaison letter")
    }
}

/// Says whether words name a liaison statement: "Reply LS on …", "LS/o on …", "Liaison to …".
fn names_one(words: &str) -> bool {
    speaks_of_one(&words.to_lowercase())
        || words
            .split(|sign: char| !sign.is_alphanumeric())
            .any(|word| word == "LS" || word == "LSs" || word == "LSout")
}

/// Says whether words hold "liaison" for a statement, and not for a relation or for somebody who holds it.
pub(super) fn speaks_of_one(lower: &str) -> bool {
    const OTHERS: [&str; 20] = [
        "with",
        "between",
        "officer",
        "officers",
        "manager",
        "managers",
        "representative",
        "representatives",
        "relation",
        "relations",
        "relationship",
        "relationships",
        "report",
        "reports",
        "policy",
        "position",
        "person",
        "coordinator",
        "coordinators",
        "shepherd",
    ];
    lower.match_indices("liaison").any(|(at, word)| {
        let rest =
            lower.get(at + word.len()..).unwrap_or_default().trim_start_matches('s').trim_start();
        let next = rest.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
        !OTHERS.contains(&next)
    })
}

fn is_letter_to_somebody(letter: &Letter<'_>) -> bool {
    letter.sheet.lines.iter().take(120).any(|line| is_greeting(letter.sheet.words(line.span)))
}
