-- Accounts, one for each person who signs in here.
create table accounts (
    person bigint primary key references people (id),
    address text not null,
    -- The address in lower case, so that it is found however it is typed.
    address_key text not null unique,
    -- As a PHC string; null where the person signs in by links alone.
    password_hash text,
    created_at bigint not null
);

-- One-time links. The token itself is in the mail alone; a copy of the database opens nothing.
create table sign_in_links (
    token_sha256 text primary key,
    person bigint not null references people (id),
    expires_at bigint not null
);

create index sign_in_links_by_end on sign_in_links (expires_at);

-- Sessions. The token itself is in the browser alone.
create table sessions (
    token_sha256 text primary key,
    person bigint not null references people (id),
    created_at bigint not null,
    -- To the minute.
    seen_at bigint not null,
    expires_at bigint not null
);

create index sessions_by_end on sessions (expires_at);
