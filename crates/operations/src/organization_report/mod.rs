//! A report of a quarter or a year with one organization, ready to paste, and as a PDF.

mod markdown;
mod rtf;

use std::sync::Arc;

use jiff::civil::Date;
use letters::{Converter, Kind};
use rules::{Direction, Directory, Group, Period, Policy, Purpose, State};
use store::{AnswerFilter, Count, Find, Found, Reader, Sort};

use crate::{Desk, Failure};

/// As many statements of a kind are listed; the report says if there are more.
const LISTED: i64 = 1_000;

/// What was exchanged with an organization in a quarter or a year, and what is open with it.
///
/// It holds nothing that is not on the public record.
#[derive(Debug, Clone)]
pub struct OrganizationReport {
    /// The organization, or the group of one.
    pub group: Group,
    /// The quarter or year.
    pub period: Period,
    /// What was received in it, oldest first.
    pub received: Found,
    /// What was sent in it, oldest first.
    pub sent: Found,
    /// What they wait for, the nearest day first.
    pub we_owe: Found,
    /// What we wait for, the nearest deadline first.
    pub they_owe: Found,
    /// The day on which what is open was looked up: that which it still was somewhere on earth.
    pub today: Date,
    /// Where readers find the record.
    base_url: String,
}

/// What is open with an organization or a group of one.
#[derive(Debug, Clone)]
pub struct OpenWith {
    /// With whom.
    pub group: Group,
    /// What they wait for, the nearest day first.
    pub we_owe: Found,
    /// What we wait for, the nearest deadline first.
    pub they_owe: Found,
}

/// Returns what is open with an organization or a group of one, both ways.
///
/// # Errors
/// [`Failure::NotFound`] if the directory has none of that acronym; [`Failure::Fault`].
pub async fn open_with(desk: &Desk, acronym: &str) -> Result<OpenWith, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let group = named(&directory, &desk.policy, acronym)?;
    open_of(&reader, group).await
}

async fn open_of(reader: &Reader, group: &Group) -> Result<OpenWith, Failure> {
    let open = |direction, sort| Find {
        direction: Some(direction),
        answer: Some(AnswerFilter::Missing),
        sort,
        ..part_of(group)
    };
    Ok(OpenWith {
        group: group.clone(),
        we_owe: reader.find(&open(Direction::Incoming, Sort::Due), 1, LISTED).await?,
        they_owe: reader.find(&open(Direction::Outgoing, Sort::Deadline), 1, LISTED).await?,
    })
}

/// Says whether it can be told how it stands with a group: with every organization, and the groups of others; what ours
/// have to do is on their pages.
pub fn is_reported(group: &Group, policy: &Policy) -> bool {
    group.parent.is_none() || !policy.is_ours(group)
}

fn named<'d>(
    directory: &'d Directory,
    policy: &Policy,
    acronym: &str,
) -> Result<&'d Group, Failure> {
    let group = directory.by_acronym(acronym).filter(|group| is_reported(group, policy));
    group.ok_or(Failure::NotFound("organization"))
}

/// What an organization has a part in, and what is inside it, or a group and what is inside that.
fn part_of(group: &Group) -> Find {
    let acronym = Some(group.acronym.clone());
    match group.parent {
        None => Find { organization: acronym, ..Find::default() },
        Some(_) => Find { group: acronym, ..Find::default() },
    }
}

/// Gathers the report on an organization or a group of one.
///
/// # Errors
/// [`Failure::NotFound`] if the directory has none of that acronym; [`Failure::Fault`].
pub async fn organization_report(
    desk: &Desk,
    acronym: &str,
    period: Period,
    today: Date,
) -> Result<OrganizationReport, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let group = named(&directory, &desk.policy, acronym)?;
    let exchanged = |direction| Find {
        direction: Some(direction),
        states: vec![State::Posted],
        days: (Some(period.first()), Some(period.last())),
        sort: Sort::Oldest,
        ..part_of(group)
    };
    let received = reader.find(&exchanged(Direction::Incoming), 1, LISTED).await?;
    let sent = reader.find(&exchanged(Direction::Outgoing), 1, LISTED).await?;
    let OpenWith { group, we_owe, they_owe } = open_of(&reader, group).await?;
    Ok(OrganizationReport {
        group,
        period,
        received,
        sent,
        we_owe,
        they_owe,
        today,
        base_url: desk.settings.base_url.clone(),
    })
}

impl OrganizationReport {
    /// Returns it as Markdown, to be pasted.
    pub fn markdown(&self) -> String {
        markdown::written(self)
    }

    /// Returns it as a PDF, made by a program in its sandbox.
    ///
    /// # Errors
    /// [`Failure::Unacceptable`] if the program is not there or could not, with what to do.
    pub async fn pdf(&self, converter: Arc<dyn Converter>) -> Result<Vec<u8>, Failure> {
        let rtf = rtf::written(self);
        let made = tokio::task::spawn_blocking(move || converter.office_pdf(&rtf, Kind::Rtf)).await;
        match made {
            Ok(Ok(pdf)) => Ok(pdf),
            Ok(Err(error)) => Err(Failure::Unacceptable(format!(
                "The PDF was not made: {error}. The same report is there as Markdown."
            ))),
            Err(_) => Err(Failure::Unacceptable(
                "The PDF was not made. The same report is there as Markdown.".to_owned(),
            )),
        }
    }

    fn title(&self) -> String {
        format!("Liaison with {} in {}", self.group.name, self.period.words())
    }

    /// The whole in a sentence.
    fn summary(&self) -> String {
        let count = |found: &Found| counted(found.total);
        format!(
            "From {} to {}: received {}, sent {}. On {} open: {} that they wait for, {} that we wait for.",
            day(self.period.first()),
            day(self.period.last()),
            count(&self.received),
            count(&self.sent),
            day(self.today),
            count(&self.we_owe),
            count(&self.they_owe)
        )
    }

    /// The parts: title, what is in it, and what is said if that is nothing.
    fn parts(&self) -> [(&'static str, &Found, &'static str); 4] {
        [
            ("Received", &self.received, "Nothing was received."),
            ("Sent", &self.sent, "Nothing was sent."),
            ("They wait for us", &self.we_owe, "They wait for nothing."),
            ("We wait for them", &self.they_owe, "We wait for nothing."),
        ]
    }
}

/// One statement in a line: day, number, subject, and where it stands.
struct Line {
    day: String,
    number: String,
    url: String,
    subject: String,
    standing: String,
}

impl Line {
    fn of(report: &OrganizationReport, row: &store::Row) -> Self {
        let is_open = row.is_open() || (row.direction == Direction::Outgoing && asks(row));
        let due = row.day_to_watch();
        let mut standing: Vec<String> = row.purpose.iter().map(ToString::to_string).collect();
        standing.extend(due.map(|date| format!("by {}", day(date))));
        let answers: Vec<String> =
            row.answered_by.iter().map(|number| format!("No. {number}")).collect();
        if !answers.is_empty() {
            standing.push(format!("answered by {}", answers.join(" and ")));
        } else if is_open && due.is_some_and(|due| due < report.today) {
            standing.push("overdue".to_owned());
        } else if is_open {
            standing.push("open".to_owned());
        }
        standing
            .extend(row.assignee.iter().filter(|_| is_open).map(|it| format!("with {}", it.name)));
        Self {
            day: day(row.day),
            number: format!("No. {}", row.number),
            url: format!("{}/statements/{}", report.base_url, row.number),
            subject: row.subject.split_whitespace().collect::<Vec<_>>().join(" "),
            standing: standing.join(", "),
        }
    }
}

/// Says whether something that we sent asks for an answer that did not come.
fn asks(row: &store::Row) -> bool {
    row.answered_by.is_empty() && (row.purpose == Some(Purpose::Action) || row.deadline.is_some())
}

/// What is left out of a part, in words; nothing if nothing is.
fn left_out(found: &Found) -> Option<String> {
    let listed = i64::try_from(found.rows.len()).unwrap_or(i64::MAX);
    match found.total {
        Count::Exactly(total) | Count::MoreThan(total) if total > listed => {
            Some(format!("And {} more.", total - listed))
        }
        _ => None,
    }
}

fn counted(count: Count) -> String {
    let (Count::Exactly(count) | Count::MoreThan(count)) = count;
    match count {
        1 => "1 statement".to_owned(),
        count => format!("{count} statements"),
    }
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
