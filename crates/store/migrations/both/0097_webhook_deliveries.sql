-- Whoever keeps a webhook may let it rest, and have it try out whether it is taken.
alter table webhooks add column paused boolean not null default false;
-- A ping that was asked for and was not sent yet; it is tried once.
alter table webhooks add column ping bigint;

-- What became of each time that a program was told something: when, what it answered, when that is tried again. Of what was said
-- only its kind and number, which are public.
create table webhook_deliveries (
    id bigint primary key,
    webhook bigint not null references webhooks (id),
    -- By which the program knows it again when it is told once more.
    message text not null,
    kind text not null,
    number bigint,
    acronym text not null,
    at bigint not null,
    -- How long it took, in milliseconds.
    took bigint not null,
    taken boolean not null,
    answer text not null,
    -- None if it was taken or given up.
    next_try_at bigint
);

create index webhook_deliveries_by_webhook on webhook_deliveries (webhook, id);
