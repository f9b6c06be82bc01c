-- Who attempts a request with a key, and up to when it is theirs; null where an older instance began it.
alter table api_requests add column holder text;
alter table api_requests add column held_until bigint;
-- Set by the transaction that did what was asked for, with the first statement that it made.
alter table api_requests add column done boolean not null default false;
alter table api_requests add column made bigint;
