-- Who follows what happens on the record by mail; anybody may, without an account.
create table watchers (
    id bigint primary key,
    -- In small letters, so that nobody is there twice.
    address text not null unique,
    made_at bigint not null,
    -- How many messages in a row could not be delivered.
    failures bigint not null default 0
);

create table watches (
    id bigint primary key,
    watcher bigint not null references watchers (id) on delete cascade,
    kind text not null check (kind in ('exchange', 'group', 'organization', 'search')),
    -- Which one: a number, an acronym, what stands behind `?` of a list.
    key text not null,
    asked_at bigint not null,
    -- When whoever reads at the address said that they want it; nothing is mailed before.
    confirmed_at bigint,
    unique (watcher, kind, key)
);

create index watches_confirmed on watches (confirmed_at);

-- What happened to statements, and those who follow them were not told yet.
create table news (
    event bigint primary key references events (id)
);
