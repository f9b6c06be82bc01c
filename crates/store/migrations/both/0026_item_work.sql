-- Who works at a received message, whose it is, and what it belongs to.
create table item_work (
    item bigint primary key references items (id),
    -- The organization that its letter comes from, where the directory knows it.
    organization bigint references groups (id),
    -- Who has it before them.
    holder bigint references people (id),
    holder_name text not null,
    -- Since when, and when they last looked.
    held_since bigint,
    held_at bigint,
    -- The message to whose sender a question was put that this one answers.
    answers bigint references items (id)
);

create index item_work_by_answers on item_work (answers) where answers is not null;

-- What was done with a received message, and by whom.
create table item_events (
    id bigint primary key,
    item bigint not null references items (id),
    kind text not null check (kind in ('taken-over', 'asked', 'answered', 'closed', 'reopened', 'recorded')),
    person bigint references people (id),
    name text not null,
    at bigint not null,
    -- What was asked, or the reason.
    words text not null
);

create index item_events_by_item on item_events (item, at, id);

-- The Message-IDs under which senders were asked something, by which their answers are known.
create table item_questions (
    message_id text primary key,
    item bigint not null references items (id)
);

create index item_parts_by_bytes on item_parts (sha256);
