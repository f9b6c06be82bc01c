//! Round numbers to measure by.

/// Returns the round numbers above nothing that stand beside a scale, at most five, the last no less than the most.
pub(super) fn ticks(most: i64) -> Vec<i64> {
    let most = most.max(1);
    let mut unit = 1_i64;
    loop {
        for step in [unit, unit * 2, unit * 5] {
            let count = (most + step - 1) / step;
            if count <= 5 {
                return (1..=count).map(|n| n * step).collect();
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_round_and_holds_the_most() {
        assert_eq!(ticks(0), [1]);
        assert_eq!(ticks(4), [1, 2, 3, 4]);
        assert_eq!(ticks(7), [2, 4, 6, 8]);
        assert_eq!(ticks(123), [50, 100, 150]);
        assert_eq!(ticks(1_000), [200, 400, 600, 800, 1_000]);
    }
}
