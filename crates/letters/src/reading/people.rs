//! People as letters name them: names, roles, organizations, addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses;
use super::attachments;
use super::beside_address::{
    after_address, are_led, behind_office, name_before, name_in_brackets, person_behind, role_after,
};
use super::bodies;
use super::dates::dates_in;
use super::items;
use super::label::{Label, before_colon};
use super::layouts::Layouts;
use super::person_names;
use super::sheet::Sheet;
use super::wrapped_lists::whole_addresses;
use crate::document::Span;

/// A person, or an address that stands for some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) organization: String,
    /// Whether the address was written in words, or with gaps.
    pub(super) is_restored: bool,
    /// Where the name stands, or the address if there is no name.
    pub(super) span: Span,
    pub(super) email_span: Option<Span>,
}

/// Reads people from parts: names, and lines with labels of their own (`Name:`, `E-mail:`, `Tel:`).
pub(super) fn people_in(sheet: &Sheet<'_>, parts: &[Span]) -> Vec<Found> {
    let mut reader = Reader {
        sheet,
        people: Vec::new(),
        waiting: Vec::new(),
        cell_has_name: false,
        office: None,
        addresses: parts
            .iter()
            .flat_map(|part| addresses::addresses_in(sheet.words(*part)))
            .map(|address| address.email.to_lowercase())
            .collect(),
    };
    let mut previous: Option<Span> = None;
    for part in whole_addresses(sheet, parts) {
        // A part in another cell, or after a gap, is the beginning of something.
        let gap = previous.map_or("", |before| {
            sheet.document.text.get(before.end..part.start).unwrap_or_default()
        });
        reader.part(part, gap.contains('\t') || previous.is_none());
        previous = Some(part);
    }
    reader.people.retain(|person| !person.name.is_empty() || !person.email.is_empty());
    if let Some(office) = reader.office {
        reader.settle_office(office);
    }
    reader.people
}

struct Reader<'s, 'd> {
    sheet: &'s Sheet<'d>,
    people: Vec<Found>,
    /// The labels that stood alone before this part, and have no value yet.
    waiting: Vec<Label>,
    /// Whether the name in the cell has been read, so that what follows is the organization.
    cell_has_name: bool,
    /// A body above the first person.
    office: Option<Span>,
    /// All addresses of the entry.
    addresses: Vec<String>,
}

impl Reader<'_, '_> {
    fn part(&mut self, span: Span, begins_cell: bool) {
        let words = self.sheet.words(span);
        let layouts = Layouts::get();
        let general = &layouts.general;
        if begins_cell && self.waiting.is_empty() && !self.awaits_address() {
            self.cell_has_name = false;
        }
        let known =
            |words: &str| layouts.label(general, words).filter(|label| label.is_of_a_person());
        if let Some((colon, value)) = before_colon(words)
            && let Some(label) = known(words.get(..colon).unwrap_or_default())
        {
            let value = self.sheet.trimmed(Span::new(span.start + value, span.end));
            if value.is_empty() {
                self.waiting.push(label);
            } else {
                self.labelled(label, value);
            }
            return;
        }
        if let Some(label) = known(words) {
            self.waiting.push(label);
            return;
        }
        if let Some(at) = behind_office(words) {
            return self.part(Span::new(span.start + at, span.end), begins_cell);
        }
        match self.awaited(words) {
            Some(label) => self.labelled(label, span),
            None => self.unlabelled(span),
        }
    }

    /// Returns the label that waits for words like these: an address, a number, or anything else.
    fn awaited(&mut self, words: &str) -> Option<Label> {
        let is_fit = |label: &Label| match label {
            Label::Email => !addresses::addresses_in(words).is_empty(),
            Label::Phone => is_number(words),
            _ => addresses::addresses_in(words).is_empty() && !is_number(words),
        };
        let at = self.waiting.iter().position(is_fit).or(if self.waiting.is_empty() {
            None
        } else {
            Some(0)
        })?;
        // Labels before that one were left empty.
        let label = self.waiting.remove(at);
        if at > 0 && label == Label::Email {
            self.waiting.drain(..at);
        }
        Some(label)
    }

    /// Gives the first person the office above, or takes the office itself where there is no person.
    fn settle_office(&mut self, office: Span) {
        let name = self.sheet.words(office).to_owned();
        match self.people.first_mut() {
            Some(person) if person.name.is_empty() => (person.name, person.span) = (name, office),
            Some(person) if person.organization.is_empty() => person.organization = name,
            Some(_) => {}
            None => self.people.push(Found { name, span: office, ..Found::default() }),
        }
    }

    /// Says whether the last person has a name and no address yet.
    fn awaits_address(&self) -> bool {
        self.people.last().is_some_and(|person| !person.name.is_empty() && person.email.is_empty())
    }

    fn labelled(&mut self, label: Label, value: Span) {
        match label {
            Label::Name => {
                let names = items::items(self.sheet, value);
                // "Ana Example, rapporteur, Utopia" has a company behind the name.
                let is_name = |name: &Span| {
                    let words = self.sheet.words(*name);
                    person_names::is_person(words) && words.contains(' ') && !words.contains('(')
                };
                let are_several = names.len() > 1 && names.first().is_some_and(is_name);
                let names: Vec<Span> =
                    names.into_iter().filter(|name| !are_several || is_name(name)).collect();
                for name in names {
                    self.named(name);
                }
            }
            Label::Email => self.addresses(value),
            Label::Organization if self.is_company(value) => self.organization(value),
            _ => {
                // A line of numbers may go on with an address: "Tel: +1 555 0100 E-mail: ana@example.org".
                if self.sheet.words(value).contains('@') {
                    self.addresses(value);
                }
            }
        }
    }

    fn is_company(&self, value: Span) -> bool {
        let words = self.sheet.words(value);
        words.len() < 60 && !words.contains(|sign: char| sign.is_ascii_digit())
    }

    fn named(&mut self, span: Span) {
        let words = self.sheet.words(span);
        if !addresses::addresses_in(words).is_empty() {
            return self.mixed(span);
        }
        let (name, rest) = person_names::name_and_rest(words);
        // A cover may have the name of its file.
        let is_of_a_file = words.contains("(KB)") || attachments::is_file(words);
        if name.is_empty() || is_of_a_file {
            return;
        }
        let organization = organization_of(&rest);
        if let Some(person) = self.people.last_mut().filter(|person| person.name.is_empty()) {
            (person.name, person.span) = (name, span);
            return;
        }
        self.people.push(Found { name, organization, span, ..Found::default() });
    }

    fn addresses(&mut self, span: Span) {
        let words = self.sheet.words(span).replace('\n', "");
        let found = addresses::addresses_in(&words);
        for address in found {
            let at =
                Span::new(span.start + address.start, span.end.min(span.start + address.end + 1));
            let at = self.sheet.trimmed(at);
            // The address of the chairs of a group is nobody's own.
            let is_shared = ["-chairs@", "-ads@"].iter().any(|role| address.email.contains(role))
                && self.people.len() > 1;
            let person = self
                .people
                .iter_mut()
                .find(|person| !is_shared && person.email.is_empty() && !person.name.is_empty());
            match person {
                Some(person) => {
                    person.email = address.email;
                    person.is_restored = address.is_restored;
                    person.email_span = Some(at);
                }
                None => self.add_address(address, at),
            }
        }
    }

    fn add_address(&mut self, address: addresses::Address, at: Span) {
        if self.people.iter().any(|person| person.email.eq_ignore_ascii_case(&address.email)) {
            return;
        }
        self.people.push(Found {
            email: address.email,
            is_restored: address.is_restored,
            span: at,
            email_span: Some(at),
            ..Found::default()
        });
    }

    fn unlabelled(&mut self, span: Span) {
        let words = self.sheet.words(span);
        if !addresses::addresses_in(words).is_empty() {
            return self.mixed(span);
        }
        // An address that is broken within its cell.
        if words.contains(['@', '\n']) && addresses::is_address(&words.replace('\n', "")) {
            return self.addresses(span);
        }
        if is_number(words) {
            return;
        }
        // "ISG Technical Manager, Ana Example": the role comes first.
        if let Some((role, name)) = words
            .split_once(',')
            .or_else(|| words.split_once(" – "))
            .or_else(|| words.split_once(" - "))
            && !person_names::is_person(role)
            && bodies::ends_with_role(role)
            && person_names::is_person(name)
        {
            let start = span.end - name.len();
            return self.unlabelled(self.sheet.trimmed(Span::new(start, span.end)));
        }
        if self.cell_has_name && !self.begins_another(words) {
            return self.organization(span);
        }
        let items = items::items(self.sheet, span);
        let are_people = items.len() > 1
            && items.iter().all(|item| person_names::is_person(self.sheet.words(*item)))
            && !self.is_person_of(&items);
        let names = if are_people {
            items
        } else {
            self.in_a_row(span).or_else(|| self.couple(span)).unwrap_or_else(|| vec![span])
        };
        for item in names {
            let (name, rest) = person_names::name_and_rest(self.sheet.words(item));
            if name.is_empty() {
                continue;
            }
            // An office may stand above the person in it.
            let is_somebody = person_names::is_person(self.sheet.words(item))
                || (person_names::is_person(&name) && rest.starts_with('('))
                || person_names::is_shouted_first(self.sheet.words(item));
            let is_office = !is_somebody && bodies::stands_alone(self.sheet.words(item));
            if is_office && self.office.is_none() && self.people.is_empty() {
                self.office = Some(item);
                return;
            }
            self.people.push(Found {
                name,
                organization: organization_of(&rest),
                span: item,
                ..Found::default()
            });
        }
        self.cell_has_name = true;
    }

    /// Says whether words below a person are the next one, and no office or company.
    fn begins_another(&self, words: &str) -> bool {
        // One with an office in brackets does.
        let office = words.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
        let holds_one = office.is_some_and(|(name, office)| {
            person_names::is_person(name)
                && (bodies::is_role(office) || bodies::ends_with_role(office))
        });
        let is_taken = |address: &String| {
            self.people.iter().any(|one| one.email.eq_ignore_ascii_case(address))
        };
        let some_are_left = !self.addresses.iter().all(is_taken);
        // Below who has an address already stands the next person; behind the office, where all have theirs, a company.
        let is_next = self.people.last().is_some_and(|last| {
            !last.email.is_empty()
                && (some_are_left || last.organization.is_empty() || words.contains(','))
        });
        holds_one || (is_next && person_names::is_person(words) && !bodies::is_role(words))
    }

    /// Says whether two names are those of a person and of an employer: the only address has the first one's name in it.
    fn is_person_of(&self, items: &[Span]) -> bool {
        let ([person, company], [address]) = (items, &self.addresses[..]) else { return false };
        let has = |span: &Span| addresses::has_name_of(address, self.sheet.words(*span));
        has(person) && !has(company)
    }

    /// Parts "Ms. Ana Example, Mr. Bob Sample and Ms. Cy Specimen" into three people.
    fn in_a_row(&self, span: Span) -> Option<Vec<Span>> {
        static JOINT: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r",\s+(?:and\s+)?|\s+and\s+").ok());
        let words = self.sheet.words(span);
        let (mut parts, mut start) = (Vec::new(), 0);
        let ends = JOINT.as_ref()?.find_iter(words).map(|joint| joint.range());
        for joint in ends.chain(std::iter::once(words.len()..words.len())) {
            parts.push(Span::new(span.start + start, span.start + joint.start));
            start = joint.end;
        }
        // "…, Chairs" says what all of them are.
        if parts.last().is_some_and(|last| bodies::is_role(self.sheet.words(*last))) {
            parts.pop();
        }
        let is_name = |name: &str| person_names::is_person(name) && name.contains(' ');
        let are_all = parts.len() > 2 && parts.iter().all(|name| is_name(self.sheet.words(*name)));
        are_all.then_some(parts)
    }

    /// Parts "Ana Example & Bob Sample, chairs" into two people.
    fn couple(&self, span: Span) -> Option<Vec<Span>> {
        // What is one name for a person may hold the word for "and".
        let words = self.sheet.words(span);
        let (name, _) = person_names::name_and_rest(words);
        let end = words.find(name.as_str())? + name.len();
        let (at, joint) = [" & ", " and ", " und ", " et "]
            .iter()
            .find_map(|joint| Some((name.find(joint)?, joint)))?;
        let start = end - name.len();
        let first = Span::new(span.start + start, span.start + start + at);
        let second = Span::new(first.end + joint.len(), span.end);
        person_names::is_couple(&name).then(|| vec![first, second])
    }

    fn organization(&mut self, span: Span) {
        let words = self.sheet.words(span).trim().trim_end_matches([',', ';']);
        let Some(person) = self.people.last_mut() else { return };
        // The first line is the organization; what follows is a country or a street.
        if person.organization.is_empty() && !is_number(words) {
            person.organization = words.to_owned();
        }
    }

    /// Reads a line that holds addresses and, perhaps, the names before them.
    fn mixed(&mut self, span: Span) {
        let words = self.sheet.words(span);
        let mut from = 0;
        for address in addresses::addresses_in(words) {
            let before = words.get(from..address.start).unwrap_or_default();
            let before_address = before.trim_end_matches(['<', '(', '[', ' ', '\t', '\n']);
            // "Ana Example; ana@example.org" are one, too.
            let named = before_address.trim_end_matches([';', ' ']);
            let start = named.rfind(';').map_or(0, |at| at + 1);
            let (name_start, name) = name_before(before, start);
            // A line may have ended within the name.
            let name = name.replace('\n', " ");
            let at = Span::new(span.start + address.start, span.start + address.end);
            if let Some((name, length)) =
                name_in_brackets(words, address.end).filter(|_| name.is_empty())
            {
                from = address.end + length;
                self.addressed(name, String::new(), at, address, at);
                continue;
            }
            from = after_address(words, address.end);
            let role = role_after(words, from);
            from += role.len();
            let name_span =
                Span::new(span.start + name_start.min(words.len()), span.start + address.start);
            let pair = Span::new(name_span.start, name_span.start + name.len());
            if let Some(couple) = self.couple(pair).filter(|_| !name.is_empty()) {
                // An address that several share is nobody's own.
                for one in couple {
                    let (name, _) = person_names::name_and_rest(self.sheet.words(one));
                    self.people.push(Found { name, span: one, ..Found::default() });
                }
                self.add_address(address, at);
                continue;
            }
            // So is the address of those who lead a group, of whom the last is named before it.
            if are_led(before, &address) && !name.is_empty() {
                let (name, _) = person_names::name_and_rest(&name);
                self.people.push(Found { name, span: name_span, ..Found::default() });
                self.add_address(address, at);
                continue;
            }
            let name = match name.split_once(',') {
                Some((role, rest))
                    if !person_names::is_person(role)
                        && bodies::ends_with_role(role)
                        && person_names::is_person(rest) =>
                {
                    rest.trim().to_owned()
                }
                _ => name,
            };
            let (name, rest) = person_names::name_and_rest(&name);
            // A line may begin with a telephone.
            let name = if is_number(&name) { String::new() } else { name };
            let organization =
                organization_of(&format!("{rest}, {}", role.trim_start_matches([',', ' ', ';'])));
            let span = if name.is_empty() { at } else { self.sheet.trimmed(name_span) };
            self.addressed(name, organization, span, address, at);
        }
        if let Some(start) = person_behind(words, from) {
            self.named(Span::new(span.start + start, span.end));
        }
        self.cell_has_name = !self.people.is_empty();
    }

    /// Adds a person with an address, or gives the address to who waits for one.
    fn addressed(
        &mut self,
        name: String,
        organization: String,
        span: Span,
        address: addresses::Address,
        at: Span,
    ) {
        if self.people.iter().any(|one| one.email.eq_ignore_ascii_case(&address.email)) {
            return;
        }
        let (email, is_restored, email_span) = (address.email, address.is_restored, Some(at));
        let is_shared =
            ["-chairs@", "-ads@"].iter().any(|role| email.contains(role)) && self.people.len() > 1;
        let waiting = self
            .people
            .iter_mut()
            .find(|one| !is_shared && one.email.is_empty() && !one.name.is_empty());
        match waiting.filter(|_| name.is_empty()) {
            Some(one) => {
                (one.email, one.is_restored, one.email_span) = (email, is_restored, email_span)
            }
            None => {
                self.people.push(Found { name, email, organization, is_restored, span, email_span })
            }
        }
    }
}

fn organization_of(rest: &str) -> String {
    person_names::without_border(rest).to_owned()
}

/// Says whether this is a number, a street or nothing that names anybody.
fn is_number(words: &str) -> bool {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let letters = words.chars().filter(|sign| sign.is_alphabetic()).count();
    digits > letters
        || words.trim_start().starts_with('+')
        || letters == 0
        || (digits > 2 && !dates_in(words).is_empty())
}
