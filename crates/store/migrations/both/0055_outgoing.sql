-- A draft split in several, an approval handed on, a time of posting set, a later day agreed to.
insert into event_kinds (kind) values ('split'), ('handed-on'), ('time-set'), ('deadline-agreed');

-- When a statement goes at the earliest, and who set that.
alter table statements add column goes_at bigint;
alter table statements add column goes_set_by text not null default '';

create index statements_due_to_go on statements (goes_at) where goes_at is not null and state = 'in-review';
