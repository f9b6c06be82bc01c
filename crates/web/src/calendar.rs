//! Deadlines as a calendar (RFC 5545).

use icalendar::{Calendar, Component as _, Event, Parameter, Property};
use jiff::ToSpan as _;
use jiff::civil::Date;
use operations::Settings;
use store::Row;

use crate::pieces::Met;

/// Returns deadlines as all-day events, each with an id that stays when the day moves.
///
/// Two calls of the same record give the same bytes: what has no time of its own bears that of its recording.
pub(crate) fn of(settings: &Settings, organization: &str, rows: &[Row]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&format!("{organization} liaison statements: deadlines"));
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    for (row, due) in rows.iter().filter_map(|row| Some((row, row.day_to_watch()?))) {
        calendar.push(event(settings, row, due));
    }
    calendar.done().to_string()
}

fn event(settings: &Settings, row: &Row, due: Date) -> Event {
    let url = settings.statement_url(row.number);
    let domain = settings.mail_domain();
    let asks = match Met::of_row(row) {
        Met::Not => "Answer due",
        _ => "Done",
    };
    let names = |bodies: &[(String, String)]| {
        let names: Vec<&str> = bodies.iter().map(|(_, name)| name.as_str()).collect();
        names.join(", ")
    };
    let about = format!(
        "From {} to {}. The day holds to its end anywhere on earth (12:00 UTC of the next day).\n{url}",
        names(&row.from),
        names(&row.to)
    );
    let next = due.checked_add(1.day()).unwrap_or(due);
    let recorded = row.recorded_at.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut event = Event::new();
    event
        .uid(&format!("deadline-{}@{domain}", row.number))
        .summary(&format!("{asks}: {}", row.subject))
        .description(&about)
        .url(&url)
        .append_property(whole_day("DTSTART", due))
        // The day after the last (RFC 5545 §3.6.1).
        .append_property(whole_day("DTEND", next))
        .add_property("DTSTAMP", recorded.strftime("%Y%m%dT%H%M%SZ").to_string())
        .add_property("TRANSP", "TRANSPARENT");
    event.done()
}

/// Returns a day without a time, as a property of an event.
pub(crate) fn whole_day(name: &str, date: Date) -> Property {
    let mut property = Property::new(name, date.strftime("%Y%m%d").to_string());
    property.append_parameter(Parameter::new("VALUE", "DATE")).done()
}
