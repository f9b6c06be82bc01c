-- The tree by which the record is proved. One row: held while leaves are added, so that one instance at a time does so.
create table log_state (
    one bigint primary key check (one = 1),
    -- The name of the log, given once; empty before its first key.
    name text not null
);
insert into log_state (one, name) values (1, '');

-- Public halves of the keys that sign checkpoints, the old ones too.
create table log_keys (
    id text primary key,
    public text not null unique,
    since bigint not null,
    -- When another took its place.
    until bigint
);

-- Appended and never changed.
create table log_leaves (
    idx bigint primary key,
    kind text not null check (kind in ('event', 'key', 'statement', 'version')),
    -- The statement; 0 for a key.
    number bigint not null,
    -- The event, the version.
    source bigint not null,
    -- Drawn by chance, in hexadecimal: what the digests of its parts are made with.
    salt text not null,
    -- Just as it is hashed.
    leaf text not null,
    hash text not null
);

create index log_leaves_by_number on log_leaves (number, kind, idx);
create index log_leaves_by_event on log_leaves (source) where kind = 'event';

-- Of each level of tiles above the leaves, the hashes that stand for full tiles below.
create table log_nodes (
    level bigint not null,
    idx bigint not null,
    hash text not null,
    primary key (level, idx)
);

create table log_checkpoints (
    size bigint primary key,
    root text not null,
    at bigint not null,
    -- With its signatures.
    note text not null
);

-- Statements of which something may have to enter the tree; marks grow with each change, so that none is taken for done.
create table log_pending (
    number bigint primary key,
    marks bigint not null
);
insert into log_pending (number, marks) select number, 1 from statements where public;
