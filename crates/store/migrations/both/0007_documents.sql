-- Documents that statements refer to: RFCs, the members of series, Internet-Drafts.
create table documents (
    -- The name in lower case, so that it is found however it is written.
    name_key text primary key,
    name text not null,
    title text not null,
    -- As the index words it; empty if unknown.
    status text not null,
    -- In capitals; empty if unknown.
    stream text not null,
    -- Month and year as the index words them.
    date text not null,
    -- A JSON list of names.
    obsoleted_by text not null,
    -- A JSON list: the series that it is a member of, or the members of a series.
    also text not null
);
