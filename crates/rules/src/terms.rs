//! Roles in time: from one day to another, and what an import does to them.

use jiff::civil::Date;

use crate::{GroupId, PersonId, RoleKind};

/// Where a role in the directory comes from; an import ends only what imports of its kind brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleSource {
    /// A directory file.
    File,
    /// The datatracker.
    Datatracker,
    /// Somebody entered or ended it here, and imports leave it as it is.
    Here,
}

impl RoleSource {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::File, Self::Datatracker, Self::Here];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Datatracker => "datatracker",
            Self::Here => "here",
        }
    }

    /// Returns the source of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.slug() == slug)
    }
}

/// A role that somebody holds on a group, from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleTerm {
    /// Who.
    pub person: PersonId,
    /// Which role.
    pub kind: RoleKind,
    /// On which group.
    pub group: GroupId,
    /// The first day, where it is known.
    pub from: Option<Date>,
    /// The first day on which it is no longer held.
    pub until: Option<Date>,
    /// Where it comes from.
    pub source: RoleSource,
}

impl RoleTerm {
    /// Says whether the role is held on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && !self.is_over_on(day)
    }

    /// Says whether the role was given up by a day.
    pub fn is_over_on(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until <= day)
    }

    fn is_same_role(&self, other: &Self) -> bool {
        (self.kind, self.group) == (other.kind, other.group)
    }
}

/// Returns the roles of one person after an import that gives `wanted`.
///
/// The datatracker knows no days: a role that it begins to name is held from `today` on, unless nothing was known before
/// (`is_first`), and one that it names no longer ends today. A file gives days. What was entered or ended here stays, and
/// what was held formerly is never taken away.
pub fn renewed_terms(
    known: &[RoleTerm],
    wanted: &[RoleTerm],
    today: Date,
    source: RoleSource,
    is_first: bool,
) -> Vec<RoleTerm> {
    let mut open: Vec<RoleTerm> = known.to_vec();
    let mut after = Vec::new();
    for want in wanted {
        let decided_here = |term: &&RoleTerm| {
            term.source == RoleSource::Here && term.is_same_role(want) && !is_earlier(term, want)
        };
        if open.iter().chain(&after).any(|term| decided_here(&term)) {
            continue;
        }
        match take_match(&mut open, want, today, source) {
            Some(known) => after.push(continued(known, want, source)),
            None => after.push(begun(want, today, source, is_first)),
        }
    }
    after.extend(open.into_iter().filter_map(|term| let_go(term, today, source)));
    after.sort();
    after.dedup();
    after
}

/// Says whether a term was over before another began, so that it says nothing of that.
fn is_earlier(term: &RoleTerm, want: &RoleTerm) -> bool {
    matches!((term.until, want.from), (Some(until), Some(from)) if until <= from)
}

/// Takes the term that goes on as the one wanted: the one with the same first day, else one that holds as it does.
fn take_match(
    open: &mut Vec<RoleTerm>,
    want: &RoleTerm,
    today: Date,
    source: RoleSource,
) -> Option<RoleTerm> {
    let mine = |term: &RoleTerm| term.source != RoleSource::Here && term.is_same_role(want);
    let is_dated = source == RoleSource::File;
    let same_start = |term: &RoleTerm| mine(term) && term.from == want.from && is_dated;
    let goes_on =
        |term: &RoleTerm| mine(term) && !term.is_over_on(today) && !want.is_over_on(today);
    let at = open.iter().position(same_start).or_else(|| open.iter().position(goes_on))?;
    Some(open.remove(at))
}

fn continued(known: RoleTerm, want: &RoleTerm, source: RoleSource) -> RoleTerm {
    match source {
        RoleSource::File => {
            RoleTerm { from: want.from.or(known.from), until: want.until, source, ..known }
        }
        RoleSource::Datatracker | RoleSource::Here => RoleTerm { source, ..known },
    }
}

fn begun(want: &RoleTerm, today: Date, source: RoleSource, is_first: bool) -> RoleTerm {
    let from = match source {
        RoleSource::Datatracker if !is_first => want.from.or(Some(today)),
        _ => want.from,
    };
    RoleTerm { from, source, ..want.clone() }
}

/// Ends a term that an import of its kind no longer gives; one that had not begun is gone.
fn let_go(term: RoleTerm, today: Date, source: RoleSource) -> Option<RoleTerm> {
    if term.source != source || term.is_over_on(today) {
        return Some(term);
    }
    if term.from.is_some_and(|from| from >= today) {
        return None;
    }
    Some(RoleTerm { until: Some(today), ..term })
}
