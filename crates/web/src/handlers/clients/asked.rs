//! What stands behind `?`: pages, orders and filters; whatever is not understood is refused, and why.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use store::datatracker::{
    Ask, Cell, Field, Filter, Kind, Lookup, MOST_OBJECTS, Order, Resource, resource,
};

/// As many objects as the datatracker gives where nobody says how many.
pub(super) const USUAL_LIMIT: i64 = 20;

/// The most steps from object to object in one filter.
const DEEPEST: usize = 5;

/// What clients may send besides filters; keys of accounts say nothing here, where all is public.
const NO_FILTERS: [&str; 7] =
    ["format", "limit", "offset", "order_by", "username", "api_key", "apikey"];

/// What filters may say after the field.
const LOOKUPS: [(&str, Lookup); 17] = [
    ("exact", Lookup::Exact),
    ("iexact", Lookup::Iexact),
    ("contains", Lookup::Contains),
    ("icontains", Lookup::Icontains),
    ("startswith", Lookup::Startswith),
    ("istartswith", Lookup::Istartswith),
    ("endswith", Lookup::Endswith),
    ("iendswith", Lookup::Iendswith),
    ("in", Lookup::In),
    ("gt", Lookup::Gt),
    ("gte", Lookup::Gte),
    ("lt", Lookup::Lt),
    ("lte", Lookup::Lte),
    ("range", Lookup::Range),
    ("isnull", Lookup::Isnull),
    ("month", Lookup::Month),
    ("day", Lookup::Day),
];

/// Reads what a list is asked for.
pub(super) fn list(of: &'static Resource, pairs: &[(String, String)]) -> Result<Ask, String> {
    format(pairs)?;
    let last =
        |key: &str| pairs.iter().rev().find(|(known, _)| known == key).map(|(_, it)| it.as_str());
    let limit = last("limit").map_or(Ok(USUAL_LIMIT), |text| count("limit", text))?;
    // 0 stands for as many as are given at once.
    let limit = if limit == 0 { MOST_OBJECTS } else { limit.min(MOST_OBJECTS) };
    let offset = last("offset").map_or(Ok(0), |text| count("offset", text))?;
    let orders =
        pairs.iter().filter(|(key, _)| key == "order_by").flat_map(|(_, it)| it.split(','));
    let order =
        orders.filter(|it| !it.is_empty()).map(|it| order(of, it)).collect::<Result<_, _>>()?;
    let mut names: Vec<&str> = Vec::new();
    for (key, _) in pairs {
        if !NO_FILTERS.contains(&key.as_str()) && !names.contains(&key.as_str()) {
            names.push(key);
        }
    }
    let mut filters = Vec::new();
    for name in names {
        let values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        filters.extend(filter(of, name, &values.collect::<Vec<_>>())?);
    }
    Ok(Ask { resource: of, filters, order, offset, limit })
}

/// Refuses another format than JSON.
pub(super) fn format(pairs: &[(String, String)]) -> Result<(), String> {
    match pairs.iter().find(|(key, value)| key == "format" && value != "json") {
        Some((_, other)) => {
            Err(format!("The format “{other}” is not available here: ask with format=json."))
        }
        None => Ok(()),
    }
}

/// Reads what stands in an address for an object; nothing if there can be none of that name.
pub(super) fn key(kind: Kind, text: &str) -> Option<Cell> {
    match kind {
        Kind::Integer => text.parse().ok().map(Cell::Integer),
        _ => Some(Cell::Text(text.to_owned())),
    }
}

fn count(name: &str, text: &str) -> Result<i64, String> {
    let wrong = || format!("The {name} “{text}” is no whole number from 0 on.");
    text.trim().parse::<i64>().ok().filter(|number| *number >= 0).ok_or_else(wrong)
}

/// Reads a field to sort by, with a minus where the largest comes first.
fn order(of: &'static Resource, text: &str) -> Result<Order, String> {
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (path, rest) = path(of, name)?;
    if let Some(rest) = rest.first() {
        return Err(format!("“{name}” cannot be sorted by: “{rest}” is no field there."));
    }
    let many = path.iter().find(|field| matches!(field.kind, Kind::Many(..) | Kind::Constant(_)));
    match many {
        Some(field) => {
            Err(format!("“{}” cannot be sorted by: it has no single value.", field.name))
        }
        None => Ok(Order { path, descending }),
    }
}

/// Goes from field to field as far as a name does; returns the fields, and what follows them.
fn path<'a>(
    of: &'static Resource,
    name: &'a str,
) -> Result<(Vec<&'static Field>, Vec<&'a str>), String> {
    let mut parts = name.split("__").collect::<Vec<_>>().into_iter().peekable();
    let (mut at, mut path) = (Some(of), Vec::new());
    while let Some(part) = parts.peek() {
        let Some(field) = at.and_then(|at| field(at, part)) else { break };
        at = match field.kind {
            Kind::One(target) | Kind::Many(target, _) => resource(target),
            _ => None,
        };
        path.push(field);
        parts.next();
    }
    if path.is_empty() {
        let known: Vec<&str> = of.fields.iter().map(|field| field.name).collect();
        return Err(format!(
            "“{name}” is no field of {}; there are: {}.",
            of.name,
            known.join(", ")
        ));
    }
    if path.len() > DEEPEST {
        return Err(format!("“{name}” goes through more than {DEEPEST} objects."));
    }
    Ok((path, parts.collect()))
}

fn field(of: &'static Resource, name: &str) -> Option<&'static Field> {
    // What tells objects apart can be called so everywhere.
    of.field(if name == "pk" { of.key } else { name })
}

fn filter(of: &'static Resource, name: &str, values: &[&str]) -> Result<Vec<Filter>, String> {
    let (path, rest) = path(of, name)?;
    let Some(field) = path.last() else { return Ok(Vec::new()) };
    if let Kind::Constant(_) = field.kind {
        return Err(format!("“{}” is not kept here, and cannot be filtered by.", field.name));
    }
    let said = match rest.as_slice() {
        [] => "exact",
        [said] => said,
        _ => {
            return Err(format!(
                "“{name}” is no field of {} and nothing that can be asked of one.",
                of.name
            ));
        }
    };
    let kind = match field.kind {
        Kind::One(target) | Kind::Many(target, _) => {
            resource(target).map_or(Kind::Integer, Resource::key_kind)
        }
        kind => kind,
    };
    let value = values.last().copied().unwrap_or_default();
    if matches!(said, "year" | "date") && matches!(kind, Kind::Day | Kind::Time) {
        return span(&path, kind, said, value);
    }
    let Some((_, lookup)) = LOOKUPS.iter().find(|(known, _)| *known == said) else {
        return Err(unknown_lookup(name, said));
    };
    if !suits(*lookup, kind) {
        return Err(format!("“{said}” cannot be asked of “{}”.", field.name));
    }
    let values = match lookup {
        Lookup::In | Lookup::Range => {
            let all = values.iter().flat_map(|value| value.split(','));
            let all = all.map(|value| one(field, kind, value)).collect::<Result<Vec<_>, _>>()?;
            if *lookup == Lookup::Range && all.len() != 2 {
                return Err(format!("“{name}” takes two values with a comma between them."));
            }
            all
        }
        Lookup::Isnull => vec![flag(name, value)?],
        Lookup::Month | Lookup::Day => vec![two_digits(name, value)?],
        Lookup::Exact | Lookup::Iexact if is_none(value) => vec![Cell::Null],
        _ => vec![one(field, kind, value)?],
    };
    Ok(vec![Filter { path, lookup: *lookup, values }])
}

fn unknown_lookup(name: &str, said: &str) -> String {
    let known: Vec<&str> =
        LOOKUPS.iter().map(|(known, _)| *known).chain(["year", "date"]).collect();
    format!(
        "“{name}”: “{said}” is no field there, and nothing that can be asked of one; there are: {}.",
        known.join(", ")
    )
}

/// Says whether something can be asked of a value of this kind.
fn suits(lookup: Lookup, kind: Kind) -> bool {
    use Lookup::{
        Contains, Day, Endswith, Icontains, Iendswith, Iexact, Istartswith, Month, Startswith,
    };
    match lookup {
        Contains | Icontains | Startswith | Istartswith | Endswith | Iendswith | Iexact => {
            kind == Kind::Text
        }
        Month | Day => kind == Kind::Day,
        _ => true,
    }
}

/// Reads the year or day within which a day or time is to be.
fn span(
    path: &[&'static Field],
    kind: Kind,
    said: &str,
    value: &str,
) -> Result<Vec<Filter>, String> {
    let days =
        match said {
            "year" => value.trim().parse::<i16>().ok().and_then(|year| {
                Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
            }),
            _ => value.trim().parse::<Date>().ok().map(|day| (day, day)),
        };
    let (first, last) = days.ok_or_else(|| format!("“{value}” is no {said}."))?;
    let (from, until) = match kind {
        Kind::Day => (Cell::Text(first.to_string()), Cell::Text(last.to_string())),
        _ => {
            let begins = |day: Date| {
                let start = TimeZone::UTC.to_timestamp(DateTime::from(day));
                start
                    .map(|start| start.as_microsecond())
                    .map_err(|_| format!("“{value}” is no {said}."))
            };
            let after = last.tomorrow().map_err(|_| format!("“{value}” is no {said}."))?;
            (Cell::Integer(begins(first)?), Cell::Integer(begins(after)? - 1))
        }
    };
    let filter = |lookup, value| Filter { path: path.to_vec(), lookup, values: vec![value] };
    Ok(vec![filter(Lookup::Gte, from), filter(Lookup::Lte, until)])
}

/// Reads a value to compare with; the address of an object stands for what tells it apart.
fn one(field: &Field, kind: Kind, text: &str) -> Result<Cell, String> {
    let named = matches!(field.kind, Kind::One(_) | Kind::Many(..)) && text.starts_with('/');
    let text = if named {
        text.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    } else {
        text
    };
    let wrong = |wanted: &str| {
        format!("“{text}” cannot be compared with “{}”, which is {wanted}.", field.name)
    };
    match kind {
        Kind::Integer => {
            text.trim().parse().map(Cell::Integer).map_err(|_| wrong("a whole number"))
        }
        Kind::Boolean => flag(field.name, text),
        Kind::Day => {
            let day = text.trim().parse::<Date>().map_err(|_| wrong("a day such as 2026-03-10"))?;
            Ok(Cell::Text(day.to_string()))
        }
        Kind::Time => time(text.trim()).ok_or_else(|| wrong("a time such as 2026-03-10T12:00:00Z")),
        _ => Ok(Cell::Text(text.to_owned())),
    }
}

/// Reads a time; one without a zone is in UTC, and a day is its beginning.
fn time(text: &str) -> Option<Cell> {
    let instant = text.parse::<Timestamp>().ok().or_else(|| {
        let there = text
            .parse::<DateTime>()
            .ok()
            .or_else(|| text.parse::<Date>().ok().map(DateTime::from))?;
        TimeZone::UTC.to_timestamp(there).ok()
    })?;
    Some(Cell::Integer(instant.as_microsecond()))
}

fn flag(name: &str, text: &str) -> Result<Cell, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(Cell::Boolean(true)),
        "false" | "0" => Ok(Cell::Boolean(false)),
        _ => Err(format!("“{name}” takes true or false, and not “{text}”.")),
    }
}

fn two_digits(name: &str, text: &str) -> Result<Cell, String> {
    let number = text.trim().parse::<u8>().ok().filter(|number| (1..=31).contains(number));
    let number = number.ok_or_else(|| format!("“{name}” takes a number, and not “{text}”."))?;
    Ok(Cell::Text(format!("{number:02}")))
}

fn is_none(text: &str) -> bool {
    ["none", "null", "nil"].contains(&text.to_ascii_lowercase().as_str())
}
