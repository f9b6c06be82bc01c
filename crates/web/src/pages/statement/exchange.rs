//! The exchange that a statement belongs to.

use jiff::civil::Date;
use rules::{Direction, LinkKind, Number};
use store::ExchangeRow;

use crate::pieces::{Day, DeadlineNote, Met, Parties, PurposeMark};

/// The exchange that a statement belongs to, oldest first.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) letters: Vec<Letter>,
}

/// A statement of the exchange.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) number: i64,
    pub(crate) subject: String,
    pub(crate) day: Day,
    pub(crate) is_sent: bool,
    pub(crate) is_this: bool,
    pub(crate) from: Parties,
    pub(crate) purpose: PurposeMark,
    pub(crate) deadline: Option<DeadlineNote>,
    /// What it is to the others: `Answers No. 1912.`
    pub(crate) links: String,
}

/// Says whether a statement of an exchange is settled by an answer on record.
pub(crate) fn is_settled(exchange: &[ExchangeRow], number: Number) -> bool {
    let this = exchange.iter().find(|one| one.row.number == number);
    this.is_some_and(|one| !one.row.answered_by.is_empty())
}

impl Thread {
    pub(crate) fn of(exchange: Vec<ExchangeRow>, this: Number, today: Date) -> Self {
        let letters = exchange.into_iter().map(|one| Letter::of(one, this, today)).collect();
        Self { letters }
    }

    /// Says where in the exchange the statement stands.
    pub(crate) fn place(&self) -> String {
        let place = self.letters.iter().position(|letter| letter.is_this).unwrap_or_default() + 1;
        format!("Letter {place} of {} in an exchange", self.letters.len())
    }

    /// Says whether the statement stands alone.
    pub(crate) fn is_alone(&self) -> bool {
        self.letters.len() < 2
    }
}

impl Letter {
    fn of(one: ExchangeRow, this: Number, today: Date) -> Self {
        let ExchangeRow { row, links } = one;
        let (met, watched) = (Met::of_row(&row), row.day_to_watch());
        let links = links.into_iter().map(|(kind, number)| {
            let other =
                if number == this { "this statement".to_owned() } else { format!("No. {number}") };
            let for_now = match (kind, row.settles) {
                (LinkKind::Answers, Some(false)) => " for the time being",
                _ => "",
            };
            format!("{} {other}{for_now}.", crate::words::capitalized(&kind.to_string()))
        });
        Self {
            number: row.number.0,
            is_this: row.number == this,
            is_sent: row.direction == Direction::Outgoing,
            subject: row.subject,
            day: Day(row.day),
            from: Parties { bodies: row.from },
            purpose: PurposeMark(row.purpose),
            deadline: watched.map(|date| DeadlineNote::new(date, met, today)),
            links: links.collect::<Vec<_>>().join(" "),
        }
    }
}
