//! Meetings: ours, around which deadlines are looked at, and those of others, before which they hardly agree on an answer.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Directory, Group, GroupId};

/// A meeting of an organization or a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// What it is called.
    pub name: String,
    /// Where it is; empty if that is not known.
    #[serde(default)]
    pub place: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

impl Meeting {
    /// Reads a meeting as it is typed: `2027-04-12 to 2027-04-23: SG15 plenary (Geneva)`, the place being left out where it is not
    /// known, and the last day where it is the first.
    ///
    /// # Errors
    /// What is wrong, and how to write it.
    pub fn parse(line: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "“{}” is no meeting: write it as 2027-04-12 to 2027-04-23: Plenary (Geneva).",
                line.trim()
            )
        };
        let (days, named) = line.split_once(':').ok_or_else(wrong)?;
        let (from, until) = days.split_once(" to ").unwrap_or((days, days));
        let day = |text: &str| text.trim().parse::<Date>().map_err(|_| wrong());
        let (from, until) = (day(from)?, day(until)?);
        let named = named.trim();
        let placed = named.strip_suffix(')').and_then(|named| named.rsplit_once(" ("));
        let (name, place) = placed.unwrap_or((named, ""));
        let meeting =
            Self { name: name.trim().to_owned(), place: place.trim().to_owned(), from, until };
        if meeting.name.is_empty() {
            return Err(wrong());
        }
        match meeting.fault() {
            Some(fault) => Err(format!("Of “{}”: {fault}.", line.trim())),
            None => Ok(meeting),
        }
    }

    /// Returns what is wrong with its days, if anything is.
    pub(crate) fn fault(&self) -> Option<String> {
        let name = &self.name;
        (self.until < self.from)
            .then(|| format!("{name} ends before it begins: exchange “from” and “until”"))
    }

    /// Returns its days in words: “12–23 April 2027”.
    pub fn days(&self) -> String {
        let (from, until) = (self.from, self.until);
        let whole = |day: Date| day.strftime("%-d %B %Y").to_string();
        if from == until {
            return whole(from);
        }
        match (from.year() == until.year(), from.month() == until.month()) {
            (true, true) => format!("{}–{}", from.day(), whole(until)),
            (true, false) => format!("{} – {}", from.strftime("%-d %B"), whole(until)),
            (false, _) => format!("{} – {}", whole(from), whole(until)),
        }
    }

    /// Returns it in words: “SG15 plenary, 12–23 April 2027, Geneva”.
    pub fn words(&self) -> String {
        let place = if self.place.is_empty() { "" } else { ", " };
        format!("{}, {}{place}{}", self.name, self.days(), self.place)
    }
}

impl fmt::Display for Meeting {
    /// As [`Meeting::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, place, from, until } = self;
        write!(f, "{from}")?;
        if until != from {
            write!(f, " to {until}")?;
        }
        write!(f, ": {name}")?;
        // A name that ends like a place would be read as one.
        match place.as_str() {
            "" if name.ends_with(')') => f.write_str(" ()"),
            "" => Ok(()),
            place => write!(f, " ({place})"),
        }
    }
}

/// Returns meetings as an entry has them: one a line, the earliest first.
pub fn written_meetings(meetings: &[Meeting]) -> String {
    let mut meetings: Vec<&Meeting> = meetings.iter().collect();
    meetings.sort_by_key(|meeting| (meeting.from, meeting.until));
    meetings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Directory {
    /// Returns the meetings of a group and of what is inside it that are not over, the nearest first; of a group that has none, those
    /// of the nearest that it belongs to.
    pub fn coming_meetings(&self, group: GroupId, today: Date) -> Vec<(&Meeting, &Group)> {
        let is_inside = |other: &Group| self.line(other.id).iter().any(|one| one.id == group);
        let inside = self.groups().into_iter().filter(|other| is_inside(other));
        let mut coming: Vec<_> = inside.flat_map(|other| self.own_meetings(other, today)).collect();
        if coming.is_empty() {
            let mut line = self.line(group).into_iter();
            let own = line.find_map(|above| {
                let own = self.own_meetings(above, today);
                (!own.is_empty()).then_some(own)
            });
            coming = own.unwrap_or_default();
        }
        coming.sort_by_key(|(meeting, group)| (meeting.from, meeting.until, &group.acronym));
        coming
    }

    /// Returns the next meeting of a group that has not begun yet, else that of the nearest that it belongs to.
    pub fn next_meeting(&self, group: GroupId, today: Date) -> Option<(&Meeting, &Group)> {
        self.line(group).into_iter().find_map(|group| {
            let own = self.own_meetings(group, today).into_iter();
            own.filter(|(meeting, _)| meeting.from > today).min_by_key(|(meeting, _)| meeting.from)
        })
    }

    fn own_meetings<'a>(&'a self, group: &'a Group, today: Date) -> Vec<(&'a Meeting, &'a Group)> {
        let meetings = self.facts(group.id).meetings.iter();
        meetings.filter(|it| it.until >= today).map(|meeting| (meeting, group)).collect()
    }
}

/// Returns what to consider of a day by which an answer is asked for that lies before the next meetings of those who are asked, in
/// a sentence each (PUR-2).
pub(crate) fn before_meetings(
    date: Date,
    today: Date,
    asked: &[GroupId],
    directory: &Directory,
) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (meeting, group) in asked.iter().filter_map(|group| directory.next_meeting(*group, today)) {
        let words = format!("This is before {}’s next meeting: {}.", group.name, meeting.words());
        if date < meeting.from && date >= today && !said.contains(&words) {
            said.push(words);
        }
    }
    said
}
