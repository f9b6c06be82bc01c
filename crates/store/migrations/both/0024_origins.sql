-- Received messages that look like spam are kept apart. SQLite changes no check of a column that is there, so a newer
-- column takes its place.
drop index items_by_state;

alter table items add column newer_state text not null default 'waiting'
    check (newer_state in ('waiting', 'taken', 'closed', 'set-aside', 'quarantine'));

update items set newer_state = state;

alter table items drop column state;

alter table items rename column newer_state to state;

create index items_by_state on items (state, received_at, id);

-- What shows where received messages are from.
create table origins (
    item bigint primary key references items (id),
    -- Whether nothing more is to be found out.
    done boolean not null,
    -- What it means, in one sentence without addresses; empty until it was looked at.
    sentence text not null,
    -- What was found (JSON); empty until it was looked at.
    detail text not null,
    -- How often a worker claimed it.
    tried bigint not null,
    -- Before then it is left alone.
    due_at bigint not null,
    -- Until when nobody else may claim it.
    claimed_until bigint
);

create index origins_due on origins (due_at, item) where not done;

-- The same of the statements that were made from them, for as long as the record stands.
create table statement_origins (
    number bigint primary key references statements (number),
    sentence text not null,
    detail text not null
);

-- Those that wait already are to be looked at too.
insert into origins (item, done, sentence, detail, tried, due_at)
select id, false, '', '', 0, received_at from items where state = 'waiting';
