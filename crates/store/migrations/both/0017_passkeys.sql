-- Passkeys. What is secret of them is in the person's own device alone.
create table passkeys (
    id bigint primary key,
    person bigint not null references people (id),
    -- Base64url, as the browser names it.
    credential_id text not null unique,
    name text not null,
    -- The public key, the count of its uses, and what else tells it (JSON).
    passkey text not null,
    created_at bigint not null,
    -- To the minute.
    used_at bigint
);

create index passkeys_by_person on passkeys (person, id);

-- Registrations and sign-ins that a browser has begun and not ended.
create table passkey_ceremonies (
    token_sha256 text primary key,
    person bigint not null references people (id),
    -- What the answer is checked against (JSON).
    state text not null,
    expires_at bigint not null
);

create index passkey_ceremonies_by_end on passkey_ceremonies (expires_at);
