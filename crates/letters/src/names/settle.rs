//! Settling what was found: what only introduces its parts is not named, and no group is named twice.

use rules::{GroupId, GroupKind};

use super::find::{Piece, What};
use super::fold::Folded;
use super::grammar::MarkerKind;
use super::index::Index;
use super::items::Mention;

/// What stands between two mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nothing, or a sign that leads from a whole to its part.
    Leads,
    /// A comma.
    Comma,
    /// "of".
    Of,
    /// "and".
    Joined,
    /// A semicolon, other words.
    Apart,
}

/// Returns the groups that are named, in order.
pub(super) fn settle(
    mentions: &[Mention],
    pieces: &[Piece],
    folded: &Folded,
    index: &Index,
) -> Vec<GroupId> {
    let mut groups: Vec<GroupId> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let next =
            mentions.get(at + 1).filter(|next| introduces(mention, next, pieces, folded, index));
        let before = at.checked_sub(1).and_then(|at| mentions.get(at));
        let is_last = at + 1 == mentions.len();
        let closes = before.is_some_and(|before| closes(before, mention, is_last, pieces, index));
        let is_replaced = mentions.get(at + 1).is_some_and(|next| replaces(next, mention, pieces));
        if next.is_some() || closes || is_replaced {
            continue;
        }
        for group in &mention.groups {
            let is_same = |other: &GroupId| {
                other == group
                    || index.same.iter().any(|same| same.contains(group) && same.contains(other))
            };
            if !groups.iter().any(is_same) {
                groups.push(*group);
            }
        }
    }
    groups
}

/// Says whether a name is that which another has now: "Q5/13 (recently renamed Q7/13)".
fn replaces(next: &Mention, one: &Mention, pieces: &[Piece]) -> bool {
    let mut inner = pieces
        .iter()
        .filter(|piece| piece.words.start >= one.words.end && piece.words.end <= next.words.start);
    inner.any(|piece| piece.what == What::Marker(MarkerKind::Instead))
}

/// Says whether a mention only introduces the next: "ITU-T SG 15, Q14", "IETF MPLS WG".
fn introduces(
    one: &Mention,
    next: &Mention,
    pieces: &[Piece],
    folded: &Folded,
    index: &Index,
) -> bool {
    // "Routing Area (ABC WG)": the groups in brackets are meant, whatever area they belong to today.
    let is_kind = |mention: &Mention, kind: GroupKind| {
        let mut groups = mention.groups.iter().filter_map(|id| index.groups.get(id));
        groups.any(|known| known.kind == kind)
    };
    if is_kind(one, GroupKind::Area) && is_kind(next, GroupKind::Wg) {
        return between(one, next, pieces) == (Between::Leads, '(');
    }
    if !holds(one, next, index) {
        return false;
    }
    match between(one, next, pieces) {
        // "IETF/IAB" are two; "IETF (IAB)" is one.
        (Between::Leads, gap) => !(is_leading(next, index) && gap == '/'),
        // "ITU-T, ITU-T SG 15" are two, because the second is complete without the first.
        (Between::Comma, _) => {
            one.introduces
                && !is_leading(next, index)
                && (!is_organization(one, index) || !starts_alike(one, next, folded))
        }
        // "SG 15 and Q14/15" is one; "ITU-T and SG 15" are two.
        (Between::Joined, _) => one.introduces && !is_organization(one, index),
        (Between::Of | Between::Apart, _) => false,
    }
}

/// Says whether a mention only closes the one before: "MPLS WG of the IETF", "Q14 (SG 15)", "SG 15, ITU-T".
fn closes(before: &Mention, one: &Mention, is_last: bool, pieces: &[Piece], index: &Index) -> bool {
    holds(one, before, index)
        && match between(before, one, pieces) {
            (Between::Of, _) => true,
            (Between::Leads, gap) => gap != '/' && !is_leading(before, index),
            (Between::Comma, _) => is_last && one.introduces && !is_leading(before, index),
            (Between::Joined | Between::Apart, _) => false,
        }
}

fn is_organization(mention: &Mention, index: &Index) -> bool {
    mention.groups.iter().filter_map(|id| index.groups.get(id)).any(|known| known.is_top)
}

/// Says whether two mentions begin with the same word, the name of their organization.
fn starts_alike(one: &Mention, other: &Mention, folded: &Folded) -> bool {
    let first = |mention: &Mention| folded.words.get(mention.words.start).map(|word| &word.text);
    first(one) == first(other)
}

fn holds(one: &Mention, other: &Mention, index: &Index) -> bool {
    match one.groups[..] {
        [one] => {
            !other.groups.is_empty() && other.groups.iter().all(|other| index.holds(one, *other))
        }
        _ => false,
    }
}

fn is_leading(mention: &Mention, index: &Index) -> bool {
    mention
        .groups
        .iter()
        .filter_map(|id| index.groups.get(id))
        .any(|known| matches!(known.kind, GroupKind::Ietf | GroupKind::Irtf))
}

fn between(one: &Mention, next: &Mention, pieces: &[Piece]) -> (Between, char) {
    let inner = pieces
        .iter()
        .filter(|piece| piece.words.start >= one.words.end && piece.words.end <= next.words.start);
    let after = pieces.iter().find(|piece| piece.words.start == next.words.start);
    let mut strongest = after.map_or(' ', |piece| piece.gap);
    let (mut between, mut of_people) = (Between::Leads, false);
    for piece in inner {
        if piece.what == What::Unknown
            && piece.words.start == one.words.end
            && "(: ".contains(piece.gap)
        {
            return (Between::Leads, piece.gap); // "IETF (ABC, MPLS)": the first of the list is not known
        }
        if !matches!(piece.gap, ' ' | '~') {
            strongest = if strongest == ' ' { piece.gap } else { strongest };
        }
        match piece.what {
            What::Marker(MarkerKind::Of) if !of_people => between = Between::Of,
            What::Marker(MarkerKind::Of) => {}
            What::Marker(MarkerKind::Area | MarkerKind::People) => of_people = true, // "IETF Chairs of …"
            What::Marker(MarkerKind::Filler | MarkerKind::Group) => {}
            What::Marker(MarkerKind::Joiner) => between = Between::Joined,
            _ => return (Between::Apart, strongest),
        }
    }
    match strongest {
        ';' => (Between::Apart, strongest),
        _ if between == Between::Joined => (between, strongest),
        ',' | ')' => (Between::Comma, strongest),
        _ => (between, strongest),
    }
}
