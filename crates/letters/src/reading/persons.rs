//! The people of a letter: whom to ask, and where answers go (CON-2, CON-3, CON-7).

use super::addresses;
use super::bodies;
use super::items;
use super::label::{Label, before_colon, folded};
use super::layouts::Layouts;
use super::letter::{Letter, one_line};
use super::of_a_tool;
use super::parties::add_person;
use super::people::{self, Found};
use super::person_names;
use super::result::{Field, Person, Reading};
use super::spoken_of;
use crate::document::{Region, Span};

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    contacts(letter, reading);
    for label in [Label::TechnicalContact, Label::ToContact] {
        for entry in letter.entries.filled(&[label]) {
            let (field, list) = match label {
                Label::TechnicalContact => {
                    (Field::TechnicalContacts, &mut reading.technical_contacts)
                }
                _ => (Field::ToContacts, &mut reading.to_contacts),
            };
            let is_of_a_tool = letter.is_of_a_tool();
            let mut found = if is_of_a_tool {
                of_a_tool::people(letter, entry)
            } else {
                people::people_in(&letter.sheet, &entry.parts())
            };
            if label == Label::ToContact && !is_of_a_tool {
                let are_couples = items::items(&letter.sheet, entry.beside().unwrap_or_default());
                if let [only] = &found[..]
                    && person_names::is_couple(&only.name)
                {
                    found = are_couples.iter().flat_map(|item| couple_of(letter, *item)).collect();
                }
                found.retain(|one| !one.email.is_empty() || person_names::is_person(&one.name));
            }
            found.iter().for_each(|one| add_person(list, one));
            note(letter, reading, field, &found);
        }
    }
    if reading.contacts.is_empty() {
        headed(letter, reading);
    }
    if reading.contacts.is_empty() {
        spoken_of::in_prose(letter, reading);
    }
    reply_addresses(letter, reading);
    if reading.from.is_empty()
        && let Some(span) =
            super::titles::said_from(letter).or_else(|| super::titles::spoken_for(letter))
    {
        reading.from.push(letter.one_line(span));
        let doubt = "It stands in the text, not in a line of its own.";
        letter.note(reading, Field::From, span, Some(doubt));
    }
    if reading.contacts.is_empty() || reading.from.is_empty() {
        signatory(letter, reading);
    }
    addresses_elsewhere(letter, reading);
    if reading.from.is_empty()
        && let Some(span) = super::letterhead::first_line(letter)
    {
        reading.from.push(super::letterhead::name(&letter.one_line(span)));
        letter.note(
            reading,
            Field::From,
            span,
            Some("It stands at the head of the letter, not in a line of its own."),
        );
    }
}

/// Gives people without an address the one that stands beside their name elsewhere, on a line of theirs alone.
fn addresses_elsewhere(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 400;
    let known: Vec<String> = reading.contacts.iter().map(|one| one.email.to_lowercase()).collect();
    let mut places: Vec<Span> = Vec::new();
    for person in
        reading.contacts.iter_mut().filter(|one| one.email.is_empty() && one.name.contains(' '))
    {
        let lines = letter.sheet.lines.iter().take(MOST).enumerate();
        let mut found = lines.filter_map(|(at, line)| {
            let words = letter.sheet.words(line.span);
            if !words.contains(person.name.as_str()) || words.len() > 300 {
                return None;
            }
            // A signature has the address on one of the lines below.
            let below = letter.sheet.lines.iter().skip(at + 1).take(3);
            let below =
                below.take_while(|next| !next.after_gap).map(|next| letter.sheet.words(next.span));
            let is_alone = words.len() < person.name.len() + 4;
            let all = std::iter::once(words)
                .chain(below.filter(|words| is_alone && words.len() < 120))
                .flat_map(addresses::addresses_in)
                .collect::<Vec<_>>();
            match &all[..] {
                [only] if !known.contains(&only.email.to_lowercase()) => {
                    Some((only.email.clone(), line.span))
                }
                _ => None,
            }
        });
        if let Some((email, place)) = found.next() {
            person.email = email;
            places.push(place);
        }
    }
    for place in places {
        letter.note(reading, Field::Contacts, place, None);
    }
}

fn contacts(letter: &Letter<'_>, reading: &mut Reading) {
    let had_sender = !reading.contacts.is_empty();
    let entries: Vec<_> = letter.entries.filled(&[Label::Contact]).collect();
    for entry in entries {
        if !entry.in_head && !is_of_people(letter, entry.line) {
            continue;
        }
        let mut found = people::people_in(&letter.sheet, &entry.parts());
        if !entry.in_head {
            found.extend(below(letter, entry.line, &found));
        }
        if let [only] = &found[..]
            && only.name.is_empty()
            && let Some(person) = reading.contacts.last_mut()
            && person.email.is_empty()
            && is_of_an_address(letter.sheet.words(entry.label_span))
        {
            person.email.clone_from(&only.email);
            note(letter, reading, Field::Contacts, &found);
            continue;
        }
        let are_technical = had_sender && letter.layout.further_contacts_are_technical;
        let mut new: Vec<&Found> = Vec::new();
        for one in &found {
            let is_sender = reading.contacts.iter().any(|known| is_same(known, one));
            if are_technical && !is_sender && is_of_author(letter, entry.label_span) {
                continue;
            }
            if are_technical && !is_sender {
                add_person(&mut reading.technical_contacts, one);
                note(letter, reading, Field::TechnicalContacts, std::slice::from_ref(one));
            } else {
                new.push(one);
            }
        }
        for one in new {
            add_person(&mut reading.contacts, one);
            note(letter, reading, Field::Contacts, std::slice::from_ref(one));
        }
    }
}

/// Reads the people below a heading of the text: "Contacts", and a rule of hyphens below it.
fn headed(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 8;
    const HEADINGS: [&str; 6] = [
        "contact",
        "contacts",
        "contact person",
        "contact persons",
        "contact information",
        "points of contact",
    ];
    let lines = letter.sheet.lines.iter().enumerate().skip(letter.entries.head_end);
    let heading = lines.filter(|(_, line)| line.table == 0).find(|(_, line)| {
        let words = letter.sheet.words(line.span);
        HEADINGS.contains(
            &folded(words.trim_start_matches(|sign: char| {
                sign.is_ascii_digit() || matches!(sign, '.' | ' ')
            }))
            .as_str(),
        )
    });
    let Some((at, _)) = heading else { return };
    let is_rule = |words: &str| words.chars().all(|sign| "-=_~ ".contains(sign));
    let mut parts: Vec<Span> = Vec::new();
    for line in letter.sheet.lines.iter().skip(at + 1).take(MOST) {
        let words = letter.sheet.words(line.span);
        if words.len() > 160 || (line.after_gap && !parts.is_empty()) {
            break;
        }
        if !is_rule(words) {
            parts.extend(line.cells.iter().copied());
        }
    }
    let found = people::people_in(&letter.sheet, &parts);
    let is_one = |one: &&Found| person_names::is_person(&one.name) && !one.email.is_empty();
    let found: Vec<Found> = found.iter().filter(is_one).cloned().collect();
    found.iter().for_each(|one| add_person(&mut reading.contacts, one));
    note(letter, reading, Field::Contacts, &found);
}

/// Says whether people are found at an address or a number alone, as the author of a cover is beside "Source".
fn is_of_author(letter: &Letter<'_>, label: Span) -> bool {
    let words = letter.sheet.words(label);
    Layouts::get().label(letter.layout, words).is_some_and(Label::is_of_a_person)
}

/// Says whether a label is one for the address of who is named beside the label before: "Contact e-mail".
fn is_of_an_address(label: &str) -> bool {
    let label = folded(label);
    ["email", "mail", "address"].iter().any(|end| label.ends_with(end))
}

/// Returns the people of "Ana Example (…) and Bob Sample (…), chairs".
fn couple_of(letter: &Letter<'_>, item: Span) -> Vec<Found> {
    let words = letter.sheet.words(item);
    let Some(at) = words.find(" and ").or_else(|| words.find(" & ")) else {
        return people::people_in(&letter.sheet, &[item]);
    };
    let first = Span::new(item.start, item.start + at);
    let rest = words
        .get(at..)
        .unwrap_or_default()
        .trim_start_matches([' ', '&'])
        .trim_start_matches("and ");
    let second = Span::new(item.end - rest.len(), item.end);
    [first, second].into_iter().flat_map(|one| people::people_in(&letter.sheet, &[one])).collect()
}

fn is_same(person: &Person, found: &Found) -> bool {
    (!found.email.is_empty() && person.email.eq_ignore_ascii_case(&found.email))
        || (!found.name.is_empty() && person.name.eq_ignore_ascii_case(&found.name))
}

/// Says whether a label within the text stands before people, and not within a sentence.
fn is_of_people(letter: &Letter<'_>, line: usize) -> bool {
    let words = letter.sheet.line(line);
    let label =
        before_colon(words).map_or(words, |(colon, _)| words.get(..colon).unwrap_or_default());
    const ALSO: [&str; 8] = [
        "questions to",
        "any questions to",
        "queries to",
        "enquiries",
        "inquiries",
        "secretariat contact",
        "for questions",
        "for more information",
    ];
    let label_words = folded(label);
    ALSO.iter().any(|start| label_words.starts_with(start))
        || folded(label).starts_with("contact")
        || folded(label).ends_with("contact")
        || folded(label).ends_with("contacts")
}

/// Returns further people after gaps below a label at the end of a letter: name, address, number, and so on.
fn below(letter: &Letter<'_>, line: usize, known: &[Found]) -> Vec<Found> {
    const MOST: usize = 24;
    let mut parts: Vec<Span> = Vec::new();
    for one in letter.sheet.lines.iter().skip(line + 1).take(MOST) {
        let words = letter.sheet.words(one.span);
        let label = before_colon(words)
            .and_then(|(colon, _)| Layouts::get().label(letter.layout, words.get(..colon)?));
        if words.len() > 120 || label.is_some_and(|label| !label.is_of_a_person()) {
            break;
        }
        parts.extend(one.cells.iter().copied());
    }
    let mut found: Vec<Found> = Vec::new();
    let mut name: Option<Span> = None;
    for part in parts {
        let words = letter.sheet.words(part);
        let addresses = addresses::addresses_in(words);
        if let Some(address) = addresses.first() {
            let before = people::people_in(&letter.sheet, &[name.unwrap_or(part), part]);
            let is_known = |one: &Found| {
                known.iter().chain(&found).any(|two| two.email.eq_ignore_ascii_case(&one.email))
            };
            let fitting =
                before.into_iter().find(|one| one.email.eq_ignore_ascii_case(&address.email));
            found.extend(fitting.filter(|one| !is_known(one)));
            name = None;
        } else if person_names::is_person(words) {
            name = Some(part);
        }
    }
    found
}

fn note(letter: &Letter<'_>, reading: &mut Reading, field: Field, found: &[Found]) {
    for one in found {
        let span = match one.email_span {
            Some(email) if email.start >= one.span.start && email.start < one.span.end + 40 => {
                Span::new(one.span.start, email.end.max(one.span.end))
            }
            _ => one.span,
        };
        let doubt = one.is_restored.then_some("The address was disguised, and is restored here.");
        letter.note(reading, field, span, doubt);
        if let Some(email) = one.email_span.filter(|email| email.start >= span.end) {
            letter.note(reading, field, email, doubt);
        }
    }
}

/// Reads where answers go. "Reply to:" is an address here, or a statement elsewhere: what stands there decides.
fn reply_addresses(letter: &Letter<'_>, reading: &mut Reading) {
    let entries: Vec<_> = letter.entries.filled(&[Label::SendReplyTo, Label::ReplyTo]).collect();
    for entry in entries {
        if letter.is_of_a_tool() && entry.label == Label::SendReplyTo {
            let found = of_a_tool::people(letter, entry);
            found.iter().for_each(|one| add_person(&mut reading.send_reply_to, one));
            note(letter, reading, Field::SendReplyTo, &found);
            continue;
        }
        let parts = entry.parts();
        let mut found: Vec<Found> = people::people_in(&letter.sheet, &parts)
            .into_iter()
            .filter(|one| !one.email.is_empty())
            .collect();
        if found.is_empty() && entry.label == Label::SendReplyTo {
            // Who is named below may have no address there.
            let below =
                entry.more.first().map(|more| more.span).filter(|_| entry.values.is_empty());
            let values: Vec<Span> = entry.values.iter().copied().chain(below).collect();
            let names = people::people_in(&letter.sheet, &values);
            found.extend(names.into_iter().filter(|one| !bodies::is_nothing(&one.name)));
        }
        found.iter().for_each(|one| add_person(&mut reading.send_reply_to, one));
        note(letter, reading, Field::SendReplyTo, &found);
    }
    if reading.send_reply_to.is_empty() {
        spoken_of::reply(letter, reading);
    }
}

/// Takes who signed the letter as the one to ask, where it names nobody else.
fn signatory(letter: &Letter<'_>, reading: &mut Reading) {
    let lines = &letter.sheet.lines;
    const MOST: usize = 6;
    let farewell = lines.iter().rposition(|line| is_farewell(letter.sheet.words(line.span)));
    // Without one, a signature is a name above the body that it is for.
    let signed = lines.iter().rposition(|line| {
        let words = letter.sheet.words(line.span).to_lowercase();
        (words.starts_with("for the ") || words.starts_with("for and on behalf of"))
            && words.len() < 80
    });
    let without_word = || above_its_role(letter).and_then(|at| at.checked_sub(1));
    let Some(at) = farewell.or(signed.and_then(|at| at.checked_sub(2))).or_else(without_word)
    else {
        return;
    };
    if reading.from.is_empty() {
        on_behalf(letter, reading, lines[at].span);
    }
    for (number, line) in lines.iter().enumerate().skip(at + 1).take(MOST) {
        let line_span = without_proxy(letter, line.span);
        let words = letter.sheet.words(line_span);
        let is_couple = people::people_in(&letter.sheet, &[line_span]).len() == 2;
        if !(person_names::is_person(words) || is_couple) || words.len() > 120 {
            continue;
        }
        let below = lines.iter().skip(number + 1).take(4).take_while(|next| !next.after_gap);
        let mut parts = vec![line_span];
        parts.extend(below.map(|next| next.span));
        let found = people::people_in(&letter.sheet, &parts);
        // Several may sign, each with an address; who only stands below the first is not taken.
        let with_address = found.iter().filter(|one| !one.email.is_empty()).count();
        // So may several, each with a role in a body beside the name.
        let alone =
            parts.iter().filter_map(|part| match &people::people_in(&letter.sheet, &[*part])[..] {
                [one] => Some(one.clone()),
                _ => None,
            });
        let speaks =
            |one: &Found| bodies::stands_alone(super::sender::body_of_role(&one.organization));
        let alone: Vec<Found> = alone.filter(speaks).collect();
        let each_speaks = parts.len() > 1 && alone.len() == parts.len();
        let found = if each_speaks { alone } else { found };
        let signers = with_address.max(if is_couple { 2 } else { 1 });
        let signers = if each_speaks { found.len() } else { signers };
        let (had_none, had_no_body) = (reading.contacts.is_empty(), reading.from.is_empty());
        for one in found.into_iter().take(signers) {
            if had_no_body && (reading.from.is_empty() || each_speaks) {
                from_signature(letter, reading, &one, &parts);
            }
            if had_none {
                add_person(&mut reading.contacts, &one);
                let doubt = "It names no contact: this is who signed.";
                letter.note(reading, Field::Contacts, one.span, Some(doubt));
            }
        }
        return;
    }
}

/// Takes the body for which somebody signs: "On behalf of the Example Council," above the name.
fn on_behalf(letter: &Letter<'_>, reading: &mut Reading, line: Span) {
    const STARTS: [&str; 2] = ["on behalf of ", "for and on behalf of "];
    let words = letter.sheet.words(line);
    let lower = words.to_lowercase();
    let Some(start) = STARTS.iter().find(|start| lower.starts_with(**start)) else { return };
    let body = words.get(start.len()..).unwrap_or_default().trim_end_matches([',', ':', '.', ' ']);
    let body = body.strip_prefix("the ").unwrap_or(body);
    if !bodies::stands_alone(body) || body.contains(',') {
        return;
    }
    let Some(at) = words.find(body) else { return };
    let span = Span::new(line.start + at, line.start + at + body.len());
    reading.from.push(one_line(body));
    let doubt = "It does not say from whom it is: this is for whom it is signed.";
    letter.note(reading, Field::From, span, Some(doubt));
}

/// Returns the last line that is the name of somebody, or of two, above the role in which the letter is signed.
fn above_its_role(letter: &Letter<'_>) -> Option<usize> {
    const LAST: usize = 24;
    const LONGEST: usize = 80;
    let lines = &letter.sheet.lines;
    let start = lines.len().saturating_sub(LAST).max(letter.entries.head_end + 1);
    (start..lines.len().saturating_sub(1)).rev().find(|at| {
        let (name, role) = (&lines[*at], &lines[*at + 1]);
        let words = letter.sheet.words(name.span);
        let below = letter.sheet.words(role.span);
        let is_plain =
            [name, role].iter().all(|line| line.table == 0 && line.region == Region::Body);
        is_plain
            && name.after_gap
            && !role.after_gap
            && words.len().max(below.len()) < LONGEST
            && (person_names::is_person(words) || person_names::is_couple(words))
            && (bodies::is_role(below) || bodies::ends_with_role(below))
    })
}

/// Returns the name of who signs without the words for doing it in the place of another, or for a signature: "p.p.", "/s/".
fn without_proxy(letter: &Letter<'_>, span: Span) -> Span {
    const MARKS: [&str; 9] =
        ["p.p. ", "p. p. ", "pp ", "pp. ", "/s/ ", "gez. ", "(signed) ", "i.A. ", "i.V. "];
    let words = letter.sheet.words(span);
    let length = MARKS.iter().find(|mark| words.starts_with(**mark)).map_or(0, |mark| mark.len());
    letter.sheet.trimmed(Span::new(span.start + length, span.end))
}

/// Takes the body that a letter comes from, where it does not say, from the role of who signed it.
fn from_signature(letter: &Letter<'_>, reading: &mut Reading, signer: &Found, parts: &[Span]) {
    let body = super::sender::whole_of(super::sender::body_of_role(&signer.organization));
    // Its technical committee speaks for a forum.
    let body = body
        .strip_suffix(" Technical Committee")
        .filter(|rest| bodies::stands_alone(rest))
        .filter(|rest| rest.contains(' ') || bodies::is_abbreviation(rest) && rest != &"Unicode")
        .unwrap_or(body);
    if !bodies::stands_alone(body) || reading.from.iter().any(|one| one == body) {
        return;
    }
    let place = parts.iter().find_map(|part| {
        let at = letter.sheet.words(*part).find(body)?;
        Some(Span::new(part.start + at, part.start + at + body.len()))
    });
    let Some(span) = place else { return };
    reading.from.push(one_line(body));
    letter.note(
        reading,
        Field::From,
        span,
        Some("It does not say from whom it is: this is whom the signer speaks for."),
    );
}

/// Says whether a line ends a letter.
pub(super) fn is_farewell(words: &str) -> bool {
    const FAREWELLS: [&str; 35] = [
        "thank you for your attention",
        "thank you for your consideration",
        "thanks and regards",
        "thanks and best regards",
        "with regards",
        "very truly yours",
        "yours",
        "sincerely",
        "best regards",
        "kind regards",
        "regards",
        "with best regards",
        "yours sincerely",
        "respectfully",
        "with kind regards",
        "yours faithfully",
        "yours truly",
        "best wishes",
        "many thanks",
        "thank you",
        "cordially",
        "respectfully submitted",
        "sincerely yours",
        "with best wishes",
        "yours truly",
        "best",
        "kindest regards",
        "warm regards",
        "mit freundlichen grüßen",
        "cordialement",
        "bien cordialement",
        "salutations distinguées",
        "with kindest regards",
        "mit freundlichem gruß",
        "atentamente",
    ];
    let folded = folded(words.trim().trim_end_matches([',', '!']));
    let is_rule = matches!(words.trim(), "—" | "--" | "–" | "-- ");
    is_rule
        || FAREWELLS.contains(&folded.as_str())
        || folded.starts_with("veuillez agréer")
        || (folded.starts_with("on behalf of") && words.len() < 100)
}
