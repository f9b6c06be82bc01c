//! All addresses, by who asks for them, and what is around every answer.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath};
use axum::http::header::ETAG;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tower::ServiceBuilder;
use tower::limit::ConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::{RequestBodyDeadlineLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;

use crate::cache::{self, Cache};
use crate::failed::Failed;
use crate::frame::frame;
use crate::handlers::{
    about, attachment, card, clients, crawlers, deadlines, desk, entry_history, exchange, group,
    health, history, home, legacy, letter, list, log, metrics, open, organizations, person, policy,
    statement, statistics, submit, version, watching,
};
use crate::{Site, api, assets, counting, handlers, headers};

/// Longer than any page takes; what takes longer is at fault.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// As long as somebody with a slow line needs for the largest file.
const SEND_WITHIN: Duration = Duration::from_secs(300);

/// Returns everything that is answered over HTTP.
pub fn router(site: Site) -> Router {
    let routes = Router::new()
        .merge(for_readers())
        .merge(for_followers())
        .merge(for_other_organizations())
        .merge(desk::routes(&site))
        .merge(for_old_links())
        .merge(for_clients_of_the_former_tool())
        .merge(for_machines())
        .merge(api::routes(&site))
        .fallback(async || Failed::not_found("page"));
    around(routes, &site).with_state(site)
}

/// Pages that everybody may read.
fn for_readers() -> Router<Site> {
    let few = ConcurrencyLimitLayer::new(4);
    Router::new()
        .route("/", get(home::show))
        .route("/about", get(about::show))
        .route("/api", get(handlers::api::show))
        .route("/policy", get(policy::show))
        .route("/policy.toml", get(policy::source))
        .route("/statements", get(list::show))
        .route("/statements.atom", get(list::atom))
        .route("/statements.json", get(list::json))
        .route("/statements.csv", get(list::csv))
        // With .json, .txt or .eml behind the number, too.
        .route("/statements/{number}", get(statement::show))
        // Drawing takes longer than writing a page: whoever comes meanwhile waits.
        .route("/statements/{number}/card.png", get(card::statement).layer(few.clone()))
        .route("/card.png", get(card::record).layer(few))
        .route("/statements/{number}/history", get(history::show))
        .route("/statements/{number}/history.atom", get(history::atom))
        .route("/statements/{number}/proof", get(log::proof))
        .route("/statements/{number}/exchange", get(exchange::show))
        .route("/statements/{number}/exchange.atom", get(exchange::atom))
        .route("/statements/{number}/versions/{version}", get(version::show))
        .route("/statements/{number}/attachments/{position}/{name}", get(attachment::show))
        .route("/statements/{number}/letter.docx", get(letter::docx))
        .route("/statements/{number}/letter.pdf", get(letter::pdf))
        .route("/organizations", get(organizations::show))
        .route("/organizations.json", get(organizations::json))
        .route("/organizations.csv", get(organizations::csv))
        .route("/organizations.atom", get(organizations::atom))
        // With .json or .atom behind the acronym, too.
        .route("/organizations/{acronym}", get(group::show))
        .route("/organizations/{acronym}/open", get(open::show))
        .route("/organizations/{acronym}/open.atom", get(open::atom))
        .route("/organizations/{acronym}/report", get(open::report))
        .route("/organizations/{acronym}/report.md", get(open::markdown))
        .route("/organizations/{acronym}/report.pdf", get(open::pdf))
        .route("/groups/{acronym}", get(group::show))
        .route("/groups/{acronym}/history", get(entry_history::show))
        .route("/groups/{acronym}/history.atom", get(entry_history::atom))
        .route("/statistics", get(statistics::show))
        .route("/statistics.json", get(statistics::json))
        .route("/statistics.csv", get(statistics::csv))
        .route("/deadlines", get(deadlines::show))
        .route("/deadlines.ics", get(deadlines::ics))
        .route("/deadlines.atom", get(deadlines::atom))
        .route("/deadlines.csv", get(deadlines::csv))
        .route("/people/{id}", get(person::show))
        .route("/log", get(log::show))
        .route("/log/checkpoint", get(log::checkpoint))
        .route("/log/keys", get(log::keys))
        .route("/log/tile/{*name}", get(log::tile))
}

/// Following what happens by mail, without an account.
fn for_followers() -> Router<Site> {
    Router::new()
        .route("/watch", post(watching::ask).get(watching::show))
        .route("/watch/sent", get(watching::sent))
        .route("/watching/{token}", get(watching::mine))
        .route("/watching/{token}/end", post(watching::end_all).get(watching::asked_to_end))
        .route("/watching/{token}/{id}/confirm", post(watching::confirm))
        .route("/watching/{token}/{id}/end", post(watching::end))
}

/// The form with which people of other organizations hand in statements.
fn for_other_organizations() -> Router<Site> {
    // Half a dozen of the largest fit into memory; whoever comes meanwhile waits.
    // How large it may be is looked at there, so that nothing is lost that was typed.
    let at_once = ConcurrencyLimitLayer::new(6);
    Router::new()
        .route("/submit", post(submit::hand_in).layer(at_once).get(submit::show))
        .route("/submit/sent", get(submit::sent))
        .route("/submit/{token}", get(submit::show_link).post(submit::confirm))
        .layer(DefaultBodyLimit::disable())
}

/// Addresses of the former tool, kept alive for ever.
fn for_old_links() -> Router<Site> {
    let both = |path: &str, to: MethodRouter<Site>| {
        Router::new().route(path, to.clone()).route(&format!("{path}/"), to)
    };
    Router::new()
        .merge(both("/liaison", get(legacy::list)))
        .merge(both("/liaison/posted", get(legacy::list)))
        .merge(both("/liaison/{number}", get(legacy::statement)))
        .merge(both("/liaison/{number}/history", get(legacy::history)))
        .merge(both("/liaison/{number}/{form}", get(legacy::form)))
        .merge(both("/liaison/{number}/{form}/{id}", get(legacy::attachment_form)))
        .merge(both("/liaison/add", get(legacy::add)))
        .merge(both("/liaison/add/incoming", get(legacy::add_incoming)))
        .merge(both("/liaison/add/outgoing", get(legacy::add)))
        .merge(both("/liaison/for_approval", get(legacy::for_approval)))
        .merge(both("/liaison/pending", get(legacy::for_approval)))
        .merge(both("/liaison/dead", get(legacy::for_approval)))
        .merge(both("/liaison/for_approval/{number}", get(legacy::one_for_approval)))
        .merge(both("/liaison/help", get(legacy::help)))
        .merge(both("/liaison/help/{topic}", get(legacy::help)))
        .merge(both("/liaison/managers", get(legacy::managers)))
        .merge(both("/feed/liaison/recent", get(legacy::feed)))
        .merge(both("/feed/liaison/{kind}/{name}", get(legacy::feed_of)))
        .route("/sitemap-liaison.xml", get(legacy::sitemap))
        .route("/lib/dt/documents/LIAISON/{file}", get(attachment::legacy))
        .route("/documents/LIAISON/{file}", get(attachment::legacy))
}

/// What programs ask of the former tool.
fn for_clients_of_the_former_tool() -> Router<Site> {
    let both = |path: &str, to: MethodRouter<Site>| {
        Router::new().route(path, to.clone()).route(&format!("{path}/"), to)
    };
    Router::new()
        .merge(both("/api/v1", get(clients::top)))
        .merge(both("/api/v1/{app}", get(clients::app)))
        .merge(both("/api/v1/{app}/{resource}", get(clients::list)))
        // `schema` in place of a key, too.
        .merge(both("/api/v1/{app}/{resource}/{key}", get(clients::one)))
        .merge(both("/api/v1/{app}/{resource}/set/{keys}", get(clients::set)))
}

/// What browsers, crawlers and whoever watches the service ask for.
fn for_machines() -> Router<Site> {
    Router::new()
        .route("/assets/{name}", get(assets::asset))
        .route("/robots.txt", get(crawlers::robots))
        .route("/sitemap.xml", get(crawlers::sitemap))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
}

/// Puts around all routes what every answer needs, the outermost first.
fn around(routes: Router<Site>, site: &Site) -> Router<Site> {
    let layers = ServiceBuilder::new()
        .layer(from_fn(counting::count))
        .layer(from_fn_with_state((site.clone(), Cache::new()), cache::keep))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn_with_state(site.clone(), headers::safe))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_made_here)))
        .layer(from_fn_with_state(site.clone(), frame))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(RequestBodyDeadlineLayer::new(SEND_WITHIN))
        .layer(csrf(site))
        .layer(DefaultBodyLimit::max(site.form_limit()));
    routes.layer(layers)
}

/// Files have a tag of their own for their bytes as they came, and go out as they are.
fn is_made_here(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(ETAG)
}

/// Names a request in the log by its route: an address may hold the secret of a one-time link.
fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("");
    tracing::info_span!("request", method = %request.method(), route, id)
}

/// Refuses changes that come from another site's pages.
fn csrf(site: &Site) -> CsrfLayer {
    // Behind a proxy, the host that a request names may be another than the one that readers see.
    CsrfLayer::new().add_trusted_origin(&site.desk.settings.base_url).unwrap_or_default()
}
