//! The store on both databases.

mod accounts;
mod any_statement;
mod api_tokens;
mod attempts;
mod audit;
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
mod openid;
mod opening;
mod outbox;
mod passkeys;
mod readings;
mod search;
mod sessions;
mod statements;
