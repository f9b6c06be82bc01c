-- Where the words of a statement are in the index.
create table search_statements (
    number integer primary key,
    -- The day and the number in one, so that the index is in the order of the list (crates/store/src/search).
    sort_key bigint not null unique
);

-- The words of each statement with all its attachments, split and folded by us; the row id is the sort key.
-- The tokenizer `ascii` splits at spaces, because words hold nothing that it would take for a separator.
create virtual table search_words using fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
