-- Sessions with an id by which their owner ends them, the way in which they began, and what kind of program asks.
-- The token itself is in the browser alone.
create table sessions_by_token (
    token_sha256 text primary key,
    id bigint not null unique,
    person bigint not null references people (id),
    -- How the person showed who they are: "with a password".
    means text not null,
    -- In plain words: "Firefox on Linux"; empty if it did not say.
    agent text not null,
    created_at bigint not null,
    -- To the minute.
    seen_at bigint not null,
    expires_at bigint not null
);

insert into sessions_by_token (token_sha256, id, person, means, agent, created_at, seen_at, expires_at)
select token_sha256, row_number() over (order by token_sha256), person, '', '', created_at, seen_at, expires_at
from sessions;

drop table sessions;

alter table sessions_by_token rename to sessions;

create index sessions_by_expiry on sessions (expires_at);
create index sessions_by_use on sessions (seen_at);
create index sessions_by_person on sessions (person, seen_at);
