//! The resources: their fields, and where these stand in our tables.

mod views;

use super::Kind::{Boolean, Constant, Day, Integer, Many, One, Text, Time};
use super::{Field, Kind, Resource};

/// Returns the resource of this name.
pub fn resource(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.name == name)
}

const fn field(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, nullable: false, help, column: name }
}

const fn nullable(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { nullable: true, ..field(name, kind, help) }
}

/// A field whose name is a word of SQL.
const fn called(name: &'static str, column: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { column, ..field(name, kind, help) }
}

/// A resource of names, in their order.
macro_rules! names {
    ($name:literal, $fields:expr) => {
        Resource {
            app: "name",
            name: $name,
            key: "slug",
            fields: $fields,
            view: concat!(
                "select n.slug as slug, n.name as name, n.words as words, n.place as place, n.used as used,
                n.further as further from datatracker_names n where n.kind = '",
                $name,
                "'"
            ),
            order: "x0.place, x0.slug",
        }
    };
}

/// All resources, each app's together.
pub static RESOURCES: [Resource; 20] = [
    Resource {
        app: "liaisons",
        name: "liaisonstatement",
        key: "id",
        fields: &STATEMENT,
        view: views::STATEMENTS,
        order: "x0.id",
    },
    Resource {
        app: "liaisons",
        name: "liaisonstatementattachment",
        key: "id",
        fields: &ATTACHMENT,
        view: views::ATTACHMENTS,
        order: "x0.id",
    },
    Resource {
        app: "liaisons",
        name: "liaisonstatementevent",
        key: "id",
        fields: &EVENT,
        view: views::EVENTS,
        order: "x0.time desc, x0.id desc",
    },
    Resource {
        app: "liaisons",
        name: "liaisonstatementgroupcontacts",
        key: "id",
        fields: &GROUP_CONTACTS,
        view: views::GROUP_CONTACTS,
        order: "x0.id",
    },
    Resource {
        app: "liaisons",
        name: "relatedliaisonstatement",
        key: "id",
        fields: &RELATION,
        view: views::RELATIONS,
        order: "x0.id",
    },
    names!("docrelationshipname", &RELATIONSHIP),
    names!("doctypename", &NAME),
    names!("groupstatename", &NAME),
    names!("grouptypename", &GROUP_TYPE),
    names!("intendedstdlevelname", &NAME),
    names!("liaisonstatementeventtypename", &NAME),
    names!("liaisonstatementpurposename", &NAME),
    names!("liaisonstatementstate", &NAME),
    names!("liaisonstatementtagname", &NAME),
    names!("rolename", &NAME),
    names!("stdlevelname", &NAME),
    names!("streamname", &NAME),
    Resource {
        app: "group",
        name: "group",
        key: "id",
        fields: &GROUP,
        view: views::GROUPS,
        order: "x0.id",
    },
    Resource {
        app: "doc",
        name: "document",
        key: "name",
        fields: &DOCUMENT,
        view: views::DOCUMENTS,
        order: "x0.name",
    },
    Resource {
        app: "person",
        name: "person",
        key: "id",
        fields: &PERSON,
        view: views::PEOPLE,
        order: "x0.id",
    },
];

static STATEMENT: [Field; 17] = [
    field("action_holder_contacts", Text, "Who sees to it; of imported statements alone."),
    field(
        "attachments",
        Many("document", views::ATTACHED),
        "The documents attached to it, those that were removed too.",
    ),
    field("body", Text, "Its text."),
    field("cc_contacts", Text, "Who gets a copy; of imported statements alone."),
    nullable("deadline", Day, "The deadline in force."),
    field("from_contact", Text, "The contacts of its sender."),
    field("from_groups", Many("group", views::FROM_GROUPS), "The groups that it is from."),
    field("id", Integer, "Its number."),
    nullable("other_identifiers", Text, "By what others call it."),
    nullable(
        "purpose",
        One("liaisonstatementpurposename"),
        "What it is for; null where the record does not say.",
    ),
    field("response_contacts", Text, "Whom to answer; of imported statements alone."),
    field("state", One("liaisonstatementstate"), "Posted; or dead, if it was taken back here."),
    field(
        "tags",
        Many("liaisonstatementtagname", views::TAGS),
        "Whether action is required or was taken.",
    ),
    field("technical_contacts", Text, "Whom to ask; of imported statements alone."),
    field("title", Text, "Its subject."),
    field("to_contacts", Text, "The contacts that it is addressed to."),
    field("to_groups", Many("group", views::TO_GROUPS), "The groups that it is to."),
];

static EVENT: [Field; 6] = [
    nullable_called(
        "by",
        "doer",
        One("person"),
        "Whoever did it; null where the name alone is known.",
    ),
    called("desc", "words", Text, "Further words."),
    field("id", Integer, "Tells events apart."),
    field("statement", One("liaisonstatement"), "The statement."),
    field("time", Time, "When."),
    field("type", One("liaisonstatementeventtypename"), "What happened, or the nearest to it."),
];

static ATTACHMENT: [Field; 4] = [
    field("document", One("document"), "The document that is attached."),
    field("id", Integer, "Tells attachments apart."),
    field("removed", Boolean, "Whether it was removed, or hidden for cause."),
    field("statement", One("liaisonstatement"), "The statement."),
];

static RELATION: [Field; 4] = [
    field("id", Integer, "Tells relations apart."),
    field("relationship", One("docrelationshipname"), "How the two are related."),
    field("source", One("liaisonstatement"), "The statement that refers."),
    field("target", One("liaisonstatement"), "The statement that is referred to."),
];

static GROUP_CONTACTS: [Field; 4] = [
    field("cc_contacts", Text, "The addresses of roles that get a copy."),
    field("contacts", Text, "The addresses of roles that statements are sent to."),
    called("group", "of_group", One("group"), "The group."),
    field("id", Integer, "The id of the group."),
];

static NAME: [Field; 5] = [
    called("desc", "words", Text, "What it means."),
    field("name", Text, "What people read."),
    called("order", "place", Integer, "Its place in lists."),
    field("slug", Text, "Tells them apart."),
    field("used", Boolean, "Whether it is in use."),
];

static RELATIONSHIP: [Field; 6] = [
    called("desc", "words", Text, "What it means."),
    field("name", Text, "What people read."),
    called("order", "place", Integer, "Its place in lists."),
    called("revname", "further", Text, "What people read at the other end."),
    field("slug", Text, "Tells them apart."),
    field("used", Boolean, "Whether it is in use."),
];

static GROUP_TYPE: [Field; 6] = [
    called("desc", "words", Text, "What it means."),
    field("name", Text, "What people read."),
    called("order", "place", Integer, "Its place in lists."),
    field("slug", Text, "Tells them apart."),
    field("used", Boolean, "Whether it is in use."),
    called("verbose_name", "further", Text, "In full."),
];

static GROUP: [Field; 7] = [
    field("acronym", Text, "Its acronym."),
    field("id", Integer, "The id that the datatracker gives it, or one made here."),
    field("list_email", Text, "The address of its list."),
    field("name", Text, "Its name."),
    nullable("parent", One("group"), "What it belongs to."),
    field("state", One("groupstatename"), "Whether it is at work."),
    field("type", One("grouptypename"), "What it is."),
];

static DOCUMENT: [Field; 26] = [
    field("abstract", Constant("\"\""), "Not kept here."),
    nullable("ad", Constant("null"), "Not kept here."),
    nullable("expires", Constant("null"), "Not kept here."),
    field("external_url", Text, "Where a link leads."),
    nullable_called(
        "group",
        "of_group",
        One("group"),
        "The group that a draft or RFC comes from, where that is known.",
    ),
    nullable("intended_std_level", One("intendedstdlevelname"), "What a draft is to become."),
    field("internal_comments", Constant("\"\""), "Not public."),
    field("name", Text, "Tells documents apart."),
    field("note", Constant("\"\""), "Not kept here."),
    field("notify", Constant("\"\""), "Not kept here."),
    field("order", Constant("1"), "Not kept here."),
    nullable("pages", Constant("null"), "Not kept here."),
    nullable("rev", Text, "Which revision it is; null for drafts, of which that is not kept here."),
    nullable("rfc", Constant("null"), "Not kept here."),
    nullable("rfc_number", Integer, "The number of an RFC."),
    nullable("shepherd", Constant("null"), "Not kept here."),
    field("states", Constant("[]"), "Not kept here."),
    nullable("std_level", One("stdlevelname"), "The status of an RFC."),
    nullable("stream", One("streamname"), "The stream that a draft or RFC came through."),
    field("submissions", Constant("[]"), "Not kept here."),
    field("tags", Constant("[]"), "Not kept here."),
    nullable("time", Time, "When it came, of what is attached."),
    field("title", Text, "Its title."),
    field("type", One("doctypename"), "What it is."),
    field("uploaded_filename", Text, "The name of its file, below /lib/dt/documents/LIAISON/."),
    nullable("words", Constant("null"), "Not kept here."),
];

static PERSON: [Field; 3] = [
    field("ascii", Text, "The name in ASCII, where the record gives it."),
    field("id", Integer, "The id that the datatracker gives them, or one made here."),
    field("name", Text, "The name."),
];

const fn nullable_called(
    name: &'static str,
    column: &'static str,
    kind: Kind,
    help: &'static str,
) -> Field {
    Field { nullable: true, ..called(name, column, kind, help) }
}
