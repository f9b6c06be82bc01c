//! What a query is in the SQL of each database; full-text search is the one place where they differ.

use std::fmt::Write;

use super::query::{Query, Term};

/// What a query is in SQL: where to look, which rows to take, and in which order they stand in the index.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Matching {
    /// What follows `from`, ready to be joined to `statements s`: `search_words w`.
    pub(crate) from: &'static str,
    /// The number of the statement of a row.
    pub(crate) number: &'static str,
    /// The sort key of a row: newest first is this, descending, and needs no sort.
    pub(crate) sort_key: &'static str,
    /// What follows `where`.
    pub(crate) condition: String,
    /// The values of its `$n`, which begin after those that the whole statement has before it.
    pub(crate) values: Vec<String>,
}

impl Query {
    /// Returns the query for SQLite, if anything is asked for; `before` values are bound already.
    pub(crate) fn for_sqlite(&self, before: usize) -> Option<Matching> {
        let next = before + 1;
        let (from, number, sort_key, condition) = if !self.wanted.is_empty() {
            let condition = format!("w.words match ${next}");
            ("search_words w", "(w.rowid & 1099511627775)", "w.rowid", condition)
        } else if !self.unwanted.is_empty() {
            // FTS5 cannot look for what does not hold something.
            let condition = format!(
                "w.sort_key not in (select rowid from search_words where words match ${next})"
            );
            ("search_statements w", "w.number", "w.sort_key", condition)
        } else {
            return None;
        };
        Some(Matching { from, number, sort_key, condition, values: vec![self.fts5()] })
    }

    /// Returns the query for PostgreSQL, if anything is asked for; `before` values are bound already.
    pub(crate) fn for_postgres(&self, before: usize) -> Option<Matching> {
        if self.is_empty() {
            return None;
        }
        let mut values = Vec::new();
        let mut conditions = Vec::new();
        let words = self.tsquery();
        if !words.is_empty() {
            values.push(words);
            conditions.push(format!("w.words @@ ${}::tsquery", before + values.len()));
        }
        let wanted = self.wanted.iter().map(|term| ("", term));
        let unwanted = self.unwanted.iter().map(|term| ("not ", term));
        for (not, term) in wanted.chain(unwanted).filter(|(_, term)| term.words.len() > 1) {
            values.push(joined(&term.words, " <-> "));
            let n = before + values.len();
            conditions.push(format!(
                "{not}(w.words @@ ${n}::tsquery or exists (select 1 from search_pieces p \
                 where p.sort_key = w.sort_key and p.words @@ ${n}::tsquery))"
            ));
        }
        Some(Matching {
            from: "search_statements w",
            number: "w.number",
            sort_key: "w.sort_key",
            condition: conditions.join(" and "),
            values,
        })
    }

    /// Writes the query for FTS5; of a query that only excludes, what it excludes.
    fn fts5(&self) -> String {
        let all = |terms: &[Term], between: &str| {
            terms
                .iter()
                .map(|term| format!("\"{}\"", term.words.join(" ")))
                .collect::<Vec<_>>()
                .join(between)
        };
        let (wanted, unwanted) = (all(&self.wanted, " AND "), all(&self.unwanted, " OR "));
        match (wanted.as_str(), unwanted.as_str()) {
            (_, "") => wanted,
            ("", _) => unwanted,
            _ => format!("({wanted}) NOT ({unwanted})"),
        }
    }

    /// Writes for PostgreSQL which words must and must not occur, those of wanted phrases in any order: that is what
    /// the index knows.
    fn tsquery(&self) -> String {
        let wanted = self.wanted.iter().map(|term| joined(&term.words, " & "));
        let unwanted = self.unwanted.iter().filter_map(|term| match term.words.as_slice() {
            [word] => Some(format!("!'{word}'")),
            _ => None,
        });
        wanted.chain(unwanted).collect::<Vec<_>>().join(" & ")
    }
}

/// Joins words, each in quotes; folded words hold none.
fn joined(words: &[String], between: &str) -> String {
    let mut all = String::new();
    for (n, word) in words.iter().enumerate() {
        let _ = write!(all, "{}'{word}'", if n == 0 { "" } else { between });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(typed: &str) -> String {
        let query = Query::parse(typed);
        let one = |matching: Option<Matching>| match matching {
            Some(matching) => format!("{}\n{:?}", matching.condition, matching.values),
            None => "nothing asked".to_owned(),
        };
        format!("{}\n{}", one(query.for_sqlite(2)), one(query.for_postgres(2)))
    }

    #[test]
    fn words_phrases_and_exclusions_are_said_to_each_database() {
        insta::assert_snapshot!(both("clock S2-2403861 -draft -\"for information\""), @r#"
        w.words match $3
        ["(\"clock\" AND \"s2 2403861\") NOT (\"draft\" OR \"for information\")"]
        w.words @@ $3::tsquery and (w.words @@ $4::tsquery or exists (select 1 from search_pieces p where p.sort_key = w.sort_key and p.words @@ $4::tsquery)) and not (w.words @@ $5::tsquery or exists (select 1 from search_pieces p where p.sort_key = w.sort_key and p.words @@ $5::tsquery))
        ["'clock' & 's2' & '2403861' & !'draft'", "'s2' <-> '2403861'", "'for' <-> 'information'"]
        "#);
        insta::assert_snapshot!(both("-draft -\"for information\""), @r#"
        w.sort_key not in (select rowid from search_words where words match $3)
        ["\"draft\" OR \"for information\""]
        w.words @@ $3::tsquery and not (w.words @@ $4::tsquery or exists (select 1 from search_pieces p where p.sort_key = w.sort_key and p.words @@ $4::tsquery))
        ["!'draft'", "'for' <-> 'information'"]
        "#);
        insta::assert_snapshot!(both("-\"for information\""), @r#"
        w.sort_key not in (select rowid from search_words where words match $3)
        ["\"for information\""]
        not (w.words @@ $3::tsquery or exists (select 1 from search_pieces p where p.sort_key = w.sort_key and p.words @@ $3::tsquery))
        ["'for' <-> 'information'"]
        "#);
        insta::assert_snapshot!(both("!!!"), @r"
        nothing asked
        nothing asked
        ");
    }
}
