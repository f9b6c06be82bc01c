//! Keeping a job for oneself while it is being done.

use std::time::Duration;

use operations::Failure;

/// How often is said that a job is still being done: of whom nothing is heard for a minute, others take it over.
const HOLD: Duration = Duration::from_secs(15);

/// Waits until a job is done, and says meanwhile, by `hold`, that it still is being done.
pub(crate) async fn held<T, H>(job: impl Future<Output = T>, hold: impl Fn() -> H) -> T
where
    H: Future<Output = Result<(), Failure>>,
{
    held_every(HOLD, job, hold).await
}

async fn held_every<T, H>(time: Duration, job: impl Future<Output = T>, hold: impl Fn() -> H) -> T
where
    H: Future<Output = Result<(), Failure>>,
{
    let mut job = std::pin::pin!(job);
    loop {
        match tokio::time::timeout(time, &mut job).await {
            Ok(done) => return done,
            Err(_) => {
                if let Err(failure) = hold().await {
                    tracing::warn!(%failure, "a job that is being done could not be kept");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_long_job_is_kept_again_and_again_and_a_short_one_is_not() {
        const TIME: Duration = Duration::from_millis(50);
        let count = AtomicU32::new(0);
        let hold = async || {
            count.fetch_add(1, Ordering::Relaxed);
            Err(Failure::NotFound("message"))
        };
        held_every(TIME, async {}, hold).await;
        assert_eq!(count.load(Ordering::Relaxed), 0);
        held_every(TIME, tokio::time::sleep(TIME * 10), hold).await;
        assert!(count.load(Ordering::Relaxed) > 2, "it goes on where that failed");
    }
}
