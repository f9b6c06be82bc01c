//! One file for each page: what it reads or does, and which page it answers with.

pub(crate) mod about;
pub(crate) mod attachment;
pub(crate) mod clients;
pub(crate) mod crawlers;
pub(crate) mod deadlines;
pub(crate) mod desk;
pub(crate) mod entry_history;
pub(crate) mod exchange;
pub(crate) mod group;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod legacy;
pub(crate) mod letter;
pub(crate) mod list;
pub(crate) mod metrics;
pub(crate) mod open;
pub(crate) mod organizations;
pub(crate) mod person;
pub(crate) mod policy;
pub(crate) mod statement;
pub(crate) mod statistics;
pub(crate) mod submit;
pub(crate) mod version;
pub(crate) mod watching;
