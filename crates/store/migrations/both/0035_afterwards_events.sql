-- Events of more kinds: mail that came back or was sent again, and corrections. The index comes before the rows: their
-- references are looked at when all is done, and until then nothing is built on them.
drop index events_by_statement;

create table newer_events (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null
        check (kind in ('drafted', 'submitted', 'edited', 'agreed', 'approved', 'approval-noted', 'consulted', 'reviewed',
            'gates-closed', 'posted', 'recorded-unapproved', 'withdrawn', 'dropped', 'revived', 'mailed', 'mail-failed',
            'bounced', 'sent-again', 'attachment-changed', 'corrected', 'given', 'research-marked', 'relayed',
            'feedback-sent', 'commented', 'imported')),
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
