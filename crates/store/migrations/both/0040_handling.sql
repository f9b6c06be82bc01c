-- What is done with a received statement: who sees to it, what is asked, and what came of it.
alter table statements add column assignee bigint references people (id);
alter table statements add column assignee_name text not null default '';
alter table statements add column assignee_since bigint;
alter table statements add column assignee_accepted boolean not null default false;
alter table statements add column handed_by bigint references people (id);
alter table statements add column lead_group bigint references groups (id);
alter table statements add column asked text;
alter table statements add column promised text;
alter table statements add column outcome text check (outcome in ('answered-informally', 'no-answer'));
alter table statements add column outcome_at bigint;
alter table statements add column outcome_by text not null default '';
alter table statements add column outcome_as text not null default '';
alter table statements add column outcome_words text not null default '';
alter table statements add column outcome_link text not null default '';
-- The answer as it was mailed.
alter table statements add column outcome_sha256 text;
alter table statements add column outcome_size bigint;
-- Answers from before do not settle it.
alter table statements add column reopened_at bigint;
-- Whether it waits for an answer as far as it says itself, and the day to watch; both follow from the rest.
alter table statements add column waits boolean not null default false;
alter table statements add column due text;

update statements set due = deadline where direction = 'incoming';
update statements set waits = true
where direction = 'incoming' and state = 'posted' and (purpose = 'action' or deadline is not null)
    and action_taken is not true;

create index statements_waiting on statements (due, number) where waits;
create index statements_by_assignee on statements (assignee, number) where assignee is not null;

-- What was done about it, each with where it can be read.
create table statement_discussions (
    number bigint not null references statements (number),
    position bigint not null,
    kind text not null
        check (kind in ('acknowledged', 'discussed', 'put-to-group', 'consensus', 'comments', 'no-interest')),
    link text not null,
    words text not null,
    by_name text not null,
    at bigint not null,
    primary key (number, position)
);

insert into event_kinds (kind)
values ('assigned'), ('accepted'), ('handed-back'), ('taken'), ('lead-set'), ('classed'), ('acknowledged'), ('discussed'),
    ('put-to-group'), ('group-heard'), ('promised'), ('answered-informally'), ('no-answer'), ('answered'), ('reopened'), ('links-changed');
