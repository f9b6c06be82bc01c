//! The store on both databases.

mod accounts;
mod any_statement;
mod conversions;
mod costs;
mod directory;
mod documents;
mod every_query;
mod exchange;
mod files;
mod history;
mod inbox;
mod indexes;
mod lists;
mod made;
mod model;
mod opening;
mod outbox;
mod readings;
mod search;
mod statements;
