//! The record as clients of the datatracker's `/api/v1/` read it: its resources, what may be asked of each, one page of
//! an answer, and what an import keeps so that they read the same from us.
//!
//! Each resource is one question over our own tables, which every filter, order and count is put around. All of them are
//! held to what is public: a statement on the record (or taken from it, which is the nearest to their “dead”), and of its
//! history what everybody may read.

mod condition;
mod kept;
mod resources;
mod row;

use crate::connection::Connection;
use crate::sql::{Value, assembled, numbers, texts};
use crate::{Fault, Reader};
use condition::Writer;
use row::Cells;

pub use kept::{
    KeptAttachment, KeptEvent, KeptGroup, KeptName, KeptPerson, KeptRelation, KeptStatement,
};
pub use resources::{RESOURCES, resource};

/// The most objects in one answer.
pub const MOST_OBJECTS: i64 = 1_000;

/// One kind of object that clients ask for.
#[derive(Debug)]
pub struct Resource {
    /// The part of the tool that it belongs to, as its address has it: `liaisons`.
    pub app: &'static str,
    /// Its name in addresses: `liaisonstatement`.
    pub name: &'static str,
    /// The field that tells objects apart.
    pub key: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// All its objects, with a column for each field.
    view: &'static str,
    /// The order in which they come where none is asked for.
    order: &'static str,
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Its name for clients.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it is, in a sentence.
    pub help: &'static str,
    /// Its column; some names of fields are words of SQL.
    column: &'static str,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// A day.
    Day,
    /// A time, in microseconds since 1970.
    Time,
    /// Yes or no.
    Boolean,
    /// An object of the resource of this name.
    One(&'static str),
    /// Objects of the resource of this name, in their order; the question that pairs them has `owner`, `target` and
    /// `place`.
    Many(&'static str, &'static str),
    /// Always the same, as JSON: it is not kept here, and clients expect it.
    Constant(&'static str),
}

/// A value in an answer or a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// None.
    Null,
    /// A number, or a time in microseconds.
    Integer(i64),
    /// Text, or a day.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// Which objects a field names.
    List(Vec<Cell>),
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called as clients call them")]
pub enum Lookup {
    Exact,
    Iexact,
    Contains,
    Icontains,
    Startswith,
    Istartswith,
    Endswith,
    Iendswith,
    In,
    Gt,
    Gte,
    Lt,
    Lte,
    Range,
    Isnull,
    Month,
    Day,
}

/// A filter: the field, across relations where there are several, and what it has to be.
#[derive(Debug, Clone)]
pub struct Filter {
    /// From a field of the resource to the one that is compared.
    pub path: Vec<&'static Field>,
    /// How.
    pub lookup: Lookup,
    /// With what.
    pub values: Vec<Cell>,
}

/// An order: the field, across relations to one object, and whether the largest comes first.
#[derive(Debug, Clone)]
pub struct Order {
    /// From a field of the resource to the one that is sorted by.
    pub path: Vec<&'static Field>,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A page of objects that somebody asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Of which kind.
    pub resource: &'static Resource,
    /// What each has to be.
    pub filters: Vec<Filter>,
    /// In which order; the resource's own where there is none.
    pub order: Vec<Order>,
    /// How many are passed over.
    pub offset: i64,
    /// At most so many, and no more than [`MOST_OBJECTS`].
    pub limit: i64,
}

/// A page of objects, each with a value for every field that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects {
    /// How many there are on all pages.
    pub total: i64,
    /// The objects: their values in the order of the fields.
    pub objects: Vec<Vec<Cell>>,
}

impl Resource {
    /// Returns the field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns what tells its objects apart: a number or text.
    pub fn key_kind(&self) -> Kind {
        self.field(self.key).map_or(Kind::Integer, |field| field.kind)
    }

    fn key_column(&self) -> &'static str {
        self.field(self.key).map_or("id", |field| field.column)
    }

    /// Returns the fields that are a column.
    fn columns(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| !matches!(field.kind, Kind::Many(..) | Kind::Constant(_)))
    }
}

impl Reader {
    /// Returns a page of what clients of the datatracker ask for, in as many queries whatever the page and the record.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn datatracker(&self, ask: &Ask) -> Result<Objects, Fault> {
        let mut connection = self.snapshot("answer a client of the datatracker").await?;
        let mut writer = Writer::default();
        let condition = writer.all(&ask.filters, ask.resource);
        let view = ask.resource.view;
        let count = assembled(format!("select count(*) from ({view}) x0 where {condition}"));
        let (total,) = connection.one(count.bind_all(writer.values.clone())).await?;
        let key = ask.resource.key_column();
        let order = writer.order(&ask.order, ask.resource);
        let limit = writer.place(Value::from(ask.limit.clamp(0, MOST_OBJECTS)));
        let offset = writer.place(Value::from(ask.offset.max(0)));
        let page = assembled(format!(
            "select x0.{key} from ({view}) x0 where {condition} order by {order} limit {limit} offset {offset}"
        ));
        let keys: Vec<Cells> = connection.all(page.bind_all(writer.values)).await?;
        let keys: Vec<Cell> =
            keys.into_iter().filter_map(|Cells(cells)| cells.into_iter().next()).collect();
        Ok(Objects { total, objects: objects(&mut connection, ask.resource, &keys).await? })
    }

    /// Returns the objects of these keys that there are, in their order; nothing else is looked at for them.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn datatracker_objects(
        &self,
        resource: &'static Resource,
        keys: &[Cell],
    ) -> Result<Vec<Vec<Cell>>, Fault> {
        let mut connection = self.snapshot("answer a client of the datatracker").await?;
        objects(&mut connection, resource, keys).await
    }
}

/// Loads the objects of these keys, in that order: one question for what they hold themselves, one for each list.
async fn objects(
    connection: &mut Connection,
    resource: &'static Resource,
    keys: &[Cell],
) -> Result<Vec<Vec<Cell>>, Fault> {
    let (columns, key) = (resource.columns(), resource.key_column());
    let columns: Vec<String> = columns.map(|field| format!("x0.{}", field.column)).collect();
    let (list, among) = listed(keys, resource.key_kind());
    let rows = assembled(format!(
        "select x0.{key}, {} from ({}) x0 where x0.{key} in ({among})",
        columns.join(", "),
        resource.view
    ));
    let rows: Vec<Cells> = connection.all(rows.bind(&list)).await?;
    let mut pairs = Vec::new();
    for field in resource.fields {
        if let Kind::Many(_, link) = field.kind {
            let linked = assembled(format!(
                "select l.owner, l.target from ({link}) l where l.owner in ({among}) order by l.owner, l.place"
            ));
            let linked: Vec<Cells> = connection.all(linked.bind(&list)).await?;
            pairs.push((field.name, linked));
        }
    }
    let found = keys.iter().filter_map(|key| {
        let Cells(cells) = rows.iter().find(|Cells(cells)| cells.first() == Some(key))?;
        let mut own = cells.iter().skip(1);
        let values = resource.fields.iter().map(|field| match field.kind {
            Kind::Constant(_) => Cell::Null,
            Kind::Many(..) => Cell::List(targets(&pairs, field.name, key)),
            Kind::Boolean => match own.next() {
                // SQLite keeps yes and no as numbers.
                Some(Cell::Integer(number)) => Cell::Boolean(*number != 0),
                other => other.cloned().unwrap_or(Cell::Null),
            },
            _ => own.next().cloned().unwrap_or(Cell::Null),
        });
        Some(values.collect())
    });
    Ok(found.collect())
}

fn targets(pairs: &[(&str, Vec<Cells>)], field: &str, owner: &Cell) -> Vec<Cell> {
    let of_field = pairs.iter().filter(|(name, _)| *name == field).flat_map(|(_, rows)| rows);
    let of_owner = of_field.filter(|Cells(cells)| cells.first() == Some(owner));
    of_owner.filter_map(|Cells(cells)| cells.get(1).cloned()).collect()
}

/// Returns keys as one value, and what stands for them in the text.
fn listed(keys: &[Cell], kind: Kind) -> (String, &'static str) {
    match kind {
        Kind::Text => {
            let keys = keys.iter().filter_map(|key| match key {
                Cell::Text(text) => Some(text.clone()),
                _ => None,
            });
            (texts(&keys.collect::<Vec<_>>()), "texts($1)")
        }
        _ => {
            let keys = keys.iter().filter_map(|key| match key {
                Cell::Integer(number) => Some(*number),
                _ => None,
            });
            (numbers(keys), "numbers($1)")
        }
    }
}
