//! The store on both databases.

mod any_statement;
mod costs;
mod directory;
mod history;
mod lists;
mod made;
mod opening;
mod statements;
