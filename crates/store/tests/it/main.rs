//! The store on both databases.

mod any_statement;
mod directory;
mod history;
mod made;
mod opening;
mod statements;
