//! What is counted of a list.

use crate::{Count, Find};

/// How many statements a list has, and how many for each value of a filter under the other filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// Of the whole list.
    pub total: Count,
    /// Which filters are not counted and are empty here: words are searched for, and more are found than are counted.
    pub beyond: Vec<Facet>,
    /// By direction slug.
    pub directions: Vec<(String, i64)>,
    /// By purpose slug; the empty one is "none stated".
    pub purposes: Vec<(String, i64)>,
    /// By year, newest first.
    pub years: Vec<(i16, i64)>,
    /// By organization acronym on the other side, most first: (acronym, name, count).
    pub organizations: Vec<(String, String, i64)>,
}

impl Default for Facets {
    fn default() -> Self {
        Self {
            total: Count::Exactly(0),
            beyond: Vec::new(),
            directions: Vec::new(),
            purposes: Vec::new(),
            years: Vec::new(),
            organizations: Vec::new(),
        }
    }
}

/// A filter of a list whose values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// [`Find::direction`].
    Direction,
    /// [`Find::purpose`].
    Purpose,
    /// [`Find::year`].
    Year,
    /// [`Find::organization`].
    Organization,
}

impl Facet {
    /// All, as they are offered.
    pub const ALL: [Self; 4] = [Self::Direction, Self::Purpose, Self::Year, Self::Organization];
}

impl Find {
    /// Returns the same list without one filter.
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let mut find = self.clone();
        match facet {
            Facet::Direction => find.direction = None,
            Facet::Purpose => find.purpose = None,
            Facet::Year => find.year = None,
            Facet::Organization => find.organization = None,
        }
        find
    }
}
