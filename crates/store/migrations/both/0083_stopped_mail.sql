-- Whether a server said that an address is none, or only that it could not be reached for too long.
alter table bounces add column permanent boolean not null default true;

-- What went to an address before, and what became of it. (`watchers.failures` is no longer counted.)
create index deliveries_by_recipient on deliveries (recipient, id);

-- Addresses to which regular messages are mailed no longer, since those before came back.
create table stopped_mail (
    -- As it was mailed to.
    address text not null,
    -- Of which kind: news, reminders.
    kind text not null,
    at bigint not null,
    -- The last server's words.
    words text not null,
    -- Since when they go there again, because somebody said so; null while they do not.
    resumed_at bigint,
    primary key (address, kind)
);
