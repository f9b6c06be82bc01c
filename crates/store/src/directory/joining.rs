//! Making one group of two.

use rules::{Alias, GroupId, Number};

use super::{aliases, groups};
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const NAMING: &str = "
    select number from statement_groups where group_id = $1
    union select number from statement_gates where group_id = $1
    union select number from statement_given where group_id = $1
    order by number";

/// What belongs to a group and goes over to another as it is.
const MOVES: [&str; 4] = [
    "update groups set parent = $2 where parent = $1",
    "update roles set group_id = $2 where group_id = $1",
    "update directory_changes set group_id = $2 where group_id = $1",
    "update confirmations set group_id = $2 where group_id = $1",
];

/// What is said of a group alone; whoever joins two groups has taken over what is to stay.
const REMOVES: [&str; 9] = [
    "delete from listed_contacts where group_id = $1",
    "delete from group_meetings where group_id = $1",
    "delete from group_facts where group_id = $1",
    "delete from group_aliases where group_id = $1",
    "delete from corrections where group_id = $1",
    "delete from contact_questions where group_id = $1",
    "delete from datatracker_groups where group_id = $1",
    "delete from group_line where group_id = $1 or ancestor_id = $1",
    "delete from groups where id = $1",
];

impl Reader {
    /// Returns the statements that name a group, in whatever state.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statements_naming(&self, group: GroupId) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("find what names a group").await?;
        let rows: Vec<(i64,)> = connection.all(sql(NAMING).bind(group)).await?;
        Ok(rows.into_iter().map(|(number,)| Number(number)).collect())
    }
}

impl Transaction {
    /// Moves the roles, the groups inside and the history of a group to another, which gets these other names, and
    /// removes it.
    ///
    /// No statement may name it any more.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] if the groups would then belong to each other in a circle, or for a name that another group
    /// claims; a [`Fault`] of the database.
    pub async fn join_group(
        &mut self,
        gone: GroupId,
        into: GroupId,
        aliases: Vec<Alias>,
    ) -> Result<(), Fault> {
        for text in MOVES {
            self.connection.run(sql(text).bind(gone).bind(into)).await?;
        }
        for text in REMOVES {
            self.connection.run(sql(text).bind(gone)).await?;
        }
        groups::renew(&mut self.connection).await?;
        aliases::save(&mut self.connection, &[(into, aliases)]).await?;
        self.count_directory_change().await
    }
}
