-- Imports of the directory that changed something, were held, or failed.
create table directory_imports (
    id bigint primary key,
    at bigint not null,
    -- The file or address.
    source text not null,
    state text not null check (state in ('applied', 'held', 'confirmed', 'dropped', 'failed')),
    -- What was read, in the files, so that it can be taken later; empty if it could not be read.
    entries_sha256 text not null,
    -- How the directory would differ (JSON).
    difference text not null,
    -- Why it was held or failed.
    reason text not null,
    -- Who decided on one that was held.
    decided_at bigint,
    decided_by bigint references people (id),
    decided_name text not null,
    decided_role text not null
);

create index directory_imports_by_time on directory_imports (at, id);

-- What is done again and again, by one instance at a time.
create table schedules (
    name text primary key,
    due_at bigint not null,
    -- Until when nobody else may do it.
    claimed_until bigint
);

-- When people were last asked whether the contacts of a group are right.
create table contact_questions (
    person bigint not null references people (id),
    group_id bigint not null references groups (id),
    asked_at bigint not null,
    primary key (person, group_id)
);
