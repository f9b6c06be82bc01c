//! The public record in forms that outlive this software, beside the lines of `export_record`.

mod mbox;

pub use mbox::export_mbox;
