//! Who is addressed above the greeting of a letter on paper, without any label.

use std::sync::LazyLock;

use regex::Regex;

use super::addressee::without_chairs;
use super::addresses;
use super::bodies;
use super::dates::{dates_in, is_day_alone};
use super::items;
use super::joined_names;
use super::label::{Label, before_colon};
use super::leaders;
use super::letter::Letter;
use super::lists::{add, add_person};
use super::offices;
use super::parties;
use super::people;
use super::person_names::{is_couple, is_person};
use super::postal;
use super::result::{Field, Reading};
use super::signers::{InColumn, side_by_side};
use crate::document::Span;

/// Reads the people above the greeting of a letter on paper, who are addressed without a label.
pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    if !greets(letter) || in_columns(letter, reading) {
        return;
    }
    let columns = addressed_column(letter).unwrap_or_default();
    let lines: Vec<Span> = columns.iter().copied().chain(lines_of_block(letter)).collect();
    let listed = listed(letter, &lines);
    let mut items: Vec<Span> = Vec::new();
    let (mut is_below_body, mut is_below_office) = (false, false);
    for span in lines {
        let whole = letter.sheet.words(span);
        let span = without_attn(letter, span);
        let words = letter.sheet.words(span);
        let above = items.last().map_or("", |last| letter.sheet.words(*last));
        let is_known = is_below_office && is_addressed_body(words) && leads_group(above);
        if says_how(whole, words) || is_known {
            continue;
        }
        if leaders::stand_on(letter, span) {
            leaders::take(letter, reading, span, is_below_body);
            continue;
        }
        if let Some(body) = written_to(words, if is_below_office { above } else { "" }) {
            is_below_body = true;
            take_body(letter, reading, Span::new(span.start, span.start + body.len()));
            continue;
        }
        // The group may stand below the organization.
        let is_part = is_below_body && is_part_of_ours(words);
        if !is_part && listed.contains(&span) {
            parties::addressee(letter, reading, span, None);
            continue;
        }
        let was_below_body = is_below_body;
        let holds_office = std::mem::replace(
            &mut is_below_office,
            bodies::ends_with_role(words) || bodies::is_role(words),
        );
        let is_attended = is_above_attn(letter, span);
        is_below_body = addressed_body(words).is_some() || is_part || is_attended;
        if is_part || is_attended {
            let start = addressed_body(words).unwrap_or_default();
            take_body(letter, reading, Span::new(span.start + start, span.end));
            continue;
        }
        let goes_on =
            items.last().is_some_and(|last| items::goes_on_below(letter.sheet.words(*last), words));
        if goes_on && let Some(last) = items.last_mut() {
            last.end = span.end;
        } else if let Some(body) = held_by_nobody(letter, span).filter(|_| items.is_empty()) {
            take_body(letter, reading, body);
        } else if let Some(start) = addressed_body(words) {
            let body = without_chairs(letter, Span::new(span.start + start, span.end));
            take_body(letter, reading, body);
        } else if names_somebody(words)
            || (is_person(words)
                && (holds_office
                    || is_above_a_role(letter, span)
                    || columns.contains(&span)
                    || (was_below_body && is_above_an_address(letter, span))))
            || ((!items.is_empty() || was_below_body) && addresses::is_address(words))
        {
            match items.last_mut().filter(|last| is_employer(letter, **last, span)) {
                Some(last) => last.end = span.end,
                None => items.push(span),
            }
        }
    }
    take_people(letter, reading, &items);
}

/// Says whether a greeting stands right below the head.
fn greets(letter: &Letter<'_>) -> bool {
    let below = letter.sheet.lines.get(letter.head().len());
    below.is_some_and(|line| super::marks::is_greeting(letter.sheet.words(line.span)))
}

/// Takes those whom a letter is addressed to by name.
fn take_people(letter: &Letter<'_>, reading: &mut Reading, items: &[Span]) {
    for item in items {
        for one in people::people_in(&letter.sheet, &[*item]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, *item, None);
    }
}

/// Says whether a line that looks like a name is where the person above works, whose address stands below.
fn is_employer(letter: &Letter<'_>, above: Span, span: Span) -> bool {
    let above = letter.sheet.words(above);
    let next = letter.sheet.lines.iter().find(|line| line.span.start > span.start);
    let address = next.map_or("", |line| letter.sheet.words(line.span));
    let name = above.lines().next().unwrap_or(above);
    above.contains('\n')
        && !above.contains('@')
        && addresses::is_address(address)
        && addresses::has_last_name_of(address, name)
}

/// Takes a body above the greeting.
fn take_body(letter: &Letter<'_>, reading: &mut Reading, body: Span) {
    add(&mut reading.to, letter.sheet.words(body));
    letter.note(reading, Field::To, body, Some(UNLABELLED));
}

/// Says whether a line names somebody with an office or an address, or two people.
fn names_somebody(words: &str) -> bool {
    (is_person(words) && words.contains([',', '@']) && !is_of_a_street(words))
        || is_couple(words.split(',').next().unwrap_or(words))
}

/// Returns the body to which a line writes: a secretariat is written to for its committee, and an office in a part of an organization,
/// which stands above, for the organization.
fn written_to<'w>(words: &'w str, above: &str) -> Option<&'w str> {
    let office = words.strip_suffix(" Secretariat").filter(|body| bodies::stands_alone(body));
    let whose = is_office_in_a_part(above)
        && joined_names::is_organization(words)
        && bodies::stands_alone(words);
    office.or_else(|| whose.then_some(words))
}

/// Says whether the line below one is an address and nothing else.
fn is_above_an_address(letter: &Letter<'_>, span: Span) -> bool {
    let next = letter.sheet.lines.iter().find(|line| line.span.start > span.start);
    next.is_some_and(|line| addresses::is_address(letter.sheet.words(line.span)))
}

/// Says whether words end with an office in a part of an organization that is not named in them: "Chair, Clocks Task Group".
fn is_office_in_a_part(words: &str) -> bool {
    const PARTS: [&str; 6] =
        ["Task Group", "Working Group", "Committee", "Board of Directors", "Board", "Council"];
    let office = words.lines().last().unwrap_or(words);
    PARTS.iter().any(|part| office.ends_with(part))
        && !office.split([' ', '/', '-', ',']).any(bodies::is_organization)
}

/// Says whether somebody leads a working group that is named: "Chair, CLOCKS Working Group".
fn leads_group(words: &str) -> bool {
    let office = words.lines().last().unwrap_or(words);
    let group = super::sender::body_of_role(office);
    bodies::is_role(office)
        && [" Working Group", " WG"].iter().any(|kind| group.ends_with(kind))
        && bodies::stands_alone(group)
}

/// Says whether a line says how a letter is sent, or in whose care, and not who it is for; `words` is who is to see it.
fn says_how(whole: &str, words: &str) -> bool {
    let lower = whole.to_lowercase();
    lower.starts_with("via ") || (lower.starts_with("c/o ") && bodies::stands_alone(words))
}

/// Reads those who are addressed beside each other, each with an office or an address below.
fn in_columns(letter: &Letter<'_>, reading: &mut Reading) -> bool {
    for at in 0..letter.head().len() {
        let is_somebody = |(one, _): &InColumn| {
            !one.email.is_empty()
                || bodies::is_role(&one.organization)
                || bodies::ends_with_role(&one.organization)
        };
        let people = side_by_side(letter, at).filter(|people| people.iter().all(is_somebody));
        let Some(people) = people else { continue };
        for (one, _) in people {
            add_person(&mut reading.to_contacts, &one);
            letter.note(reading, Field::ToContacts, one.span, Some(UNLABELLED));
        }
        return true;
    }
    false
}

/// Takes the body of a postal address, and who is named above it unless somebody is addressed already.
pub(super) fn of_an_address(letter: &Letter<'_>, reading: &mut Reading) {
    let Some(postal) = postal::block(letter).or_else(|| postal::in_cell(letter, &reading.from))
    else {
        return;
    };
    let Some(body) = postal.body else { return };
    let body = without_chairs(letter, body);
    add(&mut reading.to, letter.sheet.words(body));
    letter.note(reading, Field::To, body, Some(UNLABELLED));
    if !reading.to_contacts.is_empty() {
        return;
    }
    for person in postal.people {
        let person = without_attn(letter, person);
        for one in people::people_in(&letter.sheet, &[person]).iter().take(1) {
            add_person(&mut reading.to_contacts, one);
            letter.note(reading, Field::ToContacts, person, Some(UNLABELLED));
        }
    }
}

/// Says whether a line is a body, and the next says who is to see the letter there: "Attn: Ana Example".
fn is_above_attn(letter: &Letter<'_>, span: Span) -> bool {
    let words = letter.sheet.words(span);
    let next = letter.sheet.lines.iter().find(|line| line.span.start > span.start);
    // Below the day, so is a body above those who lead it.
    let is_below_day = || {
        let mut above = letter.head().iter().take_while(|line| line.span.start < span.start);
        above.any(|line| is_day_alone(letter.sheet.words(line.span)))
    };
    let is_attn = next.is_some_and(|line| {
        without_attn(letter, line.span).start > line.span.start
            || (leaders::stand_on(letter, line.span) && is_below_day())
    });
    is_attn
        && words.len() < 80
        && !words.ends_with(['.', ':'])
        && !is_person(words)
        && bodies::stands_alone(words)
}

/// Why an addressee is doubted who stands in an address alone.
pub(super) const UNLABELLED: &str = "It stands above the greeting, without a label.";

/// Returns the lines that name bodies below each other, of which one is ours: a list of addressees.
fn listed(letter: &Letter<'_>, lines: &[Span]) -> Vec<Span> {
    let is_body = |span: &Span| {
        let words = letter.sheet.words(*span);
        let name = words.split([',', ':']).next().unwrap_or(words);
        words.len() < 80
            && !words.contains('@')
            && !words.ends_with(['.', ':'])
            && !is_person(name)
            && bodies::stands_alone(name)
            && !bodies::ends_with_role(name)
    };
    let follows = |two: &[Span]| {
        let gap = letter.sheet.document.text.get(two[0].end..two[1].start).unwrap_or("\n\n");
        gap.matches('\n').count() == 1
    };
    let mut runs: Vec<Vec<Span>> = Vec::new();
    for (at, span) in lines.iter().enumerate().filter(|(_, span)| is_body(span)) {
        let goes_on = at > 0 && is_body(&lines[at - 1]) && follows(&lines[at - 1..=at]);
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(*span),
            None => runs.push(vec![*span]),
        }
    }
    let is_list = |run: &Vec<Span>| {
        let is_ours = |span: &&Span| is_addressed_body(letter.sheet.words(**span));
        let ours = run.iter().filter(is_ours).count();
        // Below a letterhead, several organizations above each other are who is addressed, too.
        let is_known = |span: &&Span| bodies::is_of_an_organization(letter.sheet.words(**span));
        let known = run.iter().filter(is_known).count();
        let is_below = run.first() != lines.first();
        (ours > 0 && ours < run.len()) || (is_below && known > 2)
    };
    runs.into_iter().filter(is_list).flatten().collect()
}

/// Returns the last lines of the head that belong to no label, in their order.
fn lines_of_block(letter: &Letter<'_>) -> Vec<Span> {
    const MOST: usize = 14;
    // What belongs to a label is no line of the block.
    let is_labelled = |span: &Span| {
        letter.entries.all.iter().filter(|entry| entry.in_head).any(|entry| {
            // Below a number or a day that stands beside its label, the letter goes on.
            let is_closed = !entry.values.is_empty()
                && matches!(
                    entry.label,
                    Label::Identifier
                        | Label::Reference
                        | Label::Date
                        | Label::Other
                        | Label::ToContact
                );
            let values = if is_closed { entry.values.clone() } else { entry.parts() };
            let parts = values.into_iter().chain([entry.label_span]);
            parts.into_iter().any(|part| part.start < span.end && span.start < part.end)
        })
    };
    let mut lines: Vec<Span> = letter
        .head()
        .iter()
        .rev()
        .filter(|line| line.table == 0)
        .map(|line| line.span)
        .filter(|span| !is_labelled(span) || leaders::stand_on(letter, *span))
        .take(MOST)
        .collect();
    lines.reverse();
    // The address of a cover is that of its secretariat.
    if lines.iter().any(|line| letter.sheet.words(*line).starts_with("Secretariat ")) {
        return Vec::new();
    }
    // What stands above the day is the letterhead, if somebody is addressed below it.
    let is_day = |span: &Span| {
        let words = letter.sheet.words(*span);
        matches!(&dates_in(words)[..], [only] if words.len() - (only.end - only.start) < 30)
    };
    let day = lines.iter().rposition(is_day);
    let below = day.and_then(|day| lines.get(day + 1..)).unwrap_or_default();
    let addresses = |span: &Span| {
        let words = letter.sheet.words(*span);
        addressed_body(words).is_some() || (is_person(words) && !bodies::stands_alone(words))
    };
    if below.iter().any(addresses) {
        return below.to_vec();
    }
    lines
}

/// Returns the lines of the column in which somebody is addressed, where the letterhead stands beside it in another.
pub(super) fn addressed_column(letter: &Letter<'_>) -> Option<Vec<Span>> {
    const MOST: usize = 12;
    let mut rows = letter.head().iter().take(MOST).filter(|line| line.table != 0).peekable();
    let table = rows.peek()?.table;
    let mut columns = [Vec::new(), Vec::new()];
    for row in rows.take_while(|row| row.table == table) {
        let [left, right] = row.cells[..] else { continue };
        columns[0].extend(letter.sheet.lines_of(left));
        columns[1].extend(letter.sheet.lines_of(right));
    }
    let is_labelled = |span: &Span| {
        let mut entries = letter.entries.all.iter().filter(|entry| entry.in_head);
        entries.any(|entry| entry.label_span.start == span.start)
    };
    // Beside an address may stand fields that are whole in themselves: "Date: 2 May 2019".
    let is_whole = |span: &Span| {
        let words = letter.sheet.words(*span);
        before_colon(words)
            .is_some_and(|(_, value)| !words.get(value..).unwrap_or("").trim().is_empty())
    };
    let has_parted =
        |column: &Vec<Span>| column.iter().any(|line| is_labelled(line) && !is_whole(line));
    if columns.iter().any(|column| column.len() < 2 || has_parted(column)) {
        return None;
    }
    let addresses = |column: &[Span]| {
        column.iter().enumerate().any(|(at, line)| {
            let words = letter.sheet.words(*line);
            let below = column.get(at + 1).map_or("", |below| letter.sheet.words(*below));
            let bare = without_attn(letter, *line);
            let name = letter.sheet.words(bare).split(',').next().unwrap_or_default();
            (bare.start > line.start && is_person(name))
                || addressed_body(words).is_some()
                || (is_person(words) && (bodies::is_role(below) || bodies::ends_with_role(below)))
        })
    };
    let [left, right] = columns;
    let column = match [addresses(&left), addresses(&right)] {
        [true, false] => Some(left),
        [false, true] => Some(right),
        _ => None,
    };
    column.filter(|column| !column.iter().any(is_labelled))
}

/// Returns a line of the block without the words for who is to see the letter: "c/o ", "Attn: ".
pub(super) fn without_attn(letter: &Letter<'_>, span: Span) -> Span {
    Span::new(span.start + attn_before(letter.sheet.words(span)), span.end)
}

/// Returns the length of these words at the start of a line.
pub(super) fn attn_before(words: &str) -> usize {
    static ATTN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:(?:c/o|attn|attention|for the attention of|to the attention of|attention of|fao)\b\.?|à l['’]attention de|zu händen(?: von)?|z\.\s?hd\.|a la atención de)\s*:?\s+").ok()
    });
    ATTN.as_ref().and_then(|attn| attn.find(words)).map_or(0, |found| found.end())
}

/// Says whether a line belongs to a postal address: a place with its code behind a comma, "San Example, CA 94583".
fn is_of_a_street(words: &str) -> bool {
    let rest = words.split_once(',').map_or("", |(_, rest)| rest);
    let code = rest.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max();
    !words.contains('@') && code.is_some_and(|digits| digits >= 4)
}

/// Says whether a line is a group within the body on the line above.
fn is_part_of_ours(words: &str) -> bool {
    const ENDS: [&str; 5] = ["working group", "research group", "area", "directorate", "wg"];
    let lower = words.trim().to_lowercase();
    words.len() < 80
        && ENDS.iter().any(|end| lower.ends_with(end))
        && !words.contains(['@', ':', ','])
        && bodies::stands_alone(words)
}

/// Returns the body of an office that is addressed without anybody's name: "Chairman, Example Technical Committee".
fn held_by_nobody(letter: &Letter<'_>, span: Span) -> Option<Span> {
    const LONGEST: usize = 80;
    let words = letter.sheet.words(span);
    if let Some(body) = offices::body_of(words).filter(|body| bodies::stands_alone(body)) {
        return Some(Span::new(span.end - body.len(), span.end));
    }
    let (office, body) = words.split_once(", ")?;
    let is_one = words.len() < LONGEST
        && !words.ends_with('.')
        && !words.contains(['@', ':'])
        && bodies::is_role(office)
        && office.split_whitespace().count() < 3
        && !body.contains(',')
        && bodies::stands_alone(body);
    is_one.then(|| Span::new(span.end - body.len(), span.end))
}

/// Says whether the next line of an address block is the role of who is named on this one.
fn is_above_a_role(letter: &Letter<'_>, span: Span) -> bool {
    const MOST: usize = 4;
    // Several may hold it, each on a line.
    let is_name = |line: &&super::sheet::Line| {
        let words = letter.sheet.words(line.span);
        is_person(words) && words.len() < 60 && !bodies::is_role(words)
    };
    let lines = letter.sheet.lines.iter().skip_while(|line| line.span.start < span.end);
    let below = lines.take(MOST).find(|line| !is_name(line));
    below.is_some_and(|line| {
        let words = letter.sheet.words(line.span);
        line.table == 0
            && !line.after_gap
            && before_colon(words).is_none()
            && (bodies::is_role(words)
                || bodies::ends_with_role(words)
                || words.starts_with("Secretariat, "))
    })
}

/// Returns where the body begins on a line of the address block: "To the chairs of the …", or one of ours alone.
fn addressed_body(words: &str) -> Option<usize> {
    static TO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:To\s+(?:the\s+)?(?i:(?:co-?)?(?:chairs?|chairm[ae]n|members|secretariat|secretary)\s+of\s+(?:the\s+)?)?|[Tt]he\s+(?:co-?)?(?:chairs?|chairm[ae]n|secretary)\s+of\s+(?:the\s+)?)").ok()
    });
    if is_addressed_body(words) {
        return Some(0);
    }
    let start = TO.as_ref()?.find(words)?.end();
    let body = words.get(start..)?;
    let is_one = body.len() < 90
        && !body.contains(['@', ':'])
        && !body.ends_with('.')
        && bodies::stands_alone(body);
    is_one.then_some(start)
}

/// Says whether a line of the address block is a body of ours and nothing else.
fn is_addressed_body(words: &str) -> bool {
    let is_ours = [
        "IETF ",
        "IETF,",
        "IAB",
        "IESG",
        "IRTF ",
        "IRTF,",
        "Internet Engineering",
        "Internet Architecture",
    ]
    .iter()
    .any(|start| words.starts_with(start));
    let is_ours = is_ours || matches!(words, "IETF" | "IRTF");
    is_ours && words.len() < 80 && !words.contains(['@', ':']) && !words.ends_with('.')
}
