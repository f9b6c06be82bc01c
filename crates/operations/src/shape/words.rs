//! What the schemas of shapes name besides plain texts and numbers: days, instants, and the words that a field may hold,
//! each from the rules' own list.

use std::borrow::Cow;

use rules::{
    Consensus, DeadlineKind, Direction, DiscussionKind, EventKind, GivenKind, GroupState,
    ItemState, LinkKind, OutcomeKind, Purpose, Relationship, RenditionKind, RoleKind, Scope,
    Standing, State,
};
use serde::Serialize;
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn formatted(format: KnownFormat) -> Object {
    text().format(Some(SchemaFormat::KnownFormat(format))).build()
}

/// Makes a type that stands in schemas for what is written in one way.
macro_rules! written {
    ($($(#[$doc:meta])* $type:ident as $name:literal = $schema:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $type;

        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object($schema))
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )*};
}

/// One of the words that the rules know.
macro_rules! one_of {
    ($of:ty) => {
        text().enum_values(Some(<$of>::ALL.map(|it| it.slug()))).build()
    };
}

written! {
    /// A day, `2026-03-01` (RFC 3339 `full-date`).
    Day as "Day" = formatted(KnownFormat::Date);
    /// An instant in UTC, `2026-03-01T12:00:00Z` (RFC 3339 `date-time`).
    Instant as "Instant" = formatted(KnownFormat::DateTime);
    /// Whether it was received or sent.
    DirectionWord as "Direction" = one_of!(Direction);
    /// Where a statement stands.
    StateWord as "State" = one_of!(State);
    /// What a statement is for.
    PurposeWord as "Purpose" = one_of!(Purpose);
    /// Whose consensus a statement expresses.
    ConsensusWord as "Consensus" = one_of!(Consensus);
    /// Where a deadline comes from.
    DeadlineWord as "DeadlineKind" = one_of!(DeadlineKind);
    /// How a statement was passed on.
    GivenWord as "GivenKind" = one_of!(GivenKind);
    /// What a statement is to another.
    LinkWord as "LinkKind" = one_of!(LinkKind);
    /// What was made of a file.
    RenditionWord as "RenditionKind" = one_of!(RenditionKind);
    /// What must be said of a document.
    StandingWord as "Standing" = one_of!(Standing);
    /// What happened.
    EventWord as "EventKind" = one_of!(EventKind);
    /// What came of a received statement, where no statement answers it.
    OutcomeWord as "OutcomeKind" = one_of!(OutcomeKind);
    /// What was noted of a discussion.
    DiscussionWord as "DiscussionKind" = one_of!(DiscussionKind);
    /// What a group is: `sdo`, `wg`, `area` and so on. Some are named for one organization, so that not all are listed.
    GroupWord as "GroupKind" = text().build();
    /// Whether a group is at work.
    GroupStateWord as "GroupState" = one_of!(GroupState);
    /// A role.
    RoleWord as "RoleKind" = one_of!(RoleKind);
    /// How we stand to another organization.
    RelationshipWord as "Relationship" = one_of!(Relationship);
    /// Where a received message stands.
    ItemStateWord as "ItemState" = one_of!(ItemState);
    /// What a token lets a program do.
    ScopeWord as "Scope" = one_of!(Scope);
    /// A file or a link.
    AttachmentWord as "AttachmentKind" = text().enum_values(Some(["file", "link"])).build();
}

/// The contact fields that the process no longer has (REC-10), as texts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetiredContacts)]
pub struct RetiredContactsShape {
    response: String,
    technical: String,
    action_holder: String,
    cc: String,
}
