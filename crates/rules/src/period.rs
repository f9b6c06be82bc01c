//! A quarter or a year, as reports are written of.

use std::fmt;

use jiff::civil::Date;

/// A quarter or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    year: i16,
    /// From 1 to 4; nothing for the whole year.
    quarter: Option<i8>,
}

impl Period {
    /// Reads `2026` or `2026-Q3`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = match text.split_once('-') {
            None => (text, None),
            Some((year, quarter)) => {
                let quarter = quarter.strip_prefix(['Q', 'q'])?.parse().ok()?;
                (year, Some(quarter).filter(|quarter| (1..=4).contains(quarter)).map(Some)?)
            }
        };
        let year = year.parse().ok().filter(|year| (1900..=9998).contains(year))?;
        Some(Self { year, quarter })
    }

    /// Returns the quarter that a day is in.
    pub fn quarter_of(day: Date) -> Self {
        Self { year: day.year(), quarter: Some((day.month() - 1) / 3 + 1) }
    }

    /// Returns the year that a day is in.
    pub fn year_of(day: Date) -> Self {
        Self { year: day.year(), quarter: None }
    }

    /// Returns the one before it.
    #[must_use]
    pub fn before(self) -> Self {
        match self.quarter {
            None => Self { year: self.year - 1, quarter: None },
            Some(1) => Self { year: self.year - 1, quarter: Some(4) },
            Some(quarter) => Self { quarter: Some(quarter - 1), ..self },
        }
    }

    /// Returns its first day.
    pub fn first(self) -> Date {
        let month = self.quarter.map_or(1, |quarter| (quarter - 1) * 3 + 1);
        jiff::civil::date(self.year, month, 1)
    }

    /// Returns its last day.
    pub fn last(self) -> Date {
        let month = self.quarter.map_or(12, |quarter| quarter * 3);
        jiff::civil::date(self.year, month, 1).last_of_month()
    }

    /// Returns it in words: `the third quarter of 2026`.
    pub fn words(self) -> String {
        let which = match self.quarter {
            None => return self.year.to_string(),
            Some(1) => "first",
            Some(2) => "second",
            Some(3) => "third",
            Some(_) => "fourth",
        };
        format!("the {which} quarter of {}", self.year)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.quarter {
            None => write!(f, "{}", self.year),
            Some(quarter) => write!(f, "{}-Q{quarter}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written_and_nothing_else_is() {
        let told = |text: &str| {
            Period::parse(text).map(|it| {
                format!(
                    "{it}: {}, {} to {}, after {}",
                    it.words(),
                    it.first(),
                    it.last(),
                    it.before()
                )
            })
        };
        says(
            &told("2026-Q3"),
            "2026-Q3: the third quarter of 2026, 2026-07-01 to 2026-09-30, after 2026-Q2",
        );
        says(
            &told("2024-q1"),
            "2024-Q1: the first quarter of 2024, 2024-01-01 to 2024-03-31, after 2023-Q4",
        );
        says(&told("2024"), "2024: 2024, 2024-01-01 to 2024-12-31, after 2023");
        for text in ["", "2026-", "2026-Q5", "2026-Q0", "26", "2026-3", "Q3", "99999", "-1-Q1"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        let day = jiff::civil::date(2026, 3, 31);
        assert_eq!(Period::quarter_of(day).to_string(), "2026-Q1");
    }

    fn says(told: &Option<String>, expected: &str) {
        assert_eq!(told.as_deref(), Some(expected));
    }
}
