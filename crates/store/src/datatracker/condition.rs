//! Filters and orders as SQL.

use super::{Cell, Field, Filter, Kind, Lookup, Order, Resource, resource};
use crate::sql::{Value, numbers, texts};

/// Writes conditions, and gathers their values.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) values: Vec<Value>,
}

impl Writer {
    /// Writes what follows `where`.
    pub(super) fn all(&mut self, filters: &[Filter], of: &'static Resource) -> String {
        let mut parts = vec!["true".to_owned()];
        for filter in filters {
            parts.push(self.one(&filter.path, filter, of, 0));
        }
        parts.join(" and ")
    }

    /// Adds a value, and returns its place: `$7`.
    pub(super) fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// Writes what follows `order by`; the key comes last, so that pages neither overlap nor leave gaps.
    pub(super) fn order(&self, order: &[Order], of: &'static Resource) -> String {
        if order.is_empty() {
            return of.order.to_owned();
        }
        let mut parts: Vec<String> = order
            .iter()
            .map(|order| {
                let way = if order.descending { "desc nulls first" } else { "asc nulls last" };
                format!("{} {way}", sorted_by(&order.path, of, 0))
            })
            .collect();
        parts.push(format!("x0.{}", of.key_column()));
        parts.join(", ")
    }

    fn one(
        &mut self,
        path: &[&'static Field],
        filter: &Filter,
        of: &'static Resource,
        depth: usize,
    ) -> String {
        let Some((field, rest)) = path.split_first() else { return "false".to_owned() };
        let (column, key) = (format!("x{depth}.{}", field.column), of.key_column());
        match (field.kind, rest.is_empty()) {
            (Kind::One(_), true) => self.compared(&column, filter, key_kind(field)),
            (Kind::One(name), false) => {
                let among = self.targets(rest, filter, name, depth + 1);
                format!("{column} in ({among})")
            }
            (Kind::Many(_, link), true) if filter.lookup == Lookup::Isnull => {
                let not = if filter.values == [Cell::Boolean(true)] { "not " } else { "" };
                format!("x{depth}.{key} {not}in (select l.owner from ({link}) l)")
            }
            (Kind::Many(_, link), true) => {
                let condition = self.compared("l.target", filter, key_kind(field));
                format!("x{depth}.{key} in (select l.owner from ({link}) l where {condition})")
            }
            (Kind::Many(name, link), false) => {
                let among = self.targets(rest, filter, name, depth + 1);
                format!(
                    "x{depth}.{key} in (select l.owner from ({link}) l where l.target in ({among}))"
                )
            }
            _ => self.compared(&column, filter, field.kind),
        }
    }

    /// Writes the question for the keys of the objects of another resource that a filter lets through.
    fn targets(
        &mut self,
        path: &[&'static Field],
        filter: &Filter,
        name: &str,
        depth: usize,
    ) -> String {
        let Some(of) = resource(name) else { return "null".to_owned() };
        let condition = self.one(path, filter, of, depth);
        format!("select x{depth}.{} from ({}) x{depth} where {condition}", of.key_column(), of.view)
    }

    /// Compares a column; letters are told apart by case only beyond ASCII where case does not count.
    fn compared(&mut self, column: &str, filter: &Filter, kind: Kind) -> String {
        use Lookup::{
            Contains, Day, Endswith, Exact, Gt, Gte, Icontains, Iendswith, Iexact, In, Isnull,
            Istartswith, Lt, Lte, Month, Range, Startswith,
        };
        let is_null = format!("{column} is null");
        match (filter.lookup, filter.values.as_slice()) {
            (Exact | Iexact, [Cell::Null]) | (Isnull, [Cell::Boolean(true)]) => is_null,
            (Isnull, _) => format!("{column} is not null"),
            (In, values) => {
                let (list, sign) = match kind {
                    Kind::Text | Kind::Day => {
                        (texts(&values.iter().filter_map(text).collect::<Vec<_>>()), "texts")
                    }
                    _ => (numbers(values.iter().filter_map(number)), "numbers"),
                };
                let place = self.place(Value::from(list));
                format!("{column} in ({sign}({place}))")
            }
            // Every text holds the empty one.
            (Contains | Icontains, [Cell::Text(text)]) if text.is_empty() => {
                format!("{column} is not null")
            }
            (Range, [from, to]) => {
                let (from, to) = (self.cell(from), self.cell(to));
                format!("({column} >= {from} and {column} <= {to})")
            }
            (lookup, [value]) => {
                let folded = matches!(lookup, Iexact | Icontains | Istartswith | Iendswith);
                let place = match value {
                    Cell::Text(text) if folded => {
                        self.place(Value::from(text.to_ascii_lowercase()))
                    }
                    other => self.cell(other),
                };
                let column = if folded { format!("lower({column})") } else { column.to_owned() };
                match lookup {
                    Gt => format!("{column} > {place}"),
                    Gte => format!("{column} >= {place}"),
                    Lt => format!("{column} < {place}"),
                    Lte => format!("{column} <= {place}"),
                    Contains | Icontains => format!("replace({column}, {place}, '') <> {column}"),
                    Startswith | Istartswith => {
                        format!("substr({column}, 1, length({place})) = {place}")
                    }
                    Endswith | Iendswith => format!(
                        "(length({column}) >= length({place})
                            and substr({column}, length({column}) - length({place}) + 1) = {place})"
                    ),
                    Month => format!("substr({column}, 6, 2) = {place}"),
                    Day => format!("substr({column}, 9, 2) = {place}"),
                    _ => format!("{column} = {place}"),
                }
            }
            _ => "false".to_owned(),
        }
    }

    fn cell(&mut self, cell: &Cell) -> String {
        self.place(match cell {
            Cell::Integer(number) => Value::from(*number),
            Cell::Text(text) => Value::from(text),
            Cell::Boolean(yes) => Value::from(*yes),
            Cell::Null | Cell::List(_) => Value::Text(None),
        })
    }
}

/// Writes the value that is sorted by: a column, or one of the object that it names.
fn sorted_by(path: &[&'static Field], of: &'static Resource, depth: usize) -> String {
    let Some((field, rest)) = path.split_first() else { return of.key_column().to_owned() };
    let column = format!("x{depth}.{}", field.column);
    let target = match field.kind {
        Kind::One(name) => resource(name),
        _ => None,
    };
    match target {
        Some(target) if !rest.is_empty() => {
            let below = depth + 1;
            let value = sorted_by(rest, target, below);
            let (key, view) = (target.key_column(), target.view);
            format!("(select {value} from ({view}) x{below} where x{below}.{key} = {column})")
        }
        _ => column,
    }
}

/// Returns what tells the objects apart that a field names.
fn key_kind(field: &Field) -> Kind {
    match field.kind {
        Kind::One(name) | Kind::Many(name, _) => {
            resource(name).map_or(Kind::Integer, Resource::key_kind)
        }
        kind => kind,
    }
}

fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}
