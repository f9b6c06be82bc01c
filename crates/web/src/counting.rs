//! What is counted of requests, and who is told: no address of a reader, no address of a page but its pattern.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use sha2::{Digest, Sha256};
use store::{Connections, Queue, Room};

const REQUESTS: &str = "liaison_http_requests_total";
const REQUEST_SECONDS: &str = "liaison_http_request_seconds";
const QUEUE: &str = "liaison_queue_length";
const QUEUE_AGE: &str = "liaison_queue_oldest_seconds";
const CONNECTIONS: &str = "liaison_database_connections";
const ROOM: &str = "liaison_disk_free_bytes";

/// What whoever watches the service is told, and who that may be.
#[derive(Clone)]
pub struct Metrics {
    render: Arc<dyn Fn() -> String + Send + Sync>,
    token: Option<[u8; 32]>,
}

impl Metrics {
    /// Tells what this returns to whoever asks with the token; where there is none, to this machine alone.
    pub fn new(render: impl Fn() -> String + Send + Sync + 'static, token: Option<&str>) -> Self {
        Self { render: Arc::new(render), token: token.map(digest) }
    }

    /// Returns everything that is counted, as Prometheus reads it.
    pub(crate) fn text(&self) -> String {
        (self.render)()
    }

    /// Says whether a token is needed.
    pub(crate) fn needs_token(&self) -> bool {
        self.token.is_some()
    }

    /// Says whether this is the token; digests are compared, so that the time it takes says nothing.
    pub(crate) fn is_token(&self, given: &str) -> bool {
        self.token.is_some_and(|token| token == digest(given))
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Says what each count means.
pub fn begin_counting() {
    describe_counter!(REQUESTS, "Requests, by the pattern of their address, method and status.");
    describe_histogram!(REQUEST_SECONDS, Unit::Seconds, "How long answers took to begin.");
    describe_gauge!(QUEUE, "How many wait in a queue.");
    describe_gauge!(QUEUE_AGE, Unit::Seconds, "How long the oldest in a queue has waited.");
    describe_gauge!(CONNECTIONS, "Connections of this process to the database.");
    describe_gauge!(ROOM, Unit::Bytes, "Room left in a directory that is written to.");
}

/// Counts a request and its answer.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let method = match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        // Anybody may invent methods, and each would be a row of its own.
        _ => "other",
    };
    let response = next.run(request).await;
    let status = response.status().as_str().to_owned();
    histogram!(REQUEST_SECONDS, "route" => route.clone()).record(began.elapsed());
    counter!(REQUESTS, "route" => route, "method" => method, "status" => status).increment(1);
    response
}

/// Notes what waits.
pub(crate) fn note_queues(queues: Vec<Queue>, now: jiff::Timestamp) {
    for Queue { name, waiting, oldest } in queues {
        let age = oldest.map_or(0.0, |since| now.duration_since(since).as_secs_f64().max(0.0));
        gauge!(QUEUE, "queue" => name.clone()).set(number(waiting));
        gauge!(QUEUE_AGE, "queue" => name).set(age);
    }
}

/// Notes the connections to the database.
pub(crate) fn note_connections(connections: Connections) {
    let Connections { open, idle, most } = connections;
    for (state, count) in [("used", open.saturating_sub(idle)), ("idle", idle), ("most", most)] {
        gauge!(CONNECTIONS, "state" => state).set(f64::from(count));
    }
}

/// Notes the room that is left.
pub(crate) fn note_room(rooms: Vec<Room>) {
    for Room { directory, free_bytes } in rooms {
        let free = i64::try_from(free_bytes).unwrap_or(i64::MAX);
        gauge!(ROOM, "directory" => directory.display().to_string()).set(number(free));
    }
}

/// As the pictures take it: exact up to 2^53, and near enough beyond.
fn number(count: i64) -> f64 {
    count as f64
}
