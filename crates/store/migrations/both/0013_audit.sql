-- Who signed in, who could not, and what became of accounts, tokens and roles. Only ever added to.
create table audit (
    -- Orders the events of one instant.
    id bigint primary key,
    at bigint not null,
    kind text not null
        check (kind in ('signed-in', 'sign-in-failed', 'signed-out', 'sessions-ended', 'link-mailed', 'account-made',
            'password-set', 'provider-bound', 'token-made', 'token-revoked', 'passkey-added', 'passkey-removed',
            'roles-changed')),
    -- Whom it is about; null where nobody of that address is known.
    person bigint references people (id),
    -- Why, by what means, what changed; never a password, a token or an address.
    words text not null,
    -- Tells unknown addresses apart without naming them: a digest with a key of this installation; else empty.
    address_digest text not null,
    -- The program that asked, in plain words; empty if it did not say.
    agent text not null
);

create index audit_by_time on audit (at, id);
create index audit_by_person on audit (person, at, id);

-- What this installation alone knows.
create table secrets (
    name text primary key,
    value text not null
);
