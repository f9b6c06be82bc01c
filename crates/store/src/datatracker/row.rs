//! Rows whose columns are only known when they are asked for.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, TypeInfo, ValueRef};

use super::Cell;

/// The values of a row.
pub(super) struct Cells(pub(super) Vec<Cell>);

impl FromRow<'_, SqliteRow> for Cells {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let cells = (0..row.len()).map(|n| {
            let raw = row.try_get_raw(n)?;
            if raw.is_null() {
                return Ok(Cell::Null);
            }
            match raw.type_info().name() {
                "TEXT" => row.try_get_unchecked(n).map(Cell::Text),
                _ => row.try_get_unchecked(n).map(Cell::Integer),
            }
        });
        Ok(Self(cells.collect::<Result<_, _>>()?))
    }
}

impl FromRow<'_, PgRow> for Cells {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let cells = (0..row.len()).map(|n| {
            let raw = row.try_get_raw(n)?;
            if raw.is_null() {
                return Ok(Cell::Null);
            }
            match raw.type_info().name() {
                "BOOL" => row.try_get(n).map(Cell::Boolean),
                "INT8" => row.try_get(n).map(Cell::Integer),
                "INT4" => row.try_get::<i32, _>(n).map(|number| Cell::Integer(number.into())),
                _ => row.try_get_unchecked(n).map(Cell::Text),
            }
        });
        Ok(Self(cells.collect::<Result<_, _>>()?))
    }
}
