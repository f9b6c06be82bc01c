-- Counts that grow: the last statement number given out, and how often what the public sees and the directory changed.
create table counters (
    name text primary key,
    value bigint not null
);

insert into counters (name, value) values ('number', 0), ('changes', 0), ('directory', 0);

-- Organizations and everything inside them.
create table groups (
    id bigint primary key,
    -- In lower case.
    acronym text not null unique,
    name text not null,
    kind text not null check (kind in ('sdo', 'wg', 'area', 'ietf', 'rg', 'irtf', 'other')),
    state text not null check (state in ('active', 'proposed', 'bof', 'concluded', 'unknown')),
    parent bigint references groups (id),
    -- The top of its line: itself, if it belongs to nothing.
    organization bigint not null references groups (id),
    list_address text,
    -- The id that the present tool gives it.
    datatracker_id bigint unique
);

create index groups_by_organization on groups (organization);

-- Each group with itself and with everything that it belongs to, however far above.
create table group_line (
    group_id bigint not null references groups (id),
    ancestor_id bigint not null references groups (id),
    -- 0 for itself.
    depth bigint not null,
    primary key (group_id, ancestor_id)
);

create index group_line_by_ancestor on group_line (ancestor_id, group_id);

create table people (
    id bigint primary key,
    name text not null
);

-- The addresses of people; any of them tells the person apart.
create table addresses (
    -- In lower case, so that it is found however it is written.
    address_key text primary key,
    person bigint not null references people (id),
    -- Counts from 1, the preferred one first.
    position bigint not null,
    address text not null,
    unique (person, position)
);

create table roles (
    id bigint primary key,
    person bigint not null references people (id),
    kind text not null
        check (kind in ('chair', 'secr', 'ad', 'liaiman', 'liaison_coordinator', 'delegate', 'member')),
    group_id bigint not null references groups (id),
    from_day text,
    -- The first day on which it is no longer held.
    until_day text
);

create index roles_by_person on roles (person);

-- The addresses that are listed for groups.
create table listed_contacts (
    id bigint primary key,
    group_id bigint not null references groups (id),
    -- Counts from 1 within the group.
    position bigint not null,
    why text not null
        check (why in ('list', 'chairs', 'area-directors', 'leadership', 'liaison-manager', 'coordination', 'listed',
            'sender', 'entered', 'imported')),
    -- Whether statements are sent to it alone.
    send_to boolean not null,
    name text not null,
    address text not null,
    unique (group_id, position)
);
