//! Round numbers to measure by.

/// Returns the round numbers above nothing that stand beside a scale, at most five, the last no less than the most.
pub(crate) fn ticks(most: i64) -> Vec<i64> {
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
