-- Who somebody is at the organization's sign-in (OpenID Connect): what the provider calls them, for ever.
create table openid_subjects (
    issuer text not null,
    subject text not null,
    person bigint not null references people (id),
    first_at bigint not null,
    last_at bigint not null,
    primary key (issuer, subject),
    -- One account there for each person here.
    unique (issuer, person)
);

-- Visits to the provider that have not come back yet.
create table openid_requests (
    state_sha256 text primary key,
    -- Of the secret in the browser that began it.
    browser_sha256 text not null,
    nonce text not null,
    pkce_verifier text not null,
    -- Where to go afterwards.
    next text not null,
    expires_at bigint not null
);

create index openid_requests_by_end on openid_requests (expires_at);
