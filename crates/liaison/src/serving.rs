//! Answering until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use operations::{Desk, OpenId, OpenIdSettings};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use web::{Metrics, Site};
use workers::{Duties, HttpOutside, Intake, LmtpListener, Sandboxed, Smtp, Workers};

use crate::counting::Counts;
use crate::failed::Failed;
use crate::settings::Receive;

/// How long answers that have begun may still take when the service stops.
const GRACE: Duration = Duration::from_secs(10);

/// Takes the address at which it will listen.
///
/// # Errors
/// If somebody else has it, or it is not one of this machine.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, Failed> {
    TcpListener::bind(address).await.map_err(|error| {
        Failed::because(format!(
            "nothing can listen at {address}: {error}; choose another address with --listen"
        ))
    })
}

/// Returns the address by which browsers on this machine reach a listener.
///
/// # Errors
/// If the listener has none.
pub(crate) fn local_url(listener: &TcpListener) -> Result<String, Failed> {
    let address = listener.local_addr();
    let mut address = address.map_err(|error| Failed::because(format!("no address: {error}")))?;
    if address.ip().is_unspecified() {
        address.set_ip(SocketAddr::from(([127, 0, 0, 1], 0)).ip());
    }
    Ok(format!("http://{address}"))
}

/// What a service does besides answering.
#[derive(Default)]
pub(crate) struct Work {
    pub(crate) smtp: Option<Smtp>,
    pub(crate) openid: Option<OpenId>,
    pub(crate) duties: Duties,
    pub(crate) intake: Intake,
    /// What is counted, and the token with which it may be read.
    pub(crate) counts: Option<(Counts, Option<String>)>,
}

/// Takes the places from which messages come.
///
/// # Errors
/// If somebody else has the one of the mail server, or it cannot be made.
pub(crate) async fn intake(receive: Receive) -> Result<Intake, Failed> {
    let Receive { lmtp, mailboxes, maildirs } = receive;
    let lmtp = match lmtp {
        None => None,
        Some(lmtp) => {
            let place = lmtp.at.to_string();
            let listener = LmtpListener::bind(lmtp).await.map_err(|error| {
                Failed::because(format!("no mail server can hand over at {place}: {error}; choose another receive.lmtp.listen"))
            })?;
            tracing::info!(%place, "the mail server may hand over by LMTP");
            Some(listener)
        }
    };
    Ok(Intake { lmtp, mailboxes, maildirs })
}

/// Answers, and works in the background, until SIGTERM or SIGINT; what has begun is finished.
///
/// # Errors
/// If the signals cannot be heard, or the network fails.
pub(crate) async fn serve(desk: Desk, work: Work, listener: TcpListener) -> Result<(), Failed> {
    let Work { smtp, openid, duties, intake, counts } = work;
    let asked = stop_signal()?;
    let workers = Workers::start(&desk, smtp).with_duties(&desk, duties).with_intake(&desk, intake);
    let store = desk.store.clone();
    let mut site = Site::new(desk).with_openid(openid).with_converter(Arc::new(Sandboxed::look()));
    if let Some((counts, token)) = counts {
        tokio::spawn(counts.clone().keep_up());
        site = site.with_metrics(Metrics::new(move || counts.text(), token.as_deref()));
    }
    let app = web::router(site).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(told(asked.clone()));
    let ended = tokio::select! {
        ended = async { server.await } => ended,
        () = async { told(asked).await; tokio::time::sleep(GRACE).await } => Ok(()),
    };
    workers.stop().await;
    store.close().await;
    tracing::info!("stopped");
    ended.map_err(|error| Failed::because(format!("the network failed: {error}")))
}

/// Returns the organization's own sign-in, which is asked when somebody first uses it.
///
/// # Errors
/// If an address is none, or this machine can ask nobody.
pub(crate) fn openid(settings: OpenIdSettings, base_url: &str) -> Result<OpenId, Failed> {
    let outside = HttpOutside::new()
        .map_err(|why| Failed::because(format!("nobody can be asked from this machine: {why}")))?;
    OpenId::new(settings, base_url, Arc::new(outside)).map_err(Failed::usage)
}

async fn told(mut asked: watch::Receiver<bool>) {
    // The sender lives in a task that ends by telling.
    let _ = asked.wait_for(|asked| *asked).await;
}

fn stop_signal() -> Result<watch::Receiver<bool>, Failed> {
    let hear = |kind| {
        signal(kind).map_err(|error| Failed::because(format!("no signal can be heard: {error}")))
    };
    let (mut terminate, mut interrupt) =
        (hear(SignalKind::terminate())?, hear(SignalKind::interrupt())?);
    let (tell, asked) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        let _ = tell.send(true);
    });
    Ok(asked)
}
