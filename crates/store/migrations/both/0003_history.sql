-- What happened to statements; appended and never changed.
create table events (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null
        check (kind in ('drafted', 'submitted', 'edited', 'approved', 'approval-noted', 'reviewed', 'gates-closed',
            'posted', 'recorded-unapproved', 'withdrawn', 'dropped', 'revived', 'mailed', 'mail-failed',
            'attachment-changed', 'commented', 'imported')),
    -- Whether the tool itself did it; else a person, of whom only the name may be known.
    system boolean not null,
    person bigint references people (id),
    name text not null,
    role text not null,
    at bigint not null,
    public boolean not null,
    words text not null,
    difference text not null
);

create index events_by_statement on events (number, at, id);
