//! `/deadlines`: what received statements ask for by which day, in a picture and as lists.

use askama::Template;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::Meeting;
use store::{DueRow, OrganizationRow};

use crate::asked::{Asked, address};
use crate::drawing::{About, Column, Picture, Series, columns};
use crate::pieces::{Cell, Numbers, StatementRow};
use crate::view::View;
use crate::words;

/// What is looked at before a meeting, and after it: answers that it is to prepare and those that it led to.
const BEFORE_MEETING: i64 = 14;
const AFTER_MEETING: i64 = 14;

/// As many meetings are offered.
const MEETINGS: usize = 3;

/// What received statements ask for by which day.
#[derive(Debug, Template)]
#[template(path = "deadlines.html")]
pub(crate) struct DeadlinesPage {
    view: View,
    title: String,
    lead: String,
    /// Whether only a span of days is shown.
    is_span: bool,
    picture: Picture,
    numbers: Numbers,
    coming: Vec<StatementRow>,
    passed: Vec<StatementRow>,
    coming_title: String,
    passed_title: String,
    /// Meetings: name, days, and where what is due around each is shown.
    meetings: Vec<(String, String, String)>,
    organization: String,
    group: String,
    from: String,
    until: String,
    organizations: Vec<(String, String)>,
    calendar: String,
    /// Where everything is that waits.
    all: String,
}

/// What the page is made from.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) coming: store::Found,
    pub(crate) passed: store::Found,
    pub(crate) weeks: Vec<Week>,
    pub(crate) organizations: Vec<OrganizationRow>,
    /// The day that it still is somewhere on earth.
    pub(crate) today: Date,
}

/// The days that are asked for; none for those to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
}

impl Span {
    /// Reads `from` and `to`; what is no day is as if it were not there.
    pub(crate) fn of(pairs: &[(String, String)]) -> Self {
        let day = |wanted: &str| {
            let found = pairs.iter().rfind(|(key, _)| key == wanted);
            found.and_then(|(_, value)| value.trim().parse().ok())
        };
        Self { from: day("from"), until: day("to") }
    }
}

/// A week with how many deadlines are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Week {
    monday: Date,
    open: i64,
    done: i64,
}

impl Week {
    /// Returns so many weeks from a Monday on.
    pub(crate) fn of(first: Date, weeks: i64, days: &[DueRow]) -> Vec<Self> {
        let week = |n: i64| {
            let monday = first.saturating_add((n * 7).days());
            let end = monday.saturating_add(7.days());
            let within = days.iter().filter(|row| (monday..end).contains(&row.day));
            let (all, open) =
                within.fold((0, 0), |(all, open), row| (all + row.all, open + row.open));
            Self { monday, open, done: all - open }
        };
        (0..weeks).map(week).collect()
    }

    fn sunday(self) -> Date {
        self.monday.saturating_add(6.days())
    }
}

const OPEN: Series = Series { class: "due-open", label: "waiting for an answer" };
const DONE: Series = Series { class: "due-done", label: "answered or done" };

impl DeadlinesPage {
    pub(crate) fn of(view: View, asked: &Asked, span: Span, found: Found) -> Self {
        let Found { coming, passed, weeks, organizations, today } = found;
        let is_span = span != Span::default();
        let title = title(span);
        let organization = asked.get("organization").to_owned();
        let group = asked.get("group").to_owned();
        let meetings = offered(&view.policy.meetings(), asked, today);
        let mut names: Vec<_> = organizations.into_iter().filter(|one| one.received > 0).collect();
        names.sort_by_key(|one| one.name.to_lowercase());
        let (coming_count, passed_count) =
            (words::counted(coming.total), words::counted(passed.total));
        let rows = |found: store::Found| -> Vec<StatementRow> {
            found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect()
        };
        Self {
            lead: lead(&weeks, today),
            picture: picture(&weeks, today),
            numbers: numbers(&weeks, asked),
            coming: rows(coming),
            passed: rows(passed),
            coming_title: match is_span {
                true => format!("Due then: {coming_count}"),
                false => format!("To come: {coming_count}"),
            },
            passed_title: format!("Passed, and no answer on record: {passed_count}"),
            calendar: with(asked, "/deadlines.ics", &[]),
            all: with(asked, "/statements", &[("open", "yes"), ("sort", "deadline")]),
            organizations: names.into_iter().map(|one| (one.acronym, one.name)).collect(),
            from: span.from.map(|day| day.to_string()).unwrap_or_default(),
            until: span.until.map(|day| day.to_string()).unwrap_or_default(),
            is_span,
            meetings,
            organization,
            group,
            title,
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let row = crate::pieces::sample_row();
        let found = |rows| store::Found { rows, total: store::Count::Exactly(1) };
        let today = jiff::civil::date(2026, 3, 10);
        let monday = jiff::civil::date(2026, 3, 2);
        let day = jiff::civil::date(2026, 3, 31);
        let found = Found {
            coming: found(vec![row.clone()]),
            passed: found(vec![row]),
            weeks: Week::of(monday, 6, &[DueRow { day, all: 2, open: 1 }]),
            organizations: Vec::new(),
            today,
        };
        Self::of(View::sample("/deadlines"), &Asked::of(Vec::new()), Span::default(), found)
    }
}

fn title(span: Span) -> String {
    match (span.from, span.until) {
        (None, None) => "Deadlines".to_owned(),
        (Some(from), None) => format!("Deadlines from {}", words::day(from)),
        (None, Some(until)) => format!("Deadlines up to {}", words::day(until)),
        (Some(from), Some(until)) => {
            format!("Deadlines from {} to {}", words::day(from), words::day(until))
        }
    }
}

fn lead(weeks: &[Week], today: Date) -> String {
    let (mut ahead, mut behind) = (0, 0);
    for week in weeks {
        if week.sunday() < today { behind += week.open } else { ahead += week.open }
    }
    format!(
        "By when other organizations want answers. {} this week or in the weeks shown after it; {} of the weeks before it {} unanswered. A day holds to its end anywhere on earth.",
        words::capitalized(&words::count(ahead, "answer is awaited", "answers are awaited")),
        words::count(behind, "deadline", "deadlines"),
        if behind == 1 { "is" } else { "are" },
    )
}

/// Returns the address of a list with the same filters and others.
fn with(asked: &Asked, path: &str, more: &[(&str, &str)]) -> String {
    let own = asked.all().iter().map(|(key, value)| (*key, value.as_str()));
    let pairs: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
    address(path, &pairs)
}

fn within(asked: &Asked, from: Date, until: Date) -> String {
    let (from, until) = (from.to_string(), until.to_string());
    with(asked, "/deadlines", &[("from", &from), ("to", &until)])
}

/// Meetings that are not over, with where what is due around each is shown.
fn offered(meetings: &[&Meeting], asked: &Asked, today: Date) -> Vec<(String, String, String)> {
    let ahead = meetings.iter().filter(|it| it.until.saturating_add(AFTER_MEETING.days()) >= today);
    let offer = |it: &&Meeting| {
        let from = it.from.saturating_sub(BEFORE_MEETING.days());
        let until = it.until.saturating_add(AFTER_MEETING.days());
        let days = format!("{} to {}", words::day(it.from), words::day(it.until));
        (it.name.clone(), days, within(asked, from, until))
    };
    ahead.take(MEETINGS).map(offer).collect()
}

fn picture(weeks: &[Week], today: Date) -> Picture {
    let mut month = None;
    let drawn = weeks.iter().map(|week| {
        let is_new = month != Some(week.sunday().month());
        month = Some(week.sunday().month());
        let is_now = (week.monday..=week.sunday()).contains(&today);
        Column {
            name: format!("Week of {}", words::day(week.monday)),
            label: if is_new { week.sunday().strftime("%b").to_string() } else { String::new() },
            parts: vec![week.open, week.done],
            marker: is_now.then_some("this week"),
        }
    });
    let total = |of: fn(&Week) -> i64| weeks.iter().map(of).sum::<i64>();
    let description = format!(
        "{} in {} weeks, {} of them waiting for an answer.",
        words::count(total(|week| week.open + week.done), "deadline", "deadlines"),
        weeks.len(),
        words::number(total(|week| week.open))
    );
    let title = "Deadlines of received statements, by week".to_owned();
    let about = About { id: "weeks-picture", title, description };
    columns(about, vec![OPEN, DONE], &drawn.collect::<Vec<_>>())
}

fn numbers(weeks: &[Week], asked: &Asked) -> Numbers {
    let shown = weeks.iter().filter(|week| week.open + week.done > 0);
    let rows = shown.map(|week| {
        let to = || within(asked, week.monday, week.sunday());
        let name = Cell { words: words::day(week.monday), to: to() };
        let all = Cell::count(week.open + week.done, to);
        let count = |count| Cell::words(words::number(count));
        (name, vec![count(week.open), count(week.done), all])
    });
    Numbers {
        name: "Deadlines by week".to_owned(),
        head: ["Week from Monday", "Waiting", "Answered or done", "All"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}
