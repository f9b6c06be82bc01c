-- Tokens with which programs act for people. The token itself is with its owner alone.
create table api_tokens (
    id bigint primary key,
    token_sha256 text not null unique,
    person bigint not null references people (id),
    name text not null,
    -- Separated by spaces.
    scopes text not null,
    created_at bigint not null,
    expires_at bigint not null,
    -- To the minute.
    used_at bigint
);

create index api_tokens_by_person on api_tokens (person, id);
