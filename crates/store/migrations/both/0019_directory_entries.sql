-- What is known of an organization or group besides its groups and people.
create table group_facts (
    group_id bigint primary key references groups (id),
    relationship text check (relationship in ('formal', 'informal', 'none')),
    -- A year, a month or a day: 2004, 2004-05, 2004-05-17; empty if unknown.
    since text not null,
    counterpart text not null,
    coordinator bigint references people (id),
    letter_format text not null,
    sharing text not null,
    notes text not null,
    -- For those who keep the entry alone.
    private_notes text not null
);

-- Names by which groups are known besides their own; no two groups have the same.
create table group_aliases (
    -- In lower case, with single spaces, so that it is found however it is written.
    alias_key text primary key,
    group_id bigint not null references groups (id),
    -- Counts from 1 within the group.
    position bigint not null,
    alias text not null,
    -- Whether the group was called so formerly.
    is_former boolean not null,
    unique (group_id, position)
);

-- Fields that were set here, which imports leave as they are, with what the last import says of them.
create table corrections (
    group_id bigint not null references groups (id),
    field text not null,
    imported text not null,
    primary key (group_id, field)
);

-- What was changed in the directory; appended and never changed.
create table directory_changes (
    id bigint primary key,
    -- None for a person.
    group_id bigint references groups (id),
    -- The group's acronym or the person's name at that time.
    subject text not null,
    -- A field of the entry, or: made, joined, role, person, confirmed.
    what text not null,
    was text not null,
    becomes text not null,
    public boolean not null,
    -- Whether the tool itself did it.
    system boolean not null,
    person bigint references people (id),
    name text not null,
    role text not null,
    at bigint not null
);

create index directory_changes_by_group on directory_changes (group_id, at, id);
create index directory_changes_by_time on directory_changes (at, id);

-- Who said when that the contacts of a group are right; appended and never changed.
create table confirmations (
    id bigint primary key,
    group_id bigint not null references groups (id),
    person bigint not null references people (id),
    name text not null,
    role text not null,
    at bigint not null
);

create index confirmations_by_group on confirmations (group_id, id);

-- Where a role comes from; an import ends only what imports of its kind brought.
alter table roles add column source text not null default 'file' check (source in ('file', 'datatracker', 'here'));

-- The id that the present tool gives a person.
alter table people add column datatracker_id bigint;
create unique index people_by_datatracker_id on people (datatracker_id);
