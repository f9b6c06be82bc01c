//! The little language in which organization files say how a name is written.
//!
//! `[ITU-T] (SG|Study Group) <sg>, (Q|Question) <q...>`: what is in brackets may be missing, `(…|…)` is a choice, `<sg>` is a
//! number, `<wp:label>` a number with a letter (`8F`), `<x:word>` any word, and `<q...>` a list of them: "8, 9 and 10". A blank stands for a blank, a
//! hyphen, a dot, a slash or nothing; a comma for these and for a comma, a colon or a parenthesis; a slash for itself; `~` for
//! where letter and digit meet within a word.

use std::fmt::Write;

use super::fold::words_of;

/// A form, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(Vec<String>),
    /// The beginning of a word that a hole ends, as in `802.<n>`.
    Prefix(String),
    Choice {
        of: Vec<Form>,
        optional: bool,
    },
    Hole {
        name: String,
        one: &'static str,
        list: bool,
    },
    Gap(char),
}

const NUMBER: &str = "[0-9]{1,3}";
const LABEL: &str = "[0-9]{1,3}[ ~]?[a-z]";
const WORD: &str = "[a-z0-9~]+";

/// Spellings that one form may stand for; more is a mistake.
const SPELLINGS: usize = 500;

impl Form {
    /// Takes a form apart.
    ///
    /// # Errors
    /// If a bracket is missing, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let mut alternatives =
            alternatives(&mut rest, None).map_err(|why| format!("“{text}”: {why}"))?;
        match (alternatives.pop(), alternatives.is_empty()) {
            (Some(form), true) => Ok(form),
            _ => Err(format!("“{text}”: a choice stands in ( ) or [ ]")),
        }
    }

    /// Returns all spellings of a form without holes, each as its words; `None` if it has holes.
    pub(super) fn spellings(&self) -> Option<Vec<Vec<String>>> {
        let mut all: Vec<Vec<String>> = vec![Vec::new()];
        for piece in &self.0 {
            let ends: Vec<Vec<String>> = match piece {
                Piece::Gap(_) => continue,
                Piece::Words(words) => vec![words.clone()],
                Piece::Prefix(_) | Piece::Hole { .. } => return None,
                Piece::Choice { of, optional } => {
                    let mut ends = if *optional { vec![Vec::new()] } else { Vec::new() };
                    for form in of {
                        ends.extend(form.spellings()?);
                    }
                    ends
                }
            };
            let longer = |start: &Vec<String>, end: &Vec<String>| [&start[..], &end[..]].concat();
            all = all.iter().flat_map(|start| ends.iter().map(|end| longer(start, end))).collect();
            all.truncate(SPELLINGS);
        }
        all.retain(|words| !words.is_empty());
        Some(all)
    }

    /// Returns the fixed words of a form, wherever they stand in it.
    pub(super) fn literals(&self) -> String {
        let words = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.join(" "),
            Piece::Choice { of, .. } => of.iter().map(Self::literals).collect::<Vec<_>>().join(" "),
            _ => String::new(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Returns the regular expression for the line of a folded name, from the beginning of a word to the end of one.
    pub(super) fn expression(&self) -> String {
        format!("(?:^|[ /:)(,;])(?P<all>{})(?:$|[ /:)(,;])", self.inner(""))
    }

    /// `again`: the words before, which may stand before each of a list.
    fn inner(&self, again: &str) -> String {
        let mut out = String::new();
        let mut again = again.to_owned();
        // Whether what comes next needs no gap before it: at the beginning, and after an explicit gap.
        let mut fresh = true;
        let mut gap = expression_of_gap(' ');
        let mut pieces = self.0.iter().enumerate().peekable();
        while let Some((at, piece)) = pieces.next() {
            let fixed_follows = self.fixed_follows(at);
            match piece {
                Piece::Gap(explicit) if fixed_follows => {
                    out.push_str(expression_of_gap(*explicit));
                    fresh = true;
                }
                Piece::Gap(explicit) => gap = expression_of_gap(*explicit),
                Piece::Choice { optional: true, .. } if fresh && fixed_follows => {
                    let body = piece.expression(&again);
                    let own = pieces.next_if(|(_, next)| matches!(next, Piece::Gap(_)));
                    let trailing = own.map_or(expression_of_gap(' '), |(_, own)| own.as_gap());
                    let _ = write!(out, "(?:{body}{trailing})?");
                }
                piece => {
                    let body = piece.expression(&again);
                    let lead = if fresh || piece.has_own_gap() { "" } else { gap };
                    let optional = matches!(piece, Piece::Choice { optional: true, .. });
                    let mark = if optional { "?" } else { "" };
                    let _ = write!(out, "(?:{lead}{body}){mark}");
                    gap = expression_of_gap(' ');
                    fresh = matches!(piece, Piece::Prefix(_)) || (fresh && optional);
                    if matches!(piece, Piece::Words(_) | Piece::Choice { .. }) {
                        again = body;
                    }
                }
            }
        }
        out
    }

    /// Says whether something that must be there follows before the next explicit gap.
    fn fixed_follows(&self, at: usize) -> bool {
        let mut following = self.0[at + 1..].iter();
        // An optional part and the gap behind it go together.
        if matches!(self.0[at], Piece::Choice { .. }) {
            return following.any(|piece| piece.is_fixed());
        }
        following.take_while(|piece| !matches!(piece, Piece::Gap(_))).any(Piece::is_fixed)
    }

    fn starts_with_gap(&self) -> bool {
        matches!(self.0.first(), Some(Piece::Gap(_)))
    }
}

impl Piece {
    fn expression(&self, again: &str) -> String {
        match self {
            Self::Words(words) => words
                .iter()
                .map(|word| regex::escape(word))
                .collect::<Vec<_>>()
                .join(expression_of_gap(' ')),
            Self::Prefix(text) => regex::escape(text),
            Self::Gap(_) => String::new(),
            Self::Choice { of, .. } => {
                let of: Vec<String> = of.iter().map(|form| form.inner(again)).collect();
                format!("(?:{})", of.join("|"))
            }
            Self::Hole { name, one, list } => {
                if !list {
                    return format!("(?P<{name}>{one})");
                }
                let again =
                    if again.is_empty() { String::new() } else { format!("(?:{again}[ ~])?") };
                format!("(?P<{name}>{one}(?:(?:,|[, ](?:and|or) ){again}{one})*)")
            }
        }
    }

    fn is_fixed(&self) -> bool {
        !matches!(self, Self::Gap(_) | Self::Choice { optional: true, .. })
    }

    fn as_gap(&self) -> &'static str {
        if let Self::Gap(gap) = self { expression_of_gap(*gap) } else { "" }
    }

    /// Says whether an optional part begins with a gap of its own: `[/ <x>]`.
    fn has_own_gap(&self) -> bool {
        matches!(self, Self::Choice { optional: true, of } if of.iter().all(Form::starts_with_gap))
    }
}

fn expression_of_gap(gap: char) -> &'static str {
    match gap {
        '/' => "/",
        '~' => "~",
        ',' => "[ ~/,:(]",
        _ => "[ ~/]",
    }
}

/// Reads forms that `|` divides, up to a closing bracket or the end.
fn alternatives(rest: &mut &str, close: Option<char>) -> Result<Vec<Form>, String> {
    let mut all = vec![Form(Vec::new())];
    loop {
        let end =
            rest.find(['[', ']', '(', ')', '<', '|', ',', '/', '~', ' ']).unwrap_or(rest.len());
        let (literal, tail) = rest.split_at(end);
        let Form(pieces) = all.last_mut().ok_or("nothing is written")?;
        if tail.starts_with('<') && !literal.is_empty() {
            pieces.push(Piece::Prefix(literal.to_lowercase()));
        } else if !literal.is_empty() {
            pieces.push(Piece::Words(words_of(literal)));
        }
        let mut chars = tail.chars();
        let stop = chars.next();
        *rest = chars.as_str();
        match stop {
            None if close.is_none() => return Ok(all),
            None => return Err("a bracket is not closed".to_owned()),
            Some('|') => all.push(Form(Vec::new())),
            Some('[') => {
                pieces.push(Piece::Choice { of: alternatives(rest, Some(']'))?, optional: true })
            }
            Some('(') => {
                pieces.push(Piece::Choice { of: alternatives(rest, Some(')'))?, optional: false })
            }
            Some('<') => pieces.push(hole(rest)?),
            Some(gap @ (',' | '/' | '~')) => pieces.push(Piece::Gap(gap)),
            Some(' ') => {}
            stop if stop == close => return Ok(all),
            Some(stop) => return Err(format!("“{stop}” closes nothing")),
        }
    }
}

/// Reads a hole behind its `<`: `sg>`, `q...>`, `wp:label>`.
fn hole(rest: &mut &str) -> Result<Piece, String> {
    let (inside, tail) = rest.split_once('>').ok_or("a “<” is not closed")?;
    *rest = tail;
    let (inside, list) = inside.strip_suffix("...").map_or((inside, false), |name| (name, true));
    let (name, one) = match inside.split_once(':') {
        None => (inside, NUMBER),
        Some((name, "label")) => (name, LABEL),
        Some((name, "word")) => (name, WORD),
        Some((_, kind)) => return Err(format!("“{kind}” is to be “label” or “word”")),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase()) {
        return Err(format!("“<{inside}>” is to be a name in small letters"));
    }
    Ok(Piece::Hole { name: name.to_owned(), one, list })
}
