-- What was handed in with the public form, and is not confirmed yet; each is removed when it is, or when its time has
-- passed.
create table submissions (
    id bigint primary key,
    -- SHA-256 of what was mailed to confirm it.
    token_sha256 text not null unique,
    -- The message that was made of it, among the files; no other is the same.
    sha256 text not null,
    size bigint not null,
    -- Who handed it in.
    name text not null,
    organization text not null,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null
);

create index submissions_by_time on submissions (expires_at);
