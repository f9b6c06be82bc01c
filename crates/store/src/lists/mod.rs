//! Lists of statements: found by words and filters, counted, and as they hang together.

use rules::{LinkKind, Number};

use crate::{ExchangeRow, Facets, Fault, Find, Found, OrganizationRow, Reader, Row};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn find(&self, find: &Find, page: i64, per_page: i64) -> Result<Found, Fault> {
        let _ = find;
        let _ = page;
        let _ = per_page;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn facets(&self, find: &Find) -> Result<Facets, Fault> {
        let _ = find;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn exchange(&self, number: Number) -> Result<Vec<ExchangeRow>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn linked_from(&self, number: Number) -> Result<Vec<(LinkKind, Row)>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn per_year(&self) -> Result<Vec<(i16, i64, i64)>, Fault> {
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn organizations(&self, ours: &str) -> Result<Vec<OrganizationRow>, Fault> {
        let _ = ours;
        Err(crate::fault::pending())
    }
}
