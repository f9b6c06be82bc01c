-- What somebody was reminded of, so that nothing is said twice.
create table reminders (
    -- What is to be done about what: answer:statement:17.
    matter text not null,
    -- The day on which the reminder fell due.
    step text not null,
    -- Whom; 0 for what was noted in the history of a statement.
    person bigint not null,
    at bigint not null,
    primary key (matter, step, person)
);

-- One message a person a day.
create table digests (
    person bigint not null references people (id),
    day text not null,
    -- Of the token with which its link unsubscribes.
    token_sha256 text not null unique,
    at bigint not null,
    primary key (person, day)
);

-- What people set for themselves; who set nothing has no row.
create table reminder_wishes (
    person bigint primary key references people (id),
    -- Whether they get the daily message.
    digests boolean not null,
    -- Whether they are reminded of answers to what their groups sent.
    awaited boolean not null
);

-- Addresses at which calendars read what waits for somebody; the address itself is with its owner alone.
create table calendars (
    person bigint primary key references people (id),
    token_sha256 text not null unique,
    made_at bigint not null
);

-- Statements of ours of which somebody decided whether the other side is asked again for its answer.
create table asked_again (
    number bigint primary key references statements (number),
    -- Whether it was asked, or let be.
    asked boolean not null,
    person bigint not null references people (id),
    at bigint not null
);

insert into event_kinds (kind) values ('reminded'), ('escalated'), ('draft-warned'), ('asked-again');
