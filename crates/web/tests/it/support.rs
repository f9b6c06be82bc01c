//! A service with a made record, and people who ask it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use operations::{Desk, KnownNames, Settings};
use rules::{Mailbox, Policy};
use store::testing::Guard;
use store::{Ids, Store};
use tower::ServiceExt as _;
use web::Site;

/// The instant at which every test asks.
pub(crate) const NOW: &str = "2026-03-10T12:00:00Z";

/// The service over one database.
pub(crate) struct Service {
    pub(crate) desk: Desk,
    router: Router,
    _guard: Guard,
}

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Returns the same empty service over each database, with its label.
pub(crate) async fn services(name: &str) -> Vec<(&'static str, Service)> {
    let stores = store::testing::stores(name).await.into_iter();
    stores.map(|(label, store, guard)| (label, service(store, guard))).collect()
}

fn service(store: Store, guard: Guard) -> Service {
    let mail_from = Mailbox::new("Liaison", "liaison@example.org").unwrap();
    let settings = Settings::new("https://liaison.example.org", mail_from);
    let desk = Desk {
        store,
        policy: Arc::new(Policy::built_in_at("ietf", "example.org").unwrap()),
        ids: Arc::new(Ids::new(|| 7)),
        settings: Arc::new(settings),
        names: KnownNames::default(),
    };
    let router = router(&desk);
    Service { desk, router, _guard: guard }
}

fn router(desk: &Desk) -> Router {
    web::router(Site::new(desk.clone()).at(|| NOW.parse::<Timestamp>().unwrap()))
}

/// Returns how the same service answers that was just started, and has kept nothing of what it read for pages.
pub(crate) async fn ask_just_started(service: &Service, request: Request<Body>) -> Answer {
    answer(router(&service.desk), request).await
}

/// Returns how the same service answers with other settings.
pub(crate) async fn ask_with_settings(
    service: &Service,
    change: impl FnOnce(&mut Settings),
    path: &str,
) -> Answer {
    let mut settings = (*service.desk.settings).clone();
    change(&mut settings);
    let desk = Desk { settings: Arc::new(settings), ..service.desk.clone() };
    let request = Request::get(path).body(Body::empty()).unwrap();
    answer(web::router(Site::new(desk)), request).await
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Signs somebody in, and returns the session's token.
pub(crate) async fn session(desk: &Desk, person: rules::PersonId, now: Timestamp) -> String {
    let visitor = operations::Visitor::default();
    operations::begin_session(desk, person, "in a test", &visitor, now).await.unwrap()
}

impl Service {
    /// Asks for an address as a reader does.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a request.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        answer(self.router.clone(), request).await
    }
}

impl Answer {
    /// Returns the body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    /// Returns a header, empty if it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}
