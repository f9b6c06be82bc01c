//! Tests of the crate as others use it: documents in, text out.

mod archives;
mod documents;
mod documents_said;
mod hostile;
mod html;
mod kinds;
mod layout;
mod names;
mod office;
mod plain;
mod reading_fields;
mod reading_forms;
mod reading_free;
mod reading_layouts;
mod reading_letters;
mod reading_offices;
mod reading_precision;
mod reading_properties;
mod reading_sent;
mod reading_wordings;
mod reading_wrapped;
mod shared_data;
mod structure;
mod support;
mod templates;
mod writing;
