//! One file for each page: what it reads or does, and which page it answers with.

pub(crate) mod desk;
pub(crate) mod health;
pub(crate) mod home;
