-- Gates of more kinds, which may open one after the other, and by themselves when time has passed.
create table newer_gates (
    number bigint not null references statements (number),
    position bigint not null,
    kind text not null check (kind in ('agreement', 'approval', 'consultation', 'review')),
    group_id bigint references groups (id),
    -- It waits for all of a lower stage.
    stage bigint not null,
    -- When whoever opens it was asked.
    asked_at bigint,
    -- Who opened it; all null while it is closed, the person also where time opened it.
    opened_by bigint references people (id),
    opened_name text,
    opened_role text,
    opened_at bigint,
    means text check (means in ('here', 'elsewhere', 'lapsed')),
    -- Who gave an approval by other means, and how.
    authority text,
    comment text,
    primary key (number, position)
);

insert into newer_gates (number, position, kind, group_id, stage, opened_by, opened_name, opened_role, opened_at, means,
    authority, comment)
select number, position, kind, group_id, 0, opened_by, opened_name, opened_role, opened_at, means, authority, comment
from statement_gates;

drop table statement_gates;

alter table newer_gates rename to statement_gates;

-- Events of more kinds. The index comes before the rows: their references are looked at when all is done, and until then
-- nothing is built on them.
drop index events_by_statement;

create table newer_events (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null
        check (kind in ('drafted', 'submitted', 'edited', 'agreed', 'approved', 'approval-noted', 'consulted', 'reviewed',
            'gates-closed', 'posted', 'recorded-unapproved', 'withdrawn', 'dropped', 'revived', 'mailed', 'mail-failed',
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

create index events_by_statement on newer_events (number, at, id);

insert into newer_events (id, number, kind, system, person, name, role, at, public, words, difference)
select id, number, kind, system, person, name, role, at, public, words, difference from events;

drop table events;

alter table newer_events rename to events;
