//! Asking what works in the background to stop.

use std::time::Duration;

use tokio::sync::watch;

/// Asks all that work to stop; its end is the same as being asked.
#[derive(Debug)]
pub(crate) struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Makes one with what is handed to those who work.
    pub(crate) fn new() -> (Self, Stop) {
        let (stopper, stop) = watch::channel(false);
        (Self(stopper), Stop(stop))
    }

    /// Asks.
    pub(crate) fn stop(&self) {
        // Nobody listens if all have ended already.
        let _ = self.0.send(true);
    }
}

/// Says whether the service stops.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    pub(crate) fn is_asked(&self) -> bool {
        // Whoever would ask being gone is the same as being asked.
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits until the service stops.
    pub(crate) async fn asked(&mut self) {
        // Whoever would ask being gone is the same as being asked.
        let _ = self.0.wait_for(|asked| *asked).await;
    }

    /// Waits, but not longer than until the service stops.
    pub(crate) async fn pause(&mut self, time: Duration) {
        let asked = self.0.wait_for(|asked| *asked);
        // However it ended, the caller looks whether to go on.
        let _ = tokio::time::timeout(time, asked).await;
    }
}
