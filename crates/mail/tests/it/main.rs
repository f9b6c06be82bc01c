//! Tests of the crate as others use it: messages in, values out, and back.

mod composing;
mod hostile;
mod mailboxes;
mod outlook;
mod reading;
mod refusals;
mod reports;
mod round_trip;
mod shared_data;
mod support;
mod traces;
