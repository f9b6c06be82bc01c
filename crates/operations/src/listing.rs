//! What a list of statements may be asked for, as the addresses of lists have it behind `?`.

use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use rules::{Direction, Purpose, State};
use store::{AnswerFilter, DeadlineFilter, Find, Sort};

/// What a list may be asked for, in the order in which addresses are written.
pub const LIST_KEYS: [&str; 13] = [
    "q",
    "organization",
    "group",
    "from",
    "to",
    "direction",
    "purpose",
    "state",
    "year",
    "deadline",
    "open",
    "answer",
    "sort",
];

/// Says whether a list can be asked for a value under a key; lists hold what is public, so that only the public states are
/// known.
pub fn list_knows(key: &str, value: &str) -> bool {
    match key {
        "direction" => Direction::from_slug(value).is_some(),
        "purpose" => value == "none" || Purpose::from_slug(value).is_some(),
        "state" => State::from_slug(value).is_some_and(State::is_public),
        "year" => value.parse::<i16>().is_ok_and(|year| (1900..=9999).contains(&year)),
        "deadline" => ["any", "stated", "open", "passed"].contains(&value),
        "open" => value == "yes",
        "answer" => AnswerFilter::from_slug(value).is_some(),
        "sort" => ["newest", "oldest", "deadline", "subject"].contains(&value),
        _ => true,
    }
}

/// Returns what the store is to find, on a day; `get` returns what is asked for under a key, empty if nothing is.
pub fn find_of<'a>(get: impl Fn(&str) -> &'a str, today: Date) -> Find {
    let acronym = |key| Some(get(key).to_lowercase()).filter(|value| !value.is_empty());
    Find {
        words: get("q").to_owned(),
        organization: acronym("organization"),
        group: acronym("group"),
        from: acronym("from"),
        to: acronym("to"),
        direction: Direction::from_slug(get("direction")),
        purpose: match get("purpose") {
            "none" => Some(None),
            slug => Purpose::from_slug(slug).map(Some),
        },
        states: State::from_slug(get("state")).into_iter().collect(),
        year: get("year").parse().ok(),
        deadline: match get("deadline") {
            "any" => Some(DeadlineFilter::Any),
            "stated" => Some(DeadlineFilter::Stated),
            "open" => Some(DeadlineFilter::OpenOn(today)),
            "passed" => Some(DeadlineFilter::PassedOn(today)),
            _ => None,
        },
        unanswered: get("open") == "yes",
        answer: AnswerFilter::from_slug(get("answer")),
        sort: match get("sort") {
            "oldest" => Sort::Oldest,
            "deadline" => Sort::Deadline,
            "subject" => Sort::Subject,
            _ => Sort::Newest,
        },
        ..Find::default()
    }
}

/// Returns what an address asks a list for, by what stands in it behind `?`; what no list knows is left out.
pub(crate) fn find_in_address(query: &str, today: Date) -> Find {
    let pairs: Vec<(&str, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key, percent_decode_str(value).decode_utf8_lossy().into_owned()))
        .filter(|(key, value)| list_knows(key, value))
        .collect();
    let get = |key: &str| {
        let found = pairs.iter().find(|(known, _)| *known == key);
        found.map_or("", |(_, value)| value.as_str())
    };
    find_of(get, today)
}
