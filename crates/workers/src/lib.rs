//! workers

mod convert;

pub use convert::{Bounds, Sandboxed};
