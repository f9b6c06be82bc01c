//! Days, numbers and sizes as people read them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::Mailbox;

/// Returns the day of an instant in words: 3 February 2026.
pub(crate) fn day_at(at: Timestamp) -> String {
    day(TimeZone::UTC.to_datetime(at).date())
}

/// Returns a day in words: `3 March 2026`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Returns the month of a day: `March`.
pub(crate) fn month(date: Date) -> String {
    date.strftime("%B").to_string()
}

/// Returns an instant in words: `3 March 2026, 14:05 UTC`.
pub(crate) fn instant(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// Returns a number with its thousands apart: `12,345`.
pub(crate) fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        words.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// Returns how many were counted: `1,912`, or `1,000+`.
pub(crate) fn counted(count: store::Count) -> String {
    match count {
        store::Count::Exactly(count) => number(count),
        store::Count::MoreThan(count) => format!("{}+", number(count)),
    }
}

/// Returns a number of things that were counted: `1 statement`, `1,000+ statements`.
pub(crate) fn count_of(counted: store::Count, one: &str, many: &str) -> String {
    match counted {
        store::Count::Exactly(exactly) => count(exactly, one, many),
        store::Count::MoreThan(_) => format!("{} {many}", self::counted(counted)),
    }
}

/// Returns a number of things: `1 statement`, `12 statements`.
pub(crate) fn count(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// Returns a size in words: `812 bytes`, `27 kB`, `1.4 MB`.
pub(crate) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => count(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}.{} MB", number(tenths / 10), tenths % 10)
        }
    }
}

/// Returns an address that people can read and that is not one for programs that collect them.
pub(crate) fn obscured(address: &str) -> String {
    address.replace('@', " [at] ")
}

/// Returns a mailbox likewise: `Ana Example, ana [at] example.org`.
pub(crate) fn obscured_mailbox(mailbox: &Mailbox) -> String {
    if mailbox.name().is_empty() {
        obscured(mailbox.address())
    } else {
        format!("{}, {}", mailbox.name(), obscured(mailbox.address()))
    }
}

/// Returns text with its first letter in upper case.
pub(crate) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns what a type of file is called; the type itself where it has no name of its own.
pub(crate) fn kind(media_type: &str) -> &str {
    match media_type {
        "application/pdf" => "PDF",
        "text/plain" => "Text",
        "text/html" => "HTML",
        "application/msword" => "Word (old)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "Excel",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "PowerPoint",
        "application/vnd.ms-excel" => "Excel (old)",
        "application/vnd.ms-powerpoint" => "PowerPoint (old)",
        "application/vnd.oasis.opendocument.text" => "OpenDocument text",
        "application/zip" => "Zip archive",
        "application/rtf" | "text/rtf" => "Rich text",
        "image/png" => "PNG image",
        "image/jpeg" => "JPEG image",
        "application/octet-stream" | "" => "File",
        other => other,
    }
}

/// The most of a difference that a page shows, in bytes: a text may have a mebibyte, and a history many of them.
const MOST_OF_DIFFERENCE: usize = 64 * 1024;

/// Returns as much of a difference as a page shows, in whole lines, and says how much more there is.
pub(crate) fn start_of_difference(difference: &str) -> std::borrow::Cow<'_, str> {
    if difference.len() <= MOST_OF_DIFFERENCE {
        return difference.into();
    }
    let start = difference.floor_char_boundary(MOST_OF_DIFFERENCE);
    let (start, _) = difference.split_at(start);
    let start = start.rfind('\n').map_or(start, |end| &start[..=end]);
    let more = difference[start.len()..].lines().count();
    let start = start.trim_end_matches('\n');
    let more = number(i64::try_from(more).unwrap_or(i64::MAX));
    format!("{start}\n… and {more} more lines, all of which the API has in its history.\n").into()
}
