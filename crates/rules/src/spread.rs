//! How counted days spread: the median and the quartiles.

/// The days within which a quarter, half and three quarters of what was counted were done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many were counted.
    pub count: i64,
    /// Within so many days a quarter was done.
    pub quarter: i64,
    /// Within so many days half was done: the median.
    pub half: i64,
    /// Within so many days three quarters were done.
    pub three_quarters: i64,
}

impl Spread {
    /// Returns how counted days spread: (days, how many took so many), in any order; nothing if none were counted.
    ///
    /// Each is a number of days that somebody took, the smallest within which so many were done, so that it can be
    /// found again in a list.
    pub fn of(counted: impl IntoIterator<Item = (i64, i64)>) -> Option<Self> {
        let mut counted: Vec<_> = counted.into_iter().filter(|(_, count)| *count > 0).collect();
        counted.sort_unstable();
        let total: i64 = counted.iter().map(|(_, count)| count).sum();
        let within = |quarters: i64| {
            let mut done = 0;
            counted.iter().find_map(|(days, count)| {
                done += count;
                (done * 4 >= quarters * total).then_some(*days)
            })
        };
        Some(Self {
            count: total,
            quarter: within(1)?,
            half: within(2)?,
            three_quarters: within(3)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_half_and_three_quarters_are_days_that_somebody_took() {
        assert_eq!(Spread::of([]), None);
        assert_eq!(Spread::of([(5, 0)]), None);
        let spread = |counted: &[(i64, i64)]| {
            let spread = Spread::of(counted.iter().copied()).expect("some");
            (spread.count, spread.quarter, spread.half, spread.three_quarters)
        };
        assert_eq!(spread(&[(7, 1)]), (1, 7, 7, 7));
        assert_eq!(spread(&[(30, 1), (10, 1), (40, 1), (20, 1)]), (4, 10, 20, 30));
        assert_eq!(spread(&[(-2, 1), (3, 2), (90, 2)]), (5, 3, 3, 90));
    }
}
