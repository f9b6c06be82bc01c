-- Where programs are told of changes. What is still to be told is what stands in changes behind the last that was.
create table webhooks (
    id bigint primary key,
    person bigint not null references people (id),
    url text not null,
    -- With which what is told is signed: base64 of its bytes.
    secret text not null,
    created_at bigint not null,
    -- The last change that was told.
    told bigint not null,
    -- How often the next one was tried.
    tried bigint not null,
    next_try_at bigint not null,
    claimed_until bigint,
    -- Since when nothing was taken; none while it is.
    failing_since bigint,
    -- What was answered last.
    answer text not null,
    -- Whether it was given up.
    stopped boolean not null
);

create index webhooks_due on webhooks (next_try_at, id) where not stopped;
