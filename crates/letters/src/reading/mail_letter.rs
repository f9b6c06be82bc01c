//! What shows that the text of a message is a letter, and no talk: how it greets, how it is signed, what it says of itself.

use std::sync::LazyLock;

use regex::Regex;

use super::asked::initials;
use super::bodies;
use super::farewells::is_farewell;
use super::marks::{is_greeting, names_reader};
use super::parties::SAID;
use super::person_names::is_person;
use super::result::{Field, Reading};
use super::subject_marks::bare_subject;
use crate::document::Document;

/// Words in the subjects of talk among people who work on something.
const TALK: [&str; 12] = [
    "ipr ",
    "motion",
    "ballot",
    "replying",
    "draft",
    "proposed",
    "discussion",
    "agenda",
    "minutes",
    "reminder",
    "call for",
    "fyi",
];

/// How many lines at the end of a text may be those of whoever signs.
const LAST: usize = 14;

/// Says whether the last lines of a text say that it is signed for the body that it comes from: "On behalf of the Example WG,".
pub(super) fn signs_for(text: &str, reading: &Reading) -> bool {
    let mut last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST);
    last.any(|line| reading.from.iter().any(|one| is_for(line, one)))
}

/// Says whether a message greets somebody and is signed by who holds an office, or takes leave; talk about something does not.
pub(super) fn is_signed(subject: &str, document: &Document, reading: &Reading) -> bool {
    let text = document.text.as_str();
    let subject = bare_subject(subject).to_lowercase();
    let greets =
        text.lines().any(|line| (is_greeting(line) && is_formal(line)) || names_reader(line))
            || text.lines().find(|line| !line.trim().is_empty()).is_some_and(greets_by_name)
            || is_headed(text);
    let last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST);
    let holds_office = last.clone().any(is_office) || is_signed_above(text);
    let names = |line: &str| reading.from.iter().any(|one| line.trim() == one);
    let takes_leave = last.clone().any(|line| is_farewell(line.trim()));
    let signs_for = last.clone().any(names) && takes_leave
        || signs_for(text, reading)
        || reading.from.iter().any(|one| is_on_behalf_of(text, one));
    // The name of a draft says nothing of the message.
    let subject = subject.replace("draft-", "").replace("drafts", "");
    // Nobody calls colleagues by their titles.
    let is_by_title = text.lines().any(|line| {
        is_greeting(line)
            && ["Mr", "Ms", "Mrs", "Dr", "Prof"]
                .iter()
                .any(|title| line.split([' ', '.', '/']).any(|word| word == *title))
    });
    let talks = !is_by_title && TALK.iter().any(|word| subject.contains(word));
    greets && !talks && !tells_of_a_motion(text) && (holds_office || signs_for)
}

/// Says whether somebody takes leave with an office above what is enclosed in the text.
fn is_signed_above(text: &str) -> bool {
    const BELOW: usize = 3;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let farewells = lines.iter().enumerate().filter(|(_, line)| is_farewell(line.trim()));
    farewells
        .into_iter()
        .any(|(at, _)| lines.iter().skip(at + 1).take(BELOW).any(|line| is_office(line)))
}

/// Says whether a line of who signs is an office: "Chair of the Example WG".
fn is_office(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("for the ").unwrap_or(line);
    // "Chair, Example Board." ends as a sentence does.
    let is_plain = !line.ends_with('.') || (line.matches('.').count() == 1 && line.contains(", "));
    line.len() < 80 && is_plain && (bodies::is_role(line) || bodies::ends_with_role(line))
}

/// Says whether a text greets some by their names alone, and is signed by who holds an office in a body that is named there.
pub(super) fn greets_as_a_holder(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST);
    let names_body = |line: &str| {
        is_office(line) && line.split([' ', ',']).any(bodies::is_organization)
            || line.split_once(", ").is_some_and(|(office, body)| {
                office.split(' ').count() < 5
                    && office.contains("Officer")
                    && bodies::is_organization(body.trim())
            })
    };
    lines.next().is_some_and(greets_by_name) && last.any(names_body)
}

/// Says whether a subject says that a body answers something, and the text comes from that body: "EPU Response to …".
pub(super) fn is_reply_of_a_body(subject: &str, reading: &Reading) -> bool {
    static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^([A-Z0-9][\w/&. -]{1,60}?)\s+(?i:response|reply|answer)\s+to\s").ok()
    });
    let subject = bare_subject(subject);
    let found = REPLY.as_ref().and_then(|reply| reply.captures(&subject)?.get(1));
    found.is_some_and(|body| {
        reading.from.iter().any(|from| from == body.as_str() || initials(from) == body.as_str())
    })
}

/// Says whether a text begins with lines for whom it is to and what it is about, as a letter on paper does.
fn is_headed(text: &str) -> bool {
    const MOST: usize = 12;
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST);
    let has =
        |labels: &[&str]| lines().any(|line| labels.iter().any(|label| line.starts_with(label)));
    let begins = lines().next().is_some_and(|line| {
        line.strip_prefix("To: ").is_some_and(|to| {
            let (name, office) = to.split_once(", ").unwrap_or((to, ""));
            is_person(name) && bodies::is_role(office)
        })
    });
    begins || has(&["To:"]) && has(&["Subject:", "Title:", "Re:", "Ref:"])
}

/// Says whether a text begins by saying that it is a liaison statement, from whom, and to whom.
pub(super) fn begins_by_saying(document: &Document, reading: &Reading) -> bool {
    const NEAR: usize = 40;
    let text = document.text.trim_start_matches(['[', '(', '*', ' ', '\n']);
    let opening = text.get(..text.floor_char_boundary(NEAR)).unwrap_or_default().to_lowercase();
    let is_said = |field: Field| {
        let evidence = reading.evidence_of(field);
        !evidence.is_empty() && evidence.iter().all(|one| one.doubt.as_deref() == Some(SAID))
    };
    opening.starts_with("this is a liaison statement ")
        && is_said(Field::From)
        && is_said(Field::To)
}

/// Says whether a text begins by thanking for a liaison that it names by its number, and is signed by who holds an office.
pub(super) fn answers_a_liaison(document: &Document, reading: &Reading) -> bool {
    const NEAR: usize = 200;
    let text = document.text.as_str();
    let opening = text.get(..text.floor_char_boundary(NEAR)).unwrap_or_default().to_lowercase();
    let thanks =
        ["thank you for your liaison", "thanks for your liaison", "in reply to your liaison"]
            .iter()
            .any(|words| opening.contains(words));
    let has_number = |words: &String| words.contains(|sign: char| sign.is_ascii_digit());
    let mut last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST);
    thanks
        && !reading.from.is_empty()
        && reading.in_response_to.iter().any(has_number)
        && last.any(is_office)
}

/// Says whether a text is headed as a liaison statement, and says who writes to whom: such a one may answer a message.
pub(super) fn is_formal_letter(document: &Document, reading: &Reading) -> bool {
    const MOST: usize = 4;
    let mut first = document.text.lines().filter(|line| !line.trim().is_empty()).take(MOST);
    first.any(|line| line.trim().eq_ignore_ascii_case("liaison statement"))
        && names_sides("", document, reading)
}

/// Says whether a subject is that of a paper of a meeting, or of a text that is not sent yet.
pub(super) fn is_of_a_meeting(subject: &str) -> bool {
    let subject = bare_subject(subject).to_lowercase();
    const SHOWN: [&str; 6] = [
        "consensus call",
        "call for consensus",
        "proposed text",
        "draft text",
        "proposed reply",
        "proposed response",
    ];
    let is_shown = SHOWN.iter().any(|words| subject.contains(words));
    let is_agenda = (subject.contains("agenda") || subject.contains("minutes"))
        && !["liaison", "ls ", "statement", "letter"].iter().any(|kind| subject.contains(kind));
    let is_report = subject.starts_with("report of")
        || ["liaison report", "manager's report", "manager’s report"]
            .iter()
            .any(|report| subject.contains(report));
    is_shown || is_agenda || is_report
}

/// Says whether a short line ends with whom somebody signs for: "Ana Example, for the Example Working Group".
fn is_for(line: &str, body: &str) -> bool {
    const LONGEST: usize = 100;
    let line = line.trim().trim_end_matches(['.', ',']);
    let behind = ["for ", "For ", "on behalf of ", "On behalf of "].iter().filter_map(|start| {
        let (before, behind) = line.rsplit_once(start)?;
        let behind = behind.strip_prefix("the ").unwrap_or(behind);
        (before.is_empty() || before.ends_with([' ', ','])).then_some(behind)
    });
    line.len() < LONGEST
        && behind.into_iter().any(|behind| !behind.is_empty() && body.ends_with(behind))
}

/// Says whether a text says near its beginning for whom it is written: "On behalf of the Example Working Group, I …".
fn is_on_behalf_of(text: &str, body: &str) -> bool {
    const NEAR: usize = 400;
    let opening = text.get(..text.floor_char_boundary(NEAR)).unwrap_or_default();
    let words = opening.split_whitespace().collect::<Vec<_>>().join(" ");
    words.contains(&format!("behalf of the {body}")) || words.contains(&format!("behalf of {body}"))
}

/// Says whether a line greets with names alone: "Ana and Bob,".
fn greets_by_name(line: &str) -> bool {
    const MOST: usize = 5;
    let Some(names) = line.trim().strip_suffix([',', ':', '-', '–']) else { return false };
    let is_name = |word: &str| {
        let word = word.trim_matches([',', '.']);
        matches!(word, "and" | "&")
            || (word.starts_with(char::is_uppercase)
                && word.chars().skip(1).all(char::is_lowercase))
    };
    let own = ["All", "Folks", "Everyone", "Everybody", "Colleagues", "Friends", "Team"];
    (1..=MOST).contains(&names.split_whitespace().count())
        && names.split_whitespace().all(is_name)
        && !names.split_whitespace().any(|word| own.contains(&word))
}

/// Says whether a line greets in the way of a letter.
pub(super) fn is_formal(line: &str) -> bool {
    const FORMAL: [&str; 6] = ["dear ", "to whom", "sehr geehrte", "cher ", "chers ", "madam"];
    let line = line.trim().to_lowercase();
    FORMAL.iter().any(|start| line.starts_with(start))
}

/// Says whether a subject, in lower case, is that of talk among people who work on something.
pub(super) fn talks(subject: &str) -> bool {
    // A letter from one body to another may be about these too.
    const OFTEN: [&str; 6] = ["comment", "question", "review", "update on", "feedback", "meeting"];
    TALK.iter().chain(&OFTEN).any(|word| subject.contains(word))
}

/// Says whether a text has labels for both who writes and who is addressed, each beside a body.
pub(super) fn names_sides(subject: &str, document: &Document, reading: &Reading) -> bool {
    const MOST: usize = 40;
    // What is shown to colleagues for their remarks is not sent yet.
    const SHOWN: [&str; 8] =
        ["draft", "propos", "comments", "object", "changes", "look good", "looks good", "remarks"];
    let subject = bare_subject(subject).to_lowercase();
    let head = document.text.find("From:").min(document.text.find("To:")).unwrap_or_default();
    let before = document.text.get(..head).unwrap_or_default().to_lowercase();
    if TALK.iter().any(|word| subject.contains(word))
        || SHOWN.iter().any(|word| before.contains(word))
    {
        return false;
    }
    let is_labelled = |field: Field, label: &str| {
        let evidence = reading.evidence_of(field);
        let is_plain = !evidence.is_empty() && evidence.iter().all(|one| one.doubt.is_none());
        let mut lines = document.text.lines().take(MOST);
        is_plain && lines.any(|line| line.trim().starts_with(label))
    };
    is_labelled(Field::From, "From:") && is_labelled(Field::To, "To:")
}

/// Says whether a text calls itself a liaison: "This liaison has the reference …", "by this liaison statement".
pub(super) fn speaks_of_itself(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    const SAYS: [&str; 10] = [
        "this liaison note",
        "this is a liaison ",
        "this liaison has ",
        "this liaison is ",
        "this liaison statement is ",
        "this liaison statement has ",
        "this liaison was approved",
        "this liaison statement was approved",
        "this letter is a liaison",
        "the present liaison",
    ];
    SAYS.iter().any(|says| words.contains(says)) && !words.contains("please find attached")
}

/// Says whether a text tells how a group decided to send something: who moved it, and who seconded.
pub(super) fn tells_of_a_motion(text: &str) -> bool {
    let has = |start: &str| text.lines().any(|line| line.trim().to_lowercase().starts_with(start));
    has("moved") && has("second")
}

/// Says whether a text tells of somebody who is to hold the liaison to a body, and not of a statement.
pub(super) fn tells_of_an_office(text: &str) -> bool {
    static APPOINTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:appoint(?:s|ed|ing|ment)?|selected|named|nominat(?:ed?|ion|ing)|volunteers?|serves?\s+as|steps?\s+down|stepping\s+down)\b[^.;]{0,140}\bliaison\b(?:[^.;]{0,30}\b(?:manager|officer|representative|person|coordinator|to|with|from)\b)").ok()
    });
    APPOINTS.as_ref().is_some_and(|appoints| appoints.is_match(text))
}
