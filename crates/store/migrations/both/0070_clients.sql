-- What the record of the present tool says besides what has a place of its own here, so that its clients read from us
-- what they read from it.

-- Its names of purposes, states, types of events and so on; `kind` is what its addresses call them.
create table datatracker_names (
    kind text not null,
    slug text not null,
    name text not null,
    words text not null default '',
    place bigint not null default 0,
    used boolean not null default true,
    -- Of a relation, seen from the other end; of a type of group, in full.
    further text not null default '',
    primary key (kind, slug)
);

insert into datatracker_names (kind, slug, name, place) values
    ('liaisonstatementpurposename', 'action', 'For action', 1),
    ('liaisonstatementpurposename', 'comment', 'For comment', 2),
    ('liaisonstatementpurposename', 'info', 'For information', 3),
    ('liaisonstatementpurposename', 'response', 'In response', 4),
    ('liaisonstatementstate', 'pending', 'Pending', 1),
    ('liaisonstatementstate', 'approved', 'Approved', 2),
    ('liaisonstatementstate', 'posted', 'Posted', 3),
    ('liaisonstatementstate', 'dead', 'Dead', 4),
    ('liaisonstatementtagname', 'required', 'Action Required', 1),
    ('liaisonstatementtagname', 'taken', 'Action Taken', 2),
    ('liaisonstatementeventtypename', 'submitted', 'Submitted', 1),
    ('liaisonstatementeventtypename', 'modified', 'Modified', 2),
    ('liaisonstatementeventtypename', 'approved', 'Approved', 3),
    ('liaisonstatementeventtypename', 'posted', 'Posted', 4),
    ('liaisonstatementeventtypename', 'killed', 'Killed', 5),
    ('liaisonstatementeventtypename', 'resurrected', 'Resurrected', 6),
    ('liaisonstatementeventtypename', 'msgout', 'MsgOut', 8),
    ('liaisonstatementeventtypename', 'comment', 'Comment', 9),
    ('liaisonstatementeventtypename', 'resent', 'Re-sent', 11),
    ('docrelationshipname', 'refold', 'Reference', 0),
    ('doctypename', 'liai-att', 'Liaison Attachment', 0),
    ('doctypename', 'rfc', 'RFC', 0),
    ('doctypename', 'draft', 'Draft', 0),
    ('groupstatename', 'active', 'Active', 0),
    ('groupstatename', 'bof', 'BOF', 0),
    ('groupstatename', 'conclude', 'Concluded', 0),
    ('groupstatename', 'proposed', 'Proposed', 0),
    ('groupstatename', 'unknown', 'Unknown', 0),
    ('grouptypename', 'area', 'Area', 0),
    ('grouptypename', 'ietf', 'IETF', 0),
    ('grouptypename', 'irtf', 'IRTF', 0),
    ('grouptypename', 'rg', 'RG', 0),
    ('grouptypename', 'sdo', 'SDO', 0),
    ('grouptypename', 'team', 'Team', 0),
    ('grouptypename', 'wg', 'WG', 0);

-- Those who did something to its statements; the tool itself is the first.
create table datatracker_people (
    id bigint primary key,
    name text not null,
    ascii text not null
);

insert into datatracker_people (id, name, ascii) values (1, '(System)', '(System)');

-- Its groups: the id, and its words for kind and state with what they were taken for here, for as long as that holds.
create table datatracker_groups (
    group_id bigint primary key references groups (id),
    id bigint not null,
    kind text not null,
    kind_here text not null,
    state text not null,
    state_here text not null
);

-- Contacts and identifiers as they are written there, for as long as no correction took their place.
create table datatracker_statements (
    number bigint primary key references statements (number) deferrable initially deferred,
    from_contact text,
    to_contacts text not null,
    other_identifiers text
);

create table datatracker_attachments (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    -- As in `attachments`, where one that was removed has no row.
    position bigint not null,
    removed boolean not null,
    -- The document that it is there.
    document text not null,
    title text not null,
    kind text not null,
    file text not null,
    rev text not null,
    at bigint
);

create index datatracker_attachments_by_place on datatracker_attachments (number, position);
create index datatracker_attachments_by_document on datatracker_attachments (document, id);

create table datatracker_relations (
    id bigint primary key,
    source bigint not null references statements (number) deferrable initially deferred,
    target bigint not null,
    kind text not null
);

create index datatracker_relations_by_source on datatracker_relations (source, target);

-- Public events: the type, whoever it was, and the words as they are there. Of private ones nothing is kept here.
create table datatracker_events (
    id bigint primary key references events (id) deferrable initially deferred,
    kind text not null,
    person bigint,
    words text not null
);

-- The newest events of all statements, which clients ask for first.
create index events_by_time on events (at, id) where public;
