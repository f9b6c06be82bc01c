-- Messages to be mailed, complete to the byte; the bytes are in the files. Written in the transaction that causes them.
create table mails (
    id bigint primary key,
    -- The statement that caused it.
    number bigint references statements (number) deferrable initially deferred,
    kind text not null,
    envelope_from text not null,
    subject text not null,
    sha256 text not null,
    queued_at bigint not null
);

create index mails_by_time on mails (queued_at, id);
create index mails_by_statement on mails (number, queued_at, id) where number is not null;

-- A message on its way to one recipient.
create table deliveries (
    id bigint primary key,
    mail bigint not null references mails (id),
    -- Counts from 1 in the order of the recipients.
    position bigint not null,
    recipient text not null,
    state text not null check (state in ('waiting', 'sent', 'failed', 'captured')),
    -- Null once nothing is left to try.
    next_try_at bigint,
    -- How often a worker claimed it.
    tried bigint not null,
    -- When a worker last claimed it, and until when nobody else may; null once the attempt's end is on record.
    claimed_at bigint,
    claimed_until bigint,
    -- When the attempt before the last claim began, if its end never came on record.
    interrupted_at bigint,
    unique (mail, position)
);

create index deliveries_due on deliveries (next_try_at, id) where state = 'waiting';

-- Every attempt to deliver, appended and never changed.
create table attempts (
    delivery bigint not null references deliveries (id),
    -- Counts from 1.
    position bigint not null,
    at bigint not null,
    taken boolean not null,
    -- The server's words.
    answer text not null,
    primary key (delivery, position)
);
