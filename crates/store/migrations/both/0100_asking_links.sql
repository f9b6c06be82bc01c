-- What a mail asks of whoever gets it: to open a gate of a statement. Each of its copies goes out with a link of its reader's own.
create table askings (
    mail bigint primary key references mails (id),
    number bigint not null references statements (number) deferrable initially deferred,
    kind text not null,
    group_id bigint,
    -- When the gate was asked for.
    asked_at bigint not null
);

-- With which delivery of such a mail a one-time link went; null for a link that was asked for.
alter table sign_in_links add column delivery bigint;

create index sign_in_links_by_delivery on sign_in_links (delivery);
create index sign_in_links_by_person on sign_in_links (person);
