//! Finding names in the words of a text, the longest first: patterns, phrases of the directory, words that say what others are.

use std::collections::HashMap;
use std::ops::Range;

use regex::Regex;
use rules::GroupId;

use super::fold::{Folded, GLUED};
use super::grammar::MarkerKind;
use super::index::{Index, Meaning};

/// A piece of a name: some of its words, and what they are.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) words: Range<usize>,
    /// What stands before it.
    pub(super) gap: char,
    pub(super) what: What,
}

/// What some words are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Outside bodies, named so that nothing else can be meant; none where the directory does not know them.
    Outside {
        groups: Vec<GroupId>,
        introduces: bool,
        near: Option<GroupId>,
    },
    /// Groups of ours that the words may name.
    Ours(Vec<GroupId>),
    Marker(MarkerKind),
    /// Words of which nothing is known.
    Unknown,
}

/// What names before this one have said, so that "Q14" is known after "SG 15".
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    holes: HashMap<(usize, String), String>,
    families: Vec<usize>,
}

/// A pattern that fits, with what its holes hold.
struct Fit {
    end: usize,
    expression: usize,
    holes: Vec<(String, String)>,
}

impl Context {
    fn enter(&mut self, family: usize) {
        if !self.families.contains(&family) {
            self.families.push(family);
        }
    }

    /// Returns what is known if a group of that organization writes.
    pub(super) fn of(home: GroupId, index: &Index) -> Self {
        let mut context = Self::default();
        let Some(known) = index.groups.get(&home) else { return context };
        context.families.push(known.family);
        let patterns = &index.organizations[known.family].patterns;
        for template in patterns.iter().flat_map(|pattern| &pattern.means) {
            for (name, value) in taken_apart(template, &known.acronym).unwrap_or_default() {
                context.holes.insert((known.family, name), value);
            }
        }
        context
    }
}

/// Takes a text apart into pieces.
pub(super) fn pieces(folded: &Folded, index: &Index, context: &mut Context) -> Vec<Piece> {
    let fits = fits(folded, index);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < folded.words.len() {
        let gap = folded.words[at].gap;
        let (end, what) = piece(folded, index, &fits, at, context);
        match pieces.last_mut() {
            // What is unknown stays together, as far as nothing divides it.
            Some(last)
                if what == What::Unknown && last.what == what && matches!(gap, ' ' | GLUED) =>
            {
                last.words.end = end;
            }
            _ => pieces.push(Piece { words: at..end, gap, what }),
        }
        at = end;
    }
    pieces
}

fn piece(
    folded: &Folded,
    index: &Index,
    fits: &HashMap<usize, Vec<Fit>>,
    at: usize,
    context: &mut Context,
) -> (usize, What) {
    let phrase = phrase(folded, index, at);
    let shortest = phrase.as_ref().map_or(at, |(end, _)| *end);
    for fit in fits.get(&at).into_iter().flatten() {
        if (fit.end, phrase.is_none()) > (shortest, false)
            && let Some(what) = meant(fit, index, context)
        {
            return (fit.end, what);
        }
    }
    match phrase {
        Some((end, mut what)) => {
            if let What::Outside { groups, introduces, .. } = &mut what {
                // A pattern that fits the same words still says what its holes hold.
                for fit in fits.get(&at).into_iter().flatten().filter(|fit| fit.end == end) {
                    let what = meant(fit, index, context);
                    *introduces |= matches!(what, Some(What::Outside { introduces: true, .. }));
                }
                let families = groups.iter().filter_map(|id| index.groups.get(id));
                families.for_each(|known| context.enter(known.family));
            }
            (end, what)
        }
        None => (folded.whole(at), What::Unknown),
    }
}

/// Returns the longest phrase that begins here.
fn phrase(folded: &Folded, index: &Index, at: usize) -> Option<(usize, What)> {
    let words = &folded.words[at..];
    let fits = |phrase: &[String]| {
        // A long name may have any signs in it; of a short one, no comma divides it.
        let together = |gap: char| phrase.len() >= 4 || !matches!(gap, ',' | ';' | ')');
        let same = phrase.iter().zip(words).all(|(a, b)| *a == b.text);
        phrase.len() <= words.len()
            && same
            && words[1..phrase.len()].iter().all(|word| together(word.gap))
            && words.get(phrase.len()).is_none_or(|word| word.gap != GLUED)
    };
    if words[0].gap == GLUED {
        return None;
    }
    index.phrases(&words[0].text).iter().filter(|(phrase, _)| fits(phrase)).find_map(
        |(phrase, meaning)| {
            let end = at + phrase.len();
            Some((end, what(folded, index, at..end, meaning)?))
        },
    )
}

/// Returns what a phrase is where it stands; `None` where it is only a word that happens to be a name.
fn what(folded: &Folded, index: &Index, words: Range<usize>, meaning: &Meaning) -> Option<What> {
    if let Some(marker) = meaning.marker {
        return Some(What::Marker(marker));
    }
    if meaning.is_unknown {
        return Some(What::Outside { groups: Vec::new(), introduces: false, near: None });
    }
    let first = *meaning.groups.first()?;
    let known = index.groups.get(&first)?;
    if known.ours {
        return Some(What::Ours(meaning.groups.clone()));
    }
    let is_one_word = folded.whole(words.start) == words.end;
    let is_all = words.len() == folded.words.len();
    let has_capital = folded.raw(words.clone()).contains(|c: char| c.is_uppercase());
    if is_one_word && !is_all && !has_capital {
        return None;
    }
    Some(What::Outside { groups: vec![first], introduces: known.is_top, near: None })
}

/// Returns all patterns that fit, by the word where they begin, the longest first.
fn fits(folded: &Folded, index: &Index) -> HashMap<usize, Vec<Fit>> {
    let (line, starts) = folded.line();
    let mut fits: HashMap<usize, Vec<Fit>> = HashMap::new();
    for expression in index.expressions.matches(&line) {
        let Some((regex, ..)) = index.pattern(expression) else { continue };
        for (start, end, holes) in matches(regex, &line) {
            let Ok(first) = starts.binary_search(&start) else { continue };
            let end = starts.partition_point(|start| *start < end);
            fits.entry(first).or_default().push(Fit { end, expression, holes });
        }
    }
    for fits in fits.values_mut() {
        fits.sort_by_key(|fit| std::cmp::Reverse(fit.end));
    }
    fits
}

type Match = (usize, usize, Vec<(String, String)>);

fn matches(regex: &Regex, line: &str) -> Vec<Match> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(captures) = regex.captures_at(line, at) {
        let Some(whole) = captures.name("all").filter(|whole| whole.end() > at) else { break };
        let hole = |name: &str| Some((name.to_owned(), captures.name(name)?.as_str().to_owned()));
        let names = regex.capture_names().flatten().filter(|name| *name != "all");
        all.push((whole.start(), whole.end(), names.filter_map(hole).collect()));
        at = whole.end();
    }
    all
}

/// Returns what a pattern means here; `None` if it needs a context that is not there.
fn meant(fit: &Fit, index: &Index, context: &mut Context) -> Option<What> {
    let (_, family, pattern) = index.pattern(fit.expression)?;
    if pattern.within && !context.families.contains(&family) {
        return None;
    }
    let mut values: HashMap<&str, Vec<String>> = HashMap::new();
    for (name, text) in &fit.holes {
        values.insert(name, numbers(text));
    }
    let mut groups = Vec::new();
    let mut lacks = Vec::new();
    for template in variants(pattern.means.first().map_or("", String::as_str), &values) {
        // Where a list is given, each of its members fills the same hole in every template.
        let filled = pattern.means.iter().map(|means| fill(means, &template, family, context));
        let filled: Vec<String> = filled.collect::<Option<_>>()?;
        match filled.iter().find_map(|acronym| index.by_acronym(acronym)) {
            Some(group) => groups.push(group),
            None => lacks.push(template),
        }
    }
    let other = |template: &Option<String>| {
        let template = template.as_ref()?;
        let values = lacks.first().cloned().unwrap_or_default();
        index.by_acronym(&fill(template, &values, family, context)?)
    };
    if groups.is_empty() {
        groups.extend(other(&pattern.otherwise));
    }
    let near = other(&pattern.near).filter(|_| !lacks.is_empty());
    context.enter(family);
    for (name, mut values) in values {
        if let Some(value) = values.pop() {
            context.holes.insert((family, name.to_owned()), value);
        }
    }
    Some(What::Outside { groups, introduces: pattern.introduces, near })
}

/// Returns a value for each hole, once for each member of its list.
fn variants(template: &str, values: &HashMap<&str, Vec<String>>) -> Vec<HashMap<String, String>> {
    let single: HashMap<String, String> = values
        .iter()
        .filter_map(|(name, values)| Some(((*name).to_owned(), values.first()?.clone())))
        .collect();
    let list = values
        .iter()
        .find(|(name, values)| values.len() > 1 && template.contains(&format!("{{{name}}}")));
    let Some((name, members)) = list else { return vec![single] };
    let with = |member: &String| {
        let mut values = single.clone();
        values.insert((*name).to_owned(), member.clone());
        values
    };
    members.iter().map(with).collect()
}

/// Fills the holes of a template; `None` if nothing is known of one.
fn fill(
    template: &str,
    values: &HashMap<String, String>,
    family: usize,
    context: &Context,
) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        let (name, after) = tail.split_once('}')?;
        let value = values.get(name).or_else(|| context.holes.get(&(family, name.to_owned())))?;
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// Returns the group that an organization file says is behind an address.
pub(super) fn behind_address(address: &str, index: &Index) -> Option<GroupId> {
    let known = index.organizations.iter().flat_map(|organization| &organization.addresses);
    known.clone().find_map(|(template, acronym)| {
        if template == address {
            return index.by_acronym(acronym);
        }
        let holes: HashMap<String, String> = taken_apart(template, address)?.into_iter().collect();
        index.by_acronym(&fill(acronym, &holes, 0, &Context::default())?)
    })
}

/// Returns what the holes of a template hold if an acronym was made from it.
fn taken_apart(template: &str, acronym: &str) -> Option<Vec<(String, String)>> {
    let (before, mut tail) = template.split_once('{')?;
    let mut rest = acronym.strip_prefix(before)?;
    let mut holes = Vec::new();
    while let Some((name, after)) = tail.split_once('}') {
        let (literal, next) = after.split_once('{').unwrap_or((after, ""));
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (value, behind) = rest.split_at(digits);
        holes.push((name.to_owned(), value.to_owned()));
        match behind.strip_prefix(literal) {
            Some(behind) if !value.is_empty() => rest = behind,
            // A part was made from the beginning of the template; a whole one from all of it.
            _ => return None,
        }
        tail = next;
    }
    rest.is_empty().then_some(holes)
}

/// Returns the numbers of a list, without the words between them and without leading zeros; "8 F" is `8f`.
fn numbers(text: &str) -> Vec<String> {
    let members =
        text.split(',').flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" or "));
    let number = |member: &str| {
        let from = member.find(|c: char| c.is_ascii_digit())?;
        let number: String = member[from..].chars().filter(char::is_ascii_alphanumeric).collect();
        let trimmed = number.trim_start_matches('0');
        Some(if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() })
    };
    members.filter_map(number).collect()
}
