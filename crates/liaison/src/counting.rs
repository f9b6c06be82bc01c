//! What is counted, from the beginning of the process to whoever reads it at `/metrics`.

use std::time::Duration;

use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

use crate::failed::Failed;

const BUILD: &str = "liaison_build_info";

/// Bounds of how long something takes, in seconds: from a kept page to a document that takes a minute.
const SECONDS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0, 60.0];

/// How often what was counted is put together, whether or not anybody reads it: else it would pile up.
const UPKEEP: Duration = Duration::from_secs(5);

/// What is counted by this process.
#[derive(Clone)]
pub(crate) struct Counts {
    handle: PrometheusHandle,
    process: Collector,
}

impl Counts {
    /// Begins to count; once in a process.
    ///
    /// # Errors
    /// If something counts already.
    pub(crate) fn begin() -> Result<Self, Failed> {
        let cannot = |error| Failed::because(format!("nothing can be counted: {error}"));
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
            .map_err(cannot)?;
        let handle = builder.install_recorder().map_err(cannot)?;
        let process = Collector::default();
        process.describe();
        web::begin_counting();
        workers::begin_counting();
        describe_gauge!(BUILD, "The version that runs; always 1.");
        gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(Self { handle, process })
    }

    /// Returns what was counted until now, as Prometheus reads it.
    pub(crate) fn text(&self) -> String {
        self.process.collect();
        self.handle.render()
    }

    /// Puts together what was counted, again and again.
    pub(crate) async fn keep_up(self) {
        loop {
            tokio::time::sleep(UPKEEP).await;
            self.handle.run_upkeep();
        }
    }
}
