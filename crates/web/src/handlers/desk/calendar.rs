//! `/desk/calendar/TOKEN.ics`: what waits for somebody, as their calendar reads it; whoever knows the address reads it.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

use crate::Site;
use crate::failed::Failed;
use crate::own_calendar::duties_calendar;
use crate::page::Page;
use crate::pages::desk::calendar::CalendarPage;
use crate::view::SignedIn;

/// Shows what waits for whoever the token belongs to, in iCalendar (RFC 5545).
pub(crate) async fn show(
    State(site): State<Site>,
    Path(file): Path<String>,
) -> Result<Response, Failed> {
    let token = file.strip_suffix(".ics").ok_or_else(|| Failed::not_found("calendar"))?;
    let person = operations::calendar_person(&site.desk, token).await?;
    let actor = operations::act(&site.desk, Some(person), site.now()).await?;
    let duties = operations::waiting_for(&site.desk, &actor, site.now()).await?;
    let directory = site.desk.store.reader().directory().await?;
    let text = duties_calendar(&site.desk.settings, &duties, &directory, site.now());
    let head =
        [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, no-store")];
    Ok((head, text).into_response())
}

/// Makes the address of one's calendar, and shows it this once.
pub(crate) async fn make(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<CalendarPage>, Failed> {
    let token = operations::make_calendar(&site.desk, &view.actor, site.now()).await?;
    let address = format!("{}/desk/calendar/{token}.ics", site.desk.settings.base_url);
    Ok(Page(CalendarPage::of(view, address)))
}

/// Revokes it.
pub(crate) async fn revoke(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Redirect, Failed> {
    operations::revoke_calendar(&site.desk, &view.actor).await?;
    Ok(Redirect::to("/desk/account?done=calendar-revoked#reminders"))
}
