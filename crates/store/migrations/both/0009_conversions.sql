-- Attached files, and the words that were read from each.
create table conversions (
    number bigint not null references statements (number),
    position bigint not null,
    -- Of the file; when another file takes its place, its words are to be read again.
    sha256 text not null,
    -- Whether it was read, or found to be unreadable.
    done boolean not null,
    -- What was read.
    text text not null,
    -- Why nothing or not all could be read; empty if all went well.
    warning text not null,
    -- How often a worker claimed it.
    tried bigint not null,
    -- Until when nobody else may claim it.
    claimed_until bigint,
    primary key (number, position)
);

create index conversions_due on conversions (tried, number, position) where not done;
