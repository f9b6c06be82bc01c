//! Sending what is queued, one recipient at a time, until there is nothing more to send.

use std::time::Duration;

use jiff::Timestamp;
use operations::{Desk, Failure, finish_delivery, hold_delivery, take_deliveries};
use store::{ClaimedDelivery, Outcome};

use crate::counting;
use crate::held::held;
use crate::smtp::{Answer, Line, Smtp};
use crate::stop::Stop;

/// How often is looked for new messages: whoever asked for a one-time link waits for it.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait after a fault of the database.
const REST: Duration = Duration::from_secs(5);
/// How often keeping an outcome is tried: without it, the message would go out a second time.
const TRIES_TO_KEEP: u32 = 5;

/// Sends what is queued until told to stop; what is being sent then is finished.
pub(crate) async fn run(desk: Desk, smtp: Smtp, mut stop: Stop) {
    let mut line = Line::new(smtp);
    while !stop.is_asked() {
        match deliver_one(&desk, &mut line).await {
            Ok(true) => {}
            Ok(false) => {
                line.hang_up().await;
                stop.pause(LOOK).await;
            }
            Err(failure) => {
                tracing::warn!(%failure, "the outbox could not be read or written");
                stop.pause(REST).await;
            }
        }
    }
    line.hang_up().await;
}

/// Sends one message to one recipient; says whether there was one.
async fn deliver_one(desk: &Desk, line: &mut Line) -> Result<bool, Failure> {
    // One at a time: a claimed delivery that nobody finishes waits until its claim ends.
    let Some((delivery, bytes)) = take_deliveries(desk, 1, Timestamp::now()).await?.pop() else {
        return Ok(false);
    };
    let sending = line.send(&delivery.envelope_from, &delivery.recipient, &bytes);
    let answer = held(sending, || hold_delivery(desk, &delivery, Timestamp::now())).await;
    let now = Timestamp::now();
    let (id, kind) = (delivery.delivery, delivery.kind.as_str());
    let outcome = match answer {
        Answer::Taken(answer) => {
            tracing::info!(delivery = id, kind, "sent");
            counting::mail("sent");
            Outcome::Sent(answer)
        }
        Answer::NotNow(answer) => {
            tracing::warn!(delivery = id, kind, tried = delivery.tried + 1, "not sent now");
            counting::mail("later");
            Outcome::Later(answer, now)
        }
        Answer::Never(answer) => {
            tracing::warn!(delivery = id, kind, "refused for good");
            counting::mail("failed");
            Outcome::Failed(answer)
        }
    };
    keep(desk, &delivery, &outcome, now).await?;
    Ok(true)
}

async fn keep(
    desk: &Desk,
    delivery: &ClaimedDelivery,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tried = 1;
    loop {
        match finish_delivery(desk, delivery, outcome.clone(), now).await {
            Err(failure) if tried < TRIES_TO_KEEP => {
                tracing::warn!(%failure, delivery = delivery.delivery, "an outcome could not be kept");
                tokio::time::sleep(Duration::from_secs(1 << tried)).await;
                tried += 1;
            }
            kept => return kept,
        }
    }
}
