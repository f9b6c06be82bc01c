-- By what the report of a mail server names a message; null for what was queued before this was kept.
alter table mails add column message_id text;

create index mails_by_message_id on mails (message_id) where message_id is not null;

-- Deliveries that a server took, and of which another reported later that it could not pass them on.
create table bounces (
    delivery bigint primary key references deliveries (id),
    -- The received message that says so.
    item bigint not null references items (id),
    at bigint not null,
    -- The server's words.
    words text not null
);

create index bounces_by_item on bounces (item);
