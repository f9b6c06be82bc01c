-- What a reply is to what it answers: whether it settles it, and the later day that it asks for.
alter table statements add column settles boolean;
alter table statements add column deadline_asked text;

-- Kinds of events are rows, so that a further kind is one more.
create table event_kinds (kind text primary key);

insert into event_kinds (kind)
values ('drafted'), ('submitted'), ('edited'), ('agreed'), ('approved'), ('approval-noted'), ('consulted'), ('reviewed'),
    ('gates-closed'), ('sent-back'), ('group-told'), ('posted'), ('recorded-unapproved'), ('withdrawn'), ('dropped'),
    ('revived'), ('mailed'), ('mail-failed'), ('attachment-changed'), ('given'), ('research-marked'), ('relayed'),
    ('feedback-sent'), ('commented'), ('imported'), ('deadline-asked');

drop index events_by_statement;

create table newer_events (
    id bigint primary key,
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null references event_kinds (kind),
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
