-- What was read from received messages.
create table readings (
    item bigint primary key references items (id),
    -- Whether it was read, or found to be unreadable.
    done boolean not null,
    -- What lists show of it (JSON); empty until it was read.
    summary text not null,
    -- The letters in it, each with its text (JSON); empty until it was read.
    letters text not null,
    -- Why nothing could be read; empty if all went well.
    warning text not null,
    -- How often a worker claimed it.
    tried bigint not null,
    -- Until when nobody else may claim it.
    claimed_until bigint
);

create index readings_due on readings (tried, item) where not done;

-- Those that wait already are to be read too.
insert into readings (item, done, summary, letters, warning, tried)
select id, false, '', '', '', 0 from items where state = 'waiting';
