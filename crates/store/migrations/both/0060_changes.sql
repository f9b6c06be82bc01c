-- What was changed of what everybody may read, in the order in which it was committed: whoever follows it misses nothing.
-- Appended and never changed.
create table changes (
    id bigint primary key,
    -- A kind of event; or: changed (a statement), entry (of the directory).
    kind text not null,
    -- A statement; one that is linked to need not be here.
    number bigint,
    -- The acronym of an entry at that time.
    acronym text not null,
    at bigint
);

-- What happened before there was this table, in the order of time.
insert into changes (id, kind, number, acronym, at)
select row_number() over (order by at nulls first, source, id), kind, number, acronym, at from (
    select e.at as at, 1 as source, e.id as id, e.kind as kind, e.number as number, '' as acronym
    from events e where e.public
    union all
    select d.at, 2, d.id, 'entry', null, d.subject from directory_changes d where d.public and d.group_id is not null
    union all
    select s.recorded_at, 0, s.number, 'changed', s.number, '' from statements s
    where s.public and not exists (select 1 from events e where e.number = s.number and e.public)
) earlier;

insert into counters (name, value) select 'feed', count(*) from changes;

-- Requests of programs that get the same answer again for a day. Of the token only its digest is here.
create table api_requests (
    token_sha256 text not null,
    request_key text not null,
    -- SHA-256 of the request.
    request_sha256 text not null,
    begun_at bigint not null,
    -- None while it is being done.
    status bigint,
    etag text,
    location text,
    body text,
    primary key (token_sha256, request_key)
);

create index api_requests_by_time on api_requests (begun_at);
