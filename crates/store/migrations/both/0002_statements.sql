-- Statements. Days are text (2024-02-29), times are microseconds since 1970. What lists need comes first and the text
-- last, so that a list does not read through texts.
create table statements (
    number bigint primary key,
    direction text not null check (direction in ('incoming', 'outgoing')),
    state text not null check (state in ('draft', 'in-review', 'posted', 'withdrawn', 'dropped')),
    -- Whether everyone may read it in this state.
    public boolean not null,
    purpose text check (purpose in ('information', 'action', 'response', 'comment')),
    -- The day by which it is sorted: sent, else received, else recorded, else begun.
    day text not null,
    year bigint not null,
    -- The one in force.
    deadline text,
    -- The start of the subject, folded, to sort by.
    subject_key text not null,
    sent_on text,
    received_on text,
    recorded_at bigint,
    action_taken boolean,
    approval_missing boolean not null,
    consensus text
        check (consensus in ('organization', 'groups', 'leadership', 'collected-comments', 'process', 'none-sought')),
    -- Counts saves, so that nobody overwrites what they have not seen.
    revision bigint not null,
    created_by bigint references people (id),
    created_as text not null,
    created_at bigint not null,
    travelled text not null check (travelled in ('unknown', 'mailed', 'otherwise')),
    -- In words, where it travelled otherwise.
    travelled_how text not null,
    message_id text,
    message_id_key text,
    from_liaison_name text,
    from_liaison_address text,
    to_liaison_name text,
    to_liaison_address text,
    subject text not null,
    subject_supplied boolean not null,
    purpose_as_written text not null,
    retired_response text not null,
    retired_technical text not null,
    retired_action_holder text not null,
    retired_cc text not null,
    text text not null
);

-- What counts and filters look at stands in the index itself, so that they need not read the statements.
create index statements_by_day
    on statements (day, number, direction, purpose, deadline, year, action_taken, public) where public;
create index statements_by_deadline on statements (deadline, number) where public;
create index statements_by_subject on statements (subject_key, number) where public;
create index statements_not_public on statements (day, number) where not public;
create index statements_by_message_id on statements (message_id_key) where message_id_key is not null;

-- Every list within a statement keeps its order: position counts from 1.

create table statement_groups (
    number bigint not null references statements (number),
    side text not null check (side in ('from', 'to')),
    position bigint not null,
    group_id bigint not null references groups (id),
    primary key (number, side, position)
);

create index statement_groups_by_group on statement_groups (group_id, side, number);

-- Bodies as they were written, and those to whom it was passed on.
create table statement_bodies (
    number bigint not null references statements (number),
    role text not null check (role in ('from', 'to', 'distributed')),
    position bigint not null,
    words text not null,
    primary key (number, role, position)
);

create table statement_contacts (
    number bigint not null references statements (number),
    side text not null check (side in ('from', 'to')),
    position bigint not null,
    name text not null,
    address text,
    why text not null
        check (why in ('list', 'chairs', 'area-directors', 'leadership', 'liaison-manager', 'coordination', 'listed',
            'sender', 'entered', 'imported')),
    primary key (number, side, position)
);

create table statement_deadlines (
    number bigint not null references statements (number),
    position bigint not null,
    day text not null,
    kind text not null check (kind in ('stated', 'requested', 'agreed')),
    set_by text not null,
    set_on text,
    primary key (number, position)
);

create table statement_identifiers (
    number bigint not null references statements (number),
    position bigint not null,
    identifier text not null,
    -- In lower case and not too long, so that it is found however it is written.
    identifier_key text not null,
    primary key (number, position)
);

create index statement_identifiers_by_key on statement_identifiers (identifier_key);

create table statement_links (
    number bigint not null references statements (number),
    position bigint not null,
    kind text not null check (kind in ('answers', 'follows-up', 'revises', 'forwards', 'refers-to')),
    -- May name a statement that never came here.
    target bigint not null,
    primary key (number, position)
);

create index statement_links_by_target on statement_links (target, kind, number);

create table statement_gates (
    number bigint not null references statements (number),
    position bigint not null,
    kind text not null check (kind in ('approval', 'review')),
    group_id bigint references groups (id),
    -- Who opened it; all null while it is closed.
    opened_by bigint references people (id),
    opened_name text,
    opened_role text,
    opened_at bigint,
    means text check (means in ('here', 'elsewhere')),
    -- Who gave an approval by other means, and how.
    authority text,
    comment text,
    primary key (number, position)
);

create table attachments (
    number bigint not null references statements (number),
    -- Given by the rules, never used twice in a statement.
    position bigint not null,
    title text not null,
    kind text not null check (kind in ('file', 'link')),
    -- Of a file: its name as it came, the type as detected, the bytes.
    name text,
    media_type text,
    sha256 text,
    size bigint,
    -- The name under which the present tool serves it.
    legacy_name text,
    -- Of a link.
    url text,
    source text not null check (source in ('received', 'uploaded', 'imported')),
    added_after_sending boolean not null,
    -- Why it was taken from view.
    hidden text,
    primary key (number, position)
);

create index attachments_by_legacy_name on attachments (legacy_name) where legacy_name is not null;
create index attachments_by_file on attachments (sha256) where sha256 is not null;

-- What was made of files, whichever statements have them.
create table renditions (
    file_sha256 text not null,
    kind text not null check (kind in ('pdf', 'text')),
    sha256 text not null,
    size bigint not null,
    primary key (file_sha256, kind)
);
