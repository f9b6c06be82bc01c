-- The words of each statement with all its attachments, split and folded by us.
create table search_statements (
    -- The day and the number in one, so that a list in its order needs no sort (crates/store/src/search).
    sort_key bigint primary key,
    number bigint not null unique,
    -- With positions where one row can hold them, else without; then they are in search_pieces.
    words tsvector not null
);

-- Compressed words would have to be unpacked for each row that a search looks at.
alter table search_statements alter column words set storage external;

create index search_statements_by_word on search_statements using gin (words);

-- The words of long statements with their positions, for phrases.
create table search_pieces (
    sort_key bigint not null references search_statements (sort_key) on delete cascade,
    piece bigint not null,
    words tsvector not null,
    primary key (sort_key, piece)
);
