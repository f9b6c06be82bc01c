//! The store on both databases.

mod opening;
