//! What several pages show: each is a value that a template writes as `{{ piece }}`.

mod basis;
mod deadline;
mod field;
mod numbers;
mod origin;
mod paging;
mod party;
mod row;
mod snippet;
mod told;
mod when;
mod years;

pub(crate) use basis::BasisRow;
pub(crate) use deadline::{DeadlineNote, Met};
pub(crate) use field::{Choice, Field, FieldKind, joined};
pub(crate) use numbers::{Cell, Numbers, percent};
pub(crate) use origin::OriginNote;
pub(crate) use paging::Paging;
pub(crate) use party::{ContactNote, Parties};
pub(crate) use row::{StatementRow, sample_row};
pub(crate) use snippet::Snippet;
pub(crate) use told::Told;
pub(crate) use when::{Day, Instant, PurposeMark};
pub(crate) use years::YearsFigure;
