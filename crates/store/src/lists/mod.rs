//! Lists of statements: found by words and filters, counted, and as they hang together.

pub(crate) mod answers;
mod conditions;
mod counted;
mod exchange;
mod facets;
mod find;
pub(crate) mod rows;

use std::collections::HashMap;

use rules::{LinkKind, Number};

pub(crate) use conditions::{Conditions, OWNERLESS};
pub use counted::{Facet, Facets};

use crate::search::query::Query;
use crate::{Count, ExchangeRow, Fault, Find, Found, OrganizationRow, Reader, Row};

impl Reader {
    /// Returns one page of a list; `page` counts from 1.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn find(&self, find: &Find, page: i64, per_page: i64) -> Result<Found, Fault> {
        let mut connection = self.snapshot("list statements").await?;
        find::find(&mut connection, find, page, per_page).await
    }

    /// Returns the numbers of the statements on one page of a list, of which is known how many there are.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn page_of(
        &self,
        find: &Find,
        page: i64,
        per_page: i64,
        total: Count,
    ) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("list a page of statements").await?;
        find::page_of(&mut connection, find, page, per_page, total).await
    }

    /// Returns statements as a list shows them, in this order, without where words stand in them; one that there is none of is left
    /// out. Whether they belong to a list is not looked at: [`Find::holds`] says so.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn rows_of(&self, numbers: &[Number]) -> Result<Vec<Row>, Fault> {
        let mut connection = self.ask("load rows of a list").await?;
        rows::rows(&mut connection, numbers).await
    }

    /// Returns where words stand in the texts of statements, or in what is attached to them, as [`Row::snippet`] has it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn snippets_of(
        &self,
        numbers: &[Number],
        words: &str,
    ) -> Result<HashMap<Number, String>, Fault> {
        let query = Query::parse(words);
        if query.is_empty() {
            return Ok(HashMap::new());
        }
        let mut connection = self.ask("show where words stand").await?;
        find::snippets(&mut connection, numbers, &query).await
    }

    /// Returns the statements of a list that follow one of it, or its first, and whether there are more.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn find_after(
        &self,
        find: &Find,
        after: Option<Number>,
        limit: i64,
    ) -> Result<(Found, bool), Fault> {
        let mut connection = self.snapshot("list statements from one on").await?;
        find::find_after(&mut connection, find, after, limit).await
    }

    /// Returns how many statements a list has, and how many for each value of a filter under the others.
    ///
    /// Where words are searched for and more are found than are counted, a filter is not counted either.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn facets(&self, find: &Find) -> Result<Facets, Fault> {
        let mut connection = self.snapshot("count statements").await?;
        facets::facets(&mut connection, find).await
    }

    /// Returns every public statement that hangs together with this one, itself included, oldest first, at most
    /// 200.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn exchange(&self, number: Number) -> Result<Vec<ExchangeRow>, Fault> {
        let mut connection = self.snapshot("load an exchange").await?;
        exchange::exchange(&mut connection, number).await
    }

    /// Returns the links that other public statements have to this one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn linked_from(&self, number: Number) -> Result<Vec<(LinkKind, Row)>, Fault> {
        let mut connection = self.snapshot("load what links to a statement").await?;
        exchange::linked_from(&mut connection, number).await
    }

    /// Returns for each year how many public statements there are: (year, received, sent), oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn per_year(&self) -> Result<Vec<(i16, i64, i64)>, Fault> {
        let mut connection = self.ask("count statements by year").await?;
        facets::per_year(&mut connection).await
    }

    /// Returns the organizations other than ours with their counts, most statements first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn organizations(&self, ours: &str) -> Result<Vec<OrganizationRow>, Fault> {
        let mut connection = self.ask("list organizations").await?;
        facets::organizations(&mut connection, ours).await
    }
}
