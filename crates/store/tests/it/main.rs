//! The store on both databases.

mod any_statement;
mod costs;
mod directory;
mod every_query;
mod exchange;
mod files;
mod history;
mod lists;
mod made;
mod model;
mod opening;
mod statements;
