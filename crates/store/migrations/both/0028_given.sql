-- Whom a statement was given, forwarded or relayed to, apart from whom it was sent to.
create table statement_given (
    number bigint not null references statements (number),
    position bigint not null,
    -- A group of the directory, or else words.
    group_id bigint references groups (id),
    words text not null,
    kind text not null check (kind in ('given', 'forwarded', 'relayed')),
    -- Since when, by whom and in which role; not known of what was imported.
    since bigint,
    given_by text not null,
    given_as text not null,
    primary key (number, position)
);

create index statement_given_by_group on statement_given (group_id, number) where group_id is not null;

insert into statement_given (number, position, group_id, words, kind, since, given_by, given_as)
select number, position, null, words, 'forwarded', null, '', '' from statement_bodies where role = 'distributed';

create table newer_bodies (
    number bigint not null references statements (number),
    role text not null check (role in ('from', 'to')),
    position bigint not null,
    words text not null,
    primary key (number, role, position)
);

insert into newer_bodies (number, role, position, words)
select number, role, position, words from statement_bodies where role <> 'distributed';

drop table statement_bodies;

alter table newer_bodies rename to statement_bodies;

-- Events of more kinds. The index comes before the rows: their references are looked at when all is done, and until then
-- nothing is built on them.
drop index events_by_statement;

create table newer_events (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null
        check (kind in ('drafted', 'submitted', 'edited', 'agreed', 'approved', 'approval-noted', 'consulted', 'reviewed',
            'gates-closed', 'posted', 'recorded-unapproved', 'withdrawn', 'dropped', 'revived', 'mailed', 'mail-failed',
            'attachment-changed', 'given', 'research-marked', 'relayed', 'feedback-sent', 'commented', 'imported')),
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
