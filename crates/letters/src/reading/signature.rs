//! Who signed a letter, and for whom (CON-1, CON-2).

use super::bodies;
use super::farewells::is_farewell;
use super::letter::{Letter, one_line};
use super::lists::add_person;
use super::people::{self, Found};
use super::person_names;
use super::persons::begins_another_field;
use super::result::{Field, Reading};
use super::signers::{InColumn, in_a_row, side_by_side};
use crate::document::{Region, Span};

/// Why a contact is doubted who only signed.
const SIGNED: &str = "It names no contact: this is who signed.";

/// How many lines of a signature stand below a name.
const MOST_BELOW: usize = 8;

/// Takes who signed the letter as the one to ask, where it names nobody else.
pub(super) fn signatory(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 3;
    let lines = &letter.sheet.lines;
    let farewells =
        (0..lines.len()).rev().filter(|at| is_farewell(letter.sheet.words(lines[*at].span)));
    let farewells: Vec<usize> = farewells.take(MOST).collect();
    let without_word = || {
        above_its_role(letter).or_else(|| beside_its_role(letter)).and_then(|at| at.checked_sub(1))
    };
    if farewells.is_empty() {
        let at = above_its_body(letter).and_then(|at| at.checked_sub(2)).or_else(without_word);
        if let Some(at) = at {
            below(letter, reading, at);
        }
        return;
    }
    // Below a rule, which takes leave in some messages, others have what their installation adds.
    let had = (reading.contacts.len(), reading.from.len());
    for at in farewells {
        below(letter, reading, at);
        if (reading.contacts.len(), reading.from.len()) != had {
            return;
        }
    }
}

/// Takes who signed below a line with which a letter takes leave.
fn below(letter: &Letter<'_>, reading: &mut Reading, at: usize) {
    const MOST: usize = 6;
    let lines = &letter.sheet.lines;
    if reading.from.is_empty() {
        on_behalf(letter, reading, lines[at].span);
    }
    if reading.from.is_empty() {
        signed_for(letter, reading, at);
    }
    if let Some(pairs) = each_with_office(letter, at + 1) {
        return all_of(letter, reading, &pairs);
    }
    bodies_below(letter, reading, at + 1);
    for (number, line) in lines.iter().enumerate().skip(at + 1).take(MOST) {
        let line_span = without_proxy(letter, line.span);
        let several = side_by_side(letter, number).or_else(|| in_a_row(letter, line_span));
        if let Some(signers) = several {
            beside(letter, reading, &signers);
            return of_all(letter, reading, number + 1);
        }
        let words = letter.sheet.words(line_span);
        let is_couple = people::people_in(&letter.sheet, &[line_span]).len() == 2;
        if !(person_names::is_person(words) || is_couple) || words.len() > 120 {
            continue;
        }
        let below =
            lines.iter().skip(number + 1).take(MOST_BELOW).take_while(|next| !next.after_gap);
        let below =
            below.take_while(|next| !begins_another_field(letter, letter.sheet.words(next.span)));
        let mut parts = vec![line_span];
        parts.extend(below.map(|next| next.span));
        let found = people::people_in(&letter.sheet, &parts);
        // Several may sign, each with an address; who only stands below the first is not taken.
        let with_address = found.iter().filter(|one| !one.email.is_empty()).count();
        // Below two without addresses may stand a third who has one.
        let third = found.get(2).is_some_and(|one| !one.email.is_empty() && with_address == 1);
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
        let together = below_each_other(letter, &parts);
        let are_all = each_speaks || together.is_some();
        let found = if each_speaks { alone } else { together.unwrap_or(found) };
        let signers = with_address.max(if is_couple { 2 + usize::from(third) } else { 1 });
        let signers = if are_all { found.len() } else { signers };
        let (had_none, had_no_body) = (reading.contacts.is_empty(), reading.from.is_empty());
        let further = further_blocks(letter, number);
        for one in found.into_iter().take(signers).chain(further) {
            if had_no_body && (reading.from.is_empty() || each_speaks) {
                from_signature(letter, reading, &one, &parts);
            }
            if had_none {
                add_person(&mut reading.contacts, &one);
                letter.note(reading, Field::Contacts, one.span, Some(SIGNED));
            }
        }
        return;
    }
}

/// Returns those who sign below the first, each in a block of its own with the office below the name.
fn further_blocks(letter: &Letter<'_>, first: usize) -> Vec<Found> {
    const MOST: usize = 3;
    const LINES: usize = 20;
    const LONGEST: usize = 80;
    let lines = letter.sheet.lines.iter().skip(first + 1).take(LINES);
    let lines: Vec<&super::sheet::Line> = lines.take_while(|line| line.table == 0).collect();
    let starts = (0..lines.len()).filter(|at| lines[*at].after_gap);
    let block = |at: usize| {
        let rest = lines.iter().skip(at + 1).take_while(|line| !line.after_gap);
        let parts: Vec<Span> =
            [lines[at].span].into_iter().chain(rest.map(|line| line.span)).collect();
        let (name, office) = (letter.sheet.words(parts[0]), letter.sheet.words(*parts.get(1)?));
        let is_signer = person_names::is_person(name)
            && !name.contains([',', '@', ':', '('])
            && name.len().max(office.len()) < LONGEST
            && (bodies::is_role(office)
                || bodies::ends_with_role(office)
                || super::sender::body_of_role(office).len() < office.len());
        let found = people::people_in(&letter.sheet, &parts).into_iter().next();
        found.filter(|_| is_signer)
    };
    starts.map_while(block).take(MOST).collect()
}

/// Returns the lines of those who sign below each other without gaps, one or two at a time, each with the line of their office.
fn each_with_office(letter: &Letter<'_>, last: usize) -> Option<Vec<(Span, Span)>> {
    const MOST: usize = 4;
    const LONGEST: usize = 80;
    let pair = |at: usize| {
        let (name, office) = (letter.sheet.lines.get(at)?, letter.sheet.lines.get(at + 1)?);
        let (words, below) = (letter.sheet.words(name.span), letter.sheet.words(office.span));
        let are_plain =
            name.table == 0 && office.table == 0 && words.len().max(below.len()) < LONGEST;
        let is_pair = are_plain
            && (person_names::is_couple(words) || person_names::is_person(words))
            && !words.contains(['@', ',', '('])
            && !below.contains('@')
            && bodies::stands_alone(office_of(below));
        is_pair.then_some((name.span, office.span))
    };
    let mut pairs = vec![pair(last)?];
    let mut at = last;
    while let Some(before) = at.checked_sub(2).filter(|_| pairs.len() < MOST).and_then(pair) {
        pairs.insert(0, before);
        at -= 2;
    }
    let mut at = last + 2;
    while let Some(next) = pair(at).filter(|_| pairs.len() < MOST) {
        pairs.push(next);
        at += 2;
    }
    (pairs.len() > 1).then_some(pairs)
}

/// Returns the body in which an office is held, whether it stands before or behind the word for the office.
fn office_of(words: &str) -> &str {
    if bodies::is_role(words) {
        super::sender::body_of_role(words)
    } else if bodies::ends_with_role(words) {
        super::sender::without_last_role(words)
    } else {
        ""
    }
}

/// Takes all who signed, and the bodies that they speak for.
fn all_of(letter: &Letter<'_>, reading: &mut Reading, pairs: &[(Span, Span)]) {
    let (had_none, had_no_body) = (reading.contacts.is_empty(), reading.from.is_empty());
    for (names, office) in pairs {
        for one in people::people_in(&letter.sheet, &[*names]).iter().filter(|_| had_none) {
            add_person(&mut reading.contacts, one);
            letter.note(reading, Field::Contacts, one.span, Some(SIGNED));
        }
        let body = office_of(letter.sheet.words(*office));
        if had_no_body
            && !reading.from.iter().any(|one| one == body)
            && let Some(span) = within(letter, *office, body)
        {
            reading.from.push(one_line(body));
            letter.note(reading, Field::From, span, Some(SPEAKS));
        }
    }
}

/// Returns those who sign below each other, with one line below them for the office that all of them hold: "(co-chairs)".
fn below_each_other(letter: &Letter<'_>, parts: &[Span]) -> Option<Vec<Found>> {
    const OFFICES: [&str; 4] = ["chairs", "secretaries", "committee", "editors"];
    let is_name = |part: &&Span| {
        let words = letter.sheet.words(**part);
        person_names::is_person(words) && !words.contains([',', '(', '@'])
    };
    let names: Vec<Span> = parts.iter().take_while(is_name).copied().collect();
    let office = letter.sheet.words(*parts.get(names.len())?).to_lowercase();
    let are_several = names.len() > 1 && OFFICES.iter().any(|one| office.contains(one));
    are_several
        .then(|| names.iter().flat_map(|name| people::people_in(&letter.sheet, &[*name])).collect())
}

/// Returns the line that names for whom a letter is signed, below the name: "for the Example Council".
fn above_its_body(letter: &Letter<'_>) -> Option<usize> {
    letter.sheet.lines.iter().rposition(|line| {
        let words = letter.sheet.words(line.span).to_lowercase();
        let names_body =
            ["for the ", "for and on behalf of"].iter().any(|start| words.starts_with(start))
                || letter
                    .sheet
                    .words(line.span)
                    .strip_prefix("for ")
                    .is_some_and(|body| bodies::stands_alone(body) && !body.ends_with('.'));
        names_body && words.len() < 80
    })
}

/// Takes those who signed beside each other, and the bodies that they speak for.
fn beside(letter: &Letter<'_>, reading: &mut Reading, signers: &[InColumn]) {
    let (had_none, had_no_body) = (reading.contacts.is_empty(), reading.from.is_empty());
    for (one, parts) in signers {
        if had_no_body {
            from_signature(letter, reading, one, parts);
        }
        if had_none {
            add_person(&mut reading.contacts, one);
            letter.note(reading, Field::Contacts, one.span, Some(SIGNED));
        }
    }
}

/// Takes the bodies that sign by their names alone, each on a line: "The Executive Board of …".
fn bodies_below(letter: &Letter<'_>, reading: &mut Reading, first: usize) {
    const MOST: usize = 6;
    const LONGEST: usize = 90;
    let is_body = |words: &str| {
        words.starts_with("The ")
            && words.len() < LONGEST
            && !words.contains(['@', ',', '.', ':'])
            && bodies::stands_alone(words)
    };
    let lines = letter.sheet.lines.iter().skip(first).take(MOST);
    let signed: Vec<Span> =
        lines.map(|line| line.span).take_while(|span| is_body(letter.sheet.words(*span))).collect();
    if signed.len() < 2 || !reading.from.is_empty() {
        return;
    }
    for span in signed {
        reading.from.push(letter.one_line(span));
        letter.note(reading, Field::From, span, Some(SPEAKS));
    }
}

/// Takes the body that all who signed on one line lead, from the line below: "CLOCKS chairs".
fn of_all(letter: &Letter<'_>, reading: &mut Reading, at: usize) {
    let below = letter.sheet.lines.get(at).filter(|line| !line.after_gap && line.table == 0);
    let Some(line) = below.filter(|_| reading.from.is_empty()) else { return };
    let words = letter.sheet.words(line.span);
    let body = super::sender::without_last_role(words);
    if body.len() < words.len() && !words.contains(['@', '.']) && bodies::stands_alone(body) {
        let span = Span::new(line.span.start, line.span.start + body.len());
        reading.from.push(one_line(body));
        letter.note(reading, Field::From, span, Some(SPEAKS));
    }
}

/// Why a sender is doubted who is only known by the office of who signs.
const SPEAKS: &str = "It does not say from whom it is: this is whom the signer speaks for.";

const SIGNED_BY: &str = "It stands with a label elsewhere: this is who signed, by the same name.";

/// Gives the only contact, known by an address alone, the name that stands above it, or signs, and is the address's own.
pub(super) fn name_of_an_address(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 10;
    let [only] = &mut reading.contacts[..] else { return };
    if !only.name.is_empty() || only.email.is_empty() {
        return;
    }
    let lines = &letter.sheet.lines;
    let has_address =
        |line: &super::sheet::Line| letter.sheet.words(line.span).contains(&only.email);
    let Some(at) = lines.iter().rposition(has_address) else { return };
    let mut above = lines.iter().take(at).rev().take(MOST).map(|line| line.span);
    let is_its = |span: &Span| {
        let words = letter.sheet.words(*span);
        person_names::is_person(words)
            && words.len() < 60
            && super::addresses::has_name_of(&only.email, words)
            && super::addresses::addresses_in(words).is_empty()
    };
    // Or whose address a cover has signs the letter behind it.
    let mut last = lines.iter().skip(at + 1).rev().take(MOST).filter(|line| line.table == 0);
    let (found, doubt) = match above.find(is_its) {
        Some(name) => (Some(name), "It stands above the address, without a label."),
        None => (last.find(|line| is_its(&line.span)).map(|line| line.span), SIGNED_BY),
    };
    if let Some(name) = found {
        only.name = one_line(&person_names::name_and_rest(letter.sheet.words(name)).0);
        letter.note(reading, Field::Contacts, name, Some(doubt));
    }
}

/// Takes the body for which somebody signs, named with "for" above the name: "For Example TC 1".
fn signed_for(letter: &Letter<'_>, reading: &mut Reading, at: usize) {
    let near = letter.sheet.lines.iter().skip(at.saturating_sub(1)).take(4);
    for line in near {
        let words = letter.sheet.words(line.span);
        let Some(body) = words.strip_prefix("For ").or_else(|| words.strip_prefix("for ")) else {
            continue;
        };
        let body = body.strip_prefix("the ").unwrap_or(body).trim_end_matches([',', ':', ' ']);
        if body.len() > 80
            || body.ends_with('.')
            || body.contains(',')
            || !bodies::stands_alone(body)
        {
            continue;
        }
        let Some(start) = words.find(body) else { continue };
        let span = Span::new(line.span.start + start, line.span.start + start + body.len());
        reading.from.push(one_line(body));
        let doubt = "It does not say from whom it is: this is for whom it is signed.";
        return letter.note(reading, Field::From, span, Some(doubt));
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

/// Returns the first line that may be of a signature: below the head, or in the second half of a letter that has none.
fn after_head(letter: &Letter<'_>) -> usize {
    let count = letter.sheet.lines.len();
    if letter.entries.head_end == count { count / 2 } else { letter.entries.head_end + 1 }
}

/// Returns the last line that is the name of somebody, or of two, above the role in which the letter is signed.
fn above_its_role(letter: &Letter<'_>) -> Option<usize> {
    const LAST: usize = 24;
    const LONGEST: usize = 80;
    let lines = &letter.sheet.lines;
    let start = lines.len().saturating_sub(LAST).max(after_head(letter));
    (start..lines.len().saturating_sub(1)).rev().find(|at| {
        let (name, role) = (&lines[*at], &lines[*at + 1]);
        let words = letter.sheet.words(name.span);
        let below = letter.sheet.words(role.span);
        let is_plain =
            [name, role].iter().all(|line| line.table == 0 && line.region == Region::Body);
        let above = at.checked_sub(1).map_or("", |above| letter.sheet.line(above));
        is_plain
            && (name.after_gap || above.ends_with(['.', ',', ':']) || above.contains('@'))
            && !role.after_gap
            && words.len().max(below.len()) < LONGEST
            && (person_names::is_person(words)
                || person_names::is_couple(words)
                || in_a_row(letter, name.span).is_some())
            && (bodies::is_role(below) || bodies::ends_with_role(below))
    })
}

/// Returns the last line of the text, if it is the name of somebody with the role in which the letter is signed.
fn beside_its_role(letter: &Letter<'_>) -> Option<usize> {
    const LAST: usize = 6;
    const LONGEST: usize = 120;
    let lines = &letter.sheet.lines;
    let start = lines.len().saturating_sub(LAST).max(letter.entries.head_end + 1);
    let mut in_body = (start..lines.len()).rev().filter(|at| lines[*at].region == Region::Body);
    let signs = |at: &usize| {
        let line = &lines[*at];
        let words = letter.sheet.words(line.span);
        let (name, role) = person_names::name_and_rest(words);
        line.table == 0
            && words.len() < LONGEST
            && !words.ends_with('.')
            && name.contains(' ')
            && person_names::is_person(&name)
            && (bodies::is_role(&role) || bodies::ends_with_role(&role))
    };
    let last = in_body.by_ref().take(3).find(signs)?;
    // Others may sign on the lines above.
    Some(in_body.take_while(signs).last().unwrap_or(last))
}

/// Returns the name of who signs without the words for doing it in the place of another, or for a signature: "p.p.", "/s/".
fn without_proxy(letter: &Letter<'_>, span: Span) -> Span {
    const MARKS: [&str; 9] =
        ["p.p. ", "p. p. ", "pp ", "pp. ", "/s/ ", "gez. ", "(signed) ", "i.A. ", "i.V. "];
    let words = letter.sheet.words(span);
    if let Some(name) = words.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return letter.sheet.trimmed(Span::new(span.start + 1, span.start + 1 + name.len()));
    }
    let length = MARKS.iter().find(|mark| words.starts_with(**mark)).map_or(0, |mark| mark.len());
    letter.sheet.trimmed(Span::new(span.start + length, span.end))
}

/// Takes the body that a letter comes from, where it does not say, from the role of who signed it.
fn from_signature(letter: &Letter<'_>, reading: &mut Reading, signer: &Found, parts: &[Span]) {
    let body = super::sender::whole_of(super::sender::body_of_role(&signer.organization));
    let body = body.strip_suffix('.').filter(|name| !name.contains('.')).unwrap_or(body);
    // "Director of Standards" names a field of work, and no body.
    let is_field = !body.contains(' ') && bodies::is_group_word(body);
    let found = if bodies::stands_alone(body) && !is_field {
        parts.iter().find_map(|part| within(letter, *part, body))
    } else {
        below_office(letter, parts)
    };
    let Some(span) = found.map(|span| short_of(letter, span)) else { return };
    let body = letter.sheet.words(span);
    if !bodies::stands_alone(body) || reading.from.iter().any(|one| one == body) {
        return;
    }
    reading.from.push(one_line(body));
    letter.note(reading, Field::From, span, Some(SPEAKS));
}

/// Returns a body without its technical committee, which speaks for all of a forum.
fn short_of(letter: &Letter<'_>, span: Span) -> Span {
    let body = letter.sheet.words(span);
    let short = body
        .strip_suffix(" Technical Committee")
        .filter(|rest| bodies::stands_alone(rest))
        .filter(|rest| rest.contains(' ') || bodies::is_abbreviation(rest) && rest != &"Unicode")
        .unwrap_or(body);
    Span::new(span.start, span.start + short.len())
}

/// Returns where words stand within a part.
fn within(letter: &Letter<'_>, part: Span, words: &str) -> Option<Span> {
    let at = letter.sheet.words(part).find(words)?;
    Some(Span::new(part.start + at, part.start + at + words.len()))
}

/// Returns the organization on the lines below the office of who signs: "Head, Policy Unit" above "Example Union".
fn below_office(letter: &Letter<'_>, parts: &[Span]) -> Option<Span> {
    const MOST: usize = 80;
    const HEAD: usize = 20;
    // Where somebody works says not for whom.
    const PLACES: [&str; 4] = ["office", "secretariat", "team", "project"];
    let is_of_a_group =
        |word: &str| bodies::is_group_word(word) && !PLACES.contains(&word.to_lowercase().as_str());
    let office = super::sender::body_of_role(letter.sheet.words(*parts.get(1)?));
    // The office may go on on the next line, and what it is held in be known from the letterhead.
    let in_head = |next: &str| {
        let whole = format!("{office} {next}");
        let mut lines = letter.sheet.lines.iter().take(HEAD);
        lines.find_map(|line| within(letter, line.span, &whole))
    };
    parts.iter().skip(2).find_map(|part| {
        let words = letter.sheet.words(*part);
        let is_one = (bodies::is_organization(words) || words.split(' ').any(is_of_a_group))
            && words.len() < MOST
            && !words.contains(['@', ':', ',', '\t'])
            && !words.ends_with('.')
            && bodies::stands_alone(words);
        is_one.then(|| in_head(words).unwrap_or(*part))
    })
}
