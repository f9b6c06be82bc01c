//! How many deadlines there are on each day.

use jiff::civil::Date;

use crate::connection::Connection;
use crate::decode::day;
use crate::lists::Conditions;
use crate::lists::answers::missing;
use crate::sql::assembled;
use crate::{Fault, Find};

/// The deadlines of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRow {
    /// The day.
    pub day: Date,
    /// How many there are.
    pub all: i64,
    /// For how many of them no answer is on record.
    pub open: i64,
}

pub(super) async fn due(
    connection: &mut Connection,
    find: &Find,
    from: Date,
    until: Date,
) -> Result<Vec<DueRow>, Fault> {
    let find = Find { due: (Some(from), Some(until)), ..find.clone() };
    let conditions = Conditions::of(&find);
    let (missing, condition) = (missing(), conditions.text());
    let text = format!(
        "select s.due, count(*), count(case when {missing} then 1 end)
        from statements s where {condition} group by s.due order by s.due"
    );
    let rows: Vec<(String, i64, i64)> =
        connection.all(assembled(text).bind_all(conditions.values)).await?;
    rows.into_iter().map(|(text, all, open)| Ok(DueRow { day: day(&text)?, all, open })).collect()
}
