//! `/metrics`: what is counted, as Prometheus reads it.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::failed::Failed;
use crate::{Metrics, Site, counting, session};

/// The format's own media type.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What a proxy adds to what it passes on.
const OF_A_PROXY: [&str; 4] = ["x-forwarded-for", "x-forwarded-host", "forwarded", "via"];

/// Tells whoever may know; for all others there is nothing here.
pub(crate) async fn show(State(site): State<Site>, request: Request) -> Result<Response, Failed> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    let metrics = site.metrics.as_ref().filter(|it| may_know(it, peer, request.headers()));
    let Some(metrics) = metrics else { return Err(Failed::not_found("page")) };
    let store = &site.desk.store;
    counting::note_connections(store.connections());
    if let Ok(rooms) = store.room() {
        counting::note_room(rooms);
    }
    // Without the database, the rest is all the more wanted.
    match store.reader().queues().await {
        Ok(queues) => counting::note_queues(queues, site.now()),
        Err(fault) => tracing::error!(%fault, "what waits could not be counted"),
    }
    Ok((StatusCode::OK, [(CONTENT_TYPE, TEXT)], metrics.text()).into_response())
}

/// With a token, whoever has it; without, whoever asks from this machine itself and not by way of a proxy: all readers come
/// from this machine where a proxy is on it.
pub(crate) fn may_know(metrics: &Metrics, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if metrics.needs_token() {
        return session::bearer(headers).is_some_and(|token| metrics.is_token(token));
    }
    let is_here = peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let is_direct = !OF_A_PROXY.iter().any(|name| headers.contains_key(*name));
    is_here && is_direct && text(HOST).is_some_and(names_this_machine)
}

/// Says whether a host is this machine as it calls itself: a proxy passes on the one that readers know.
fn names_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}
