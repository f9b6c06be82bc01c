//! What waits for somebody, as calendars read it (RFC 5545).

use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use operations::Settings;
use rules::{Directory, Duty};

use crate::calendar::whole_day;

/// Returns a calendar with an event on the day on which each thing is due; what has no day stands on today's.
///
/// Nothing in it depends on chance, and only the stamp on the time.
pub(crate) fn duties_calendar(
    settings: &Settings,
    duties: &[Duty],
    directory: &Directory,
    now: Timestamp,
) -> String {
    let today = jiff::tz::TimeZone::UTC.to_datetime(now).date();
    let mut calendar = Calendar::new();
    calendar.name("Liaison statements: what waits for you");
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", "PT6H").add_parameter("VALUE", "DURATION").done(),
    );
    for duty in duties {
        calendar.push(event(settings, duty, directory, today, now));
    }
    calendar.done().to_string()
}

fn event(
    settings: &Settings,
    duty: &Duty,
    directory: &Directory,
    today: Date,
    now: Timestamp,
) -> Event {
    let day = duty.due.unwrap_or(today);
    let next = day.saturating_add(1.day());
    let url = format!("{}{}", settings.base_url, operations::address_of(duty, directory));
    let route = if duty.route.is_empty() { String::new() } else { format!("{}\n", duty.route) };
    let mut event = Event::new();
    event
        .uid(&format!("{}@{}", duty.key().replace(':', "-"), settings.mail_domain()))
        .summary(&format!("{}: {}", duty.task.words(), duty.title))
        .description(&format!("{route}{}\n{}\n{url}", duty.why, duty.otherwise))
        .url(&url)
        .append_property(Property::new("DTSTAMP", now.strftime("%Y%m%dT%H%M%SZ").to_string()))
        // The end is the first day after it.
        .append_property(whole_day("DTSTART", day))
        .append_property(whole_day("DTEND", next))
        .append_property(Property::new("TRANSP", "TRANSPARENT"));
    event.done()
}
