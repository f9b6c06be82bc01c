//! Writing a statement as a letter in the form of its receiver (BOD-4).
//!
//! A form is a template: a .docx with slots, as anybody can make one in Word or LibreOffice. What a field says is put
//! into a content control that is tagged with the name of the field, so that whoever reads the letter, our own reader
//! first, knows it again exactly; a person sees nothing of it. `docs/letters.md` tells how templates are made.

mod bad_template;
mod built_in;
mod check;
mod fields;
mod fill;
mod paragraph;
mod properties;
mod runs;
mod slots;
mod template;
mod tree;

pub use bad_template::BadTemplate;
pub use built_in::{built_in_names, form_words};
pub use fields::LetterFields;
pub use template::Template;

pub(crate) use fields::purpose_of;
