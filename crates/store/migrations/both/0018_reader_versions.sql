-- The version of the reader that a message was read by, or is queued for; 0 for any.
alter table readings add column reader bigint not null default 0;
