//! Deciding which words of a list name groups of ours, by what stands beside them.
//!
//! Our acronyms are often ordinary words, so a name needs support: a word such as "WG" behind it or behind the list that it
//! is in, our organization's name before it, or that it stands alone in capitals.

use std::ops::Range;

use rules::{GroupId, GroupKind};

use super::find::{Piece, What};
use super::fold::Folded;
use super::grammar::MarkerKind;
use super::index::{Index, Known};
use super::near::{is_sure, slip};

/// Groups that a name names, and where.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) groups: Vec<GroupId>,
    pub(super) words: Range<usize>,
    pub(super) introduces: bool,
}

/// What was found in a name, before it is settled.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) mentions: Vec<Mention>,
    /// Groups that may have been meant, and why that is not sure.
    pub(super) doubts: Vec<(GroupId, String)>,
    pub(super) left_over: Vec<Range<usize>>,
}

/// A member of a list: the pieces between two commas, slashes or "and"s.
#[derive(Debug, Clone, Default)]
struct Item {
    pieces: Range<usize>,
    /// What the list that it is in says that its names are.
    mark: Option<MarkerKind>,
    /// Whether our organization was named before.
    at_home: bool,
}

struct Reader<'n> {
    folded: &'n Folded,
    index: &'n Index,
    pieces: &'n [Piece],
    /// Whether nothing is written but names that may be of ours.
    only_names: bool,
}

/// Reads pieces as a list of names.
pub(super) fn read(folded: &Folded, index: &Index, pieces: &[Piece]) -> Read {
    let only_names =
        pieces.iter().all(|piece| matches!(piece.what, What::Ours(_) | What::Marker(_)));
    let reader = Reader { folded, index, pieces, only_names };
    let mut items = reader.items();
    reader.mark_backwards(&mut items);
    reader.mark_forwards(&mut items);
    let mut read = Read::default();
    for item in &items {
        reader.read_item(item, &mut read);
    }
    read.mentions.sort_by_key(|mention| mention.words.start);
    read
}

impl Reader<'_> {
    fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut start = 0;
        for at in 0..=self.pieces.len() {
            let (divides, joins) = self.pieces.get(at).map_or((true, false), |piece| {
                let joins = piece.what == What::Marker(MarkerKind::Joiner);
                (joins || !matches!(piece.gap, ' ' | '~'), joins)
            });
            if divides && start < at {
                items.push(Item { pieces: start..at, ..Item::default() });
            }
            if divides {
                start = if joins { at + 1 } else { at };
            }
        }
        items
    }

    /// Returns the pieces of an item that say something, with their places.
    fn said(&self, item: &Item) -> Vec<usize> {
        let says = |at: &usize| {
            !matches!(self.pieces[*at].what, What::Marker(MarkerKind::Filler | MarkerKind::Of))
        };
        let mut said: Vec<usize> = item.pieces.clone().filter(says).collect();
        let aside = |at: &usize| self.pieces[*at].what == What::Marker(MarkerKind::Aside);
        if let Some(end) = said.iter().position(aside) {
            said.truncate(end);
        }
        // "the IEEE-IETF liaisons": people between two bodies, neither of which is written to.
        if let [.., one, other, people] = said[..]
            && self.is_body(one)
            && self.is_body(other)
            && self.marker(people) == Some(MarkerKind::People)
        {
            said.truncate(said.len() - 3);
        }
        said
    }

    fn marker(&self, at: usize) -> Option<MarkerKind> {
        match self.pieces.get(at)?.what {
            What::Marker(kind @ (MarkerKind::Group | MarkerKind::Area | MarkerKind::People)) => {
                Some(kind)
            }
            _ => None,
        }
    }

    fn is_named(&self, at: usize) -> bool {
        matches!(self.pieces[at].what, What::Ours(_) | What::Unknown) && !self.is_top(at)
    }

    fn is_body(&self, at: usize) -> bool {
        self.is_outside(at) || self.is_top(at)
    }

    fn is_outside(&self, at: usize) -> bool {
        matches!(self.pieces[at].what, What::Outside { .. })
    }

    fn is_top(&self, at: usize) -> bool {
        let What::Ours(groups) = &self.pieces[at].what else { return false };
        groups.first().and_then(|id| self.index.groups.get(id)).is_some_and(|known| known.is_top)
    }

    /// Gives the marker behind a list to all of it: "SIP, SIPPING, SIMPLE WGs".
    fn mark_backwards(&self, items: &mut [Item]) {
        let mut behind = None;
        for item in items.iter_mut().rev() {
            let said = self.said(item);
            let own = said.iter().rposition(|at| self.is_named(*at));
            let mut after = said[own.map_or(0, |own| own + 1)..].iter();
            let marker = after.clone().find_map(|at| self.marker(*at));
            if said.iter().any(|at| self.is_outside(*at)) || after.any(|at| self.is_outside(*at)) {
                behind = None;
            } else {
                // "Transport Area Working Group" apart, the first marker says what the name is.
                behind = marker.or(behind);
                item.mark = behind;
                if own.is_none() && marker.is_none() {
                    behind = None;
                }
            }
        }
    }

    /// Gives the marker before a list to all of it, "Working Groups IEPREP, NSIS", and our organization's name.
    fn mark_forwards(&self, items: &mut [Item]) {
        let (mut before, mut at_home) = (None, false);
        for item in items.iter_mut() {
            let said = self.said(item);
            let outside = said.iter().rposition(|at| self.is_outside(*at));
            if outside.is_some() {
                (before, at_home) = (None, false);
            }
            let home = said.iter().rposition(|at| self.is_top(*at));
            at_home |= home.is_some() && home > outside;
            let first = said.iter().position(|at| self.is_named(*at)).unwrap_or(said.len());
            let leading = said[..first].iter().find_map(|at| self.marker(*at));
            before = leading.or(before);
            item.mark = item.mark.or(before);
            item.at_home = at_home;
        }
    }

    fn read_item(&self, item: &Item, read: &mut Read) {
        let said = self.said(item);
        let (mut named, mut home) = (false, None);
        let mut unknown = Vec::new();
        for place in 0..said.len() {
            let piece = &self.pieces[said[place]];
            if self.is_top(said[place]) {
                home = Some(piece);
            } else if let Some(mention) = self.mention(item, &said, place, read) {
                named = true;
                read.mentions.push(mention);
            } else if !matches!(piece.what, What::Marker(_)) {
                unknown.push(piece.words.clone());
            }
        }
        // "IETF ABCDE WG" names a group, though not one that is known; it does not name the IETF.
        let is_group = |words: &Range<usize>| {
            item.mark == Some(MarkerKind::Group) || self.looks_like_acronym(words)
        };
        if let Some(Piece { words, what: What::Ours(groups), .. }) = home
            && (named || !unknown.first().is_some_and(is_group))
        {
            let groups = vec![groups[0]];
            read.mentions.push(Mention { groups, words: words.clone(), introduces: true });
        }
        read.left_over.extend(unknown);
    }

    /// Returns what a piece of an item names, or notes what it may have meant.
    fn mention(
        &self,
        item: &Item,
        said: &[usize],
        place: usize,
        read: &mut Read,
    ) -> Option<Mention> {
        let piece = &self.pieces[said[place]];
        let (groups, introduces) = match &piece.what {
            What::Marker(_) => return None,
            What::Outside { groups, introduces, near } => {
                read.doubts.extend(near.map(|id| (id, "it belongs to this one".to_owned())));
                (groups.clone(), *introduces)
            }
            What::Unknown => (vec![self.misspelt(item, said, place, read)?], false),
            What::Ours(groups) => {
                let support = self.support(item, said, place);
                let chosen = self.choose(groups, &piece.words, &support);
                if chosen.is_none() {
                    let why = "the words are a name of it, but nothing says that it is meant";
                    read.doubts.push((groups[0], why.to_owned()));
                }
                (vec![chosen?], false)
            }
        };
        Some(Mention { groups, words: piece.words.clone(), introduces })
    }

    fn looks_like_acronym(&self, words: &Range<usize>) -> bool {
        let capitals = self.folded.raw(words.clone()).chars().filter(|c| c.is_uppercase());
        self.folded.whole(words.start) == words.end && capitals.count() > 1
    }

    fn support(&self, item: &Item, said: &[usize], place: usize) -> Support {
        let next = said.get(place + 1).copied();
        let own = next.and_then(|at| self.marker(at));
        let before = place.checked_sub(1).and_then(|place| said.get(place)).copied();
        let led = before.and_then(|at| self.marker(at));
        let rest_named =
            said[place..].iter().all(|at| self.is_named(*at) || self.marker(*at).is_some());
        let last = said[place + 1..].iter().all(|at| self.marker(*at).is_some());
        let at_home = item.at_home && (last || before.is_some_and(|at| self.is_top(at)));
        // "ABC, Routing Area Directors": what is no area does not share the word for areas.
        let may_share = |mark: &MarkerKind| {
            *mark != MarkerKind::Area || rest_named && self.may_be_area(said[place])
        };
        let shared = item.mark.filter(|_| rest_named && !self.is_hyphened(said[place]));
        let mark = own.or(led).or(shared.filter(may_share));
        let is_known = |at: &usize| self.pieces[*at].what != What::Unknown && !self.is_outside(*at);
        let mut bodies = said[..place].iter().rev().filter(|at| self.is_body(**at));
        Support {
            mark,
            own: own.is_some(),
            at_home: at_home && !self.is_hyphened(said[place]),
            lone: said.iter().all(is_known),
            whole: self.only_names,
            by_outside: bodies.next().is_some_and(|at| self.is_outside(*at)),
        }
    }

    /// Says whether words are the name of an area of ours, or of nothing that is known.
    fn may_be_area(&self, at: usize) -> bool {
        let What::Ours(groups) = &self.pieces[at].what else { return true };
        let mut known = groups.iter().filter_map(|id| self.index.groups.get(id));
        known.any(|known| known.kind == GroupKind::Area)
    }

    /// Says whether a word is only the beginning of another, as in `MPLS-TP`.
    fn is_hyphened(&self, at: usize) -> bool {
        let next = self.pieces.get(at + 1);
        next.is_some_and(|next| next.what == What::Unknown)
            && self.folded.written[self.folded.words[self.pieces[at].words.end - 1].place.end..]
                .starts_with('-')
    }

    /// Returns the group that is meant, if the support is enough.
    fn choose(
        &self,
        groups: &[GroupId],
        words: &Range<usize>,
        support: &Support,
    ) -> Option<GroupId> {
        let last = &self.folded.words[words.end - 1].text;
        let says_group = words.len() > 2 && matches!(last.as_str(), "wg" | "group");
        let form = Form {
            says_group,
            capitals: self.folded.is_capitals(words.clone()),
            one_word: self.folded.whole(words.start) == words.end,
            capital: self.folded.raw(words.clone()).starts_with(|c: char| !c.is_lowercase()),
        };
        let known = |id: &GroupId| self.index.groups.get(id);
        let fits = |id: &&GroupId| known(id).is_some_and(|known| support.is_enough(known, &form));
        // "User Services Area" and "User Services WG" are two.
        let is_other = |id: &&GroupId| {
            let is_area = known(id).is_some_and(|known| known.kind == GroupKind::Area);
            support.mark.is_some_and(|mark| is_area != (mark == MarkerKind::Area))
        };
        let (others, likely): (Vec<&GroupId>, Vec<&GroupId>) = groups.iter().partition(is_other);
        likely.into_iter().chain(others).find(fits).copied()
    }

    /// Returns the group of ours that an unknown word is a slip of, where only one can be meant.
    fn misspelt(
        &self,
        item: &Item,
        said: &[usize],
        place: usize,
        read: &mut Read,
    ) -> Option<GroupId> {
        let piece = &self.pieces[said[place]];
        let one_word = self.folded.whole(piece.words.start) == piece.words.end;
        let raw = self.folded.raw(piece.words.clone());
        let support = self.support(item, said, place);
        let is_list = support.mark.is_some_and(|mark| mark != MarkerKind::Area) || support.at_home;
        if !one_word || raw.len() < 4 || !is_list {
            return None;
        }
        let written = raw.to_lowercase();
        let slips = self.index.acronyms.iter().filter_map(|(acronym, id)| {
            let slip = slip(&written, acronym)?;
            let known = self.index.groups.get(id)?;
            (known.is_modern && !known.is_ordinary).then_some((
                acronym,
                *id,
                is_sure(slip, acronym),
            ))
        });
        let slips: Vec<_> = slips.collect();
        let is_shape = self.folded.is_capitals(piece.words.clone()) || support.own;
        if let [(_, id, true)] = slips[..]
            && is_shape
        {
            return Some(id);
        }
        read.doubts.extend(
            slips.iter().map(|(acronym, id, _)| (*id, format!("“{raw}” is almost “{acronym}”"))),
        );
        None
    }
}

/// How a name is written.
struct Form {
    capitals: bool,
    one_word: bool,
    capital: bool,
    /// Whether it ends with the word that others need behind them.
    says_group: bool,
}

/// What says that words are meant as a name.
struct Support {
    /// What it or its list is called: groups, areas.
    mark: Option<MarkerKind>,
    /// Whether that stands right behind it.
    own: bool,
    /// Whether our organization was named, and this is of it.
    at_home: bool,
    /// Whether nothing else is in the item.
    lone: bool,
    /// Whether nothing but such names is written at all.
    whole: bool,
    /// Whether an outside body stands before it in the item.
    by_outside: bool,
}

impl Support {
    fn is_enough(&self, known: &Known, form: &Form) -> bool {
        let is_leading = matches!(known.kind, GroupKind::Ietf | GroupKind::Irtf);
        let is_name = !form.one_word && form.capital;
        if self.by_outside {
            return false;
        }
        match (known.kind, self.mark) {
            _ if is_leading && !known.is_ordinary => {
                form.capitals || is_name || self.at_home || self.whole || self.mark.is_some()
            }
            (GroupKind::Area, Some(MarkerKind::Area)) => true,
            (GroupKind::Area, _) => {
                let listed = self.at_home || self.mark == Some(MarkerKind::Group);
                let alone = self.whole && !known.is_ordinary;
                (form.capitals && form.one_word && (listed || alone))
                    || (is_name && (self.at_home || self.lone))
            }
            (_, Some(MarkerKind::Area)) => false,
            (_, Some(_)) => self.own || form.capitals || is_name || !known.is_ordinary,
            _ if form.says_group => true,
            _ if form.one_word && form.capitals => {
                let alone = known.is_active || (known.is_modern && !known.is_ordinary);
                self.at_home || (self.lone && alone)
            }
            _ if is_name => self.at_home || self.lone,
            _ => !known.is_ordinary && (self.at_home || (self.whole && known.is_modern)),
        }
    }
}
