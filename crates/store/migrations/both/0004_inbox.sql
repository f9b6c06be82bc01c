-- Received messages, each kept once; their bytes are in the files.
create table items (
    id bigint primary key,
    state text not null check (state in ('waiting', 'taken', 'closed', 'set-aside')),
    -- Why it was set aside or closed, in words.
    reason text not null,
    received_at bigint not null,
    envelope_from text not null,
    envelope_to text not null,
    -- The sender as the message names them, in words.
    sender text not null,
    subject text not null,
    message_id text,
    text text not null,
    -- Of the message as it arrived, so that one that is delivered twice is kept once.
    sha256 text not null unique,
    size bigint not null,
    -- Made from it.
    statement bigint references statements (number)
);

create index items_by_state on items (state, received_at, id);
create index items_by_statement on items (statement) where statement is not null;

-- The files in a received message.
create table item_parts (
    item bigint not null references items (id),
    -- Counts from 1.
    position bigint not null,
    name text not null,
    -- As detected from the content.
    media_type text not null,
    sha256 text not null,
    size bigint not null,
    primary key (item, position)
);
