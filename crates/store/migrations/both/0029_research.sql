-- Whether a statement is about research, or answers what is.
alter table statements add column about_research boolean not null default false;

-- So that whom the sender copied is found in the message that a statement came in.
create index items_by_message_id on items (message_id) where message_id is not null;
