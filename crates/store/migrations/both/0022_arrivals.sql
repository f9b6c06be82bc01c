-- Each way by which a received message came, with what was known of it there; the same message by two ways is one item.
create table arrivals (
    id bigint primary key,
    item bigint not null references items (id),
    way text not null check (way in ('pipe', 'lmtp', 'imap', 'maildir', 'mbox', 'forwarded', 'uploaded', 'form')),
    at bigint not null,
    envelope_from text not null,
    envelope_to text not null,
    -- Who handed it to our mail server, as far as that says so.
    client_address text not null,
    client_name text not null,
    client_helo text not null,
    -- The person who handed it in; null if nobody did, or nobody knows them.
    handed_in_by bigint references people (id),
    handed_in_name text not null,
    -- Where it was taken from, such as a mailbox with its UIDVALIDITY and the UID.
    source text not null,
    -- Of the bytes that came this way.
    sha256 text not null,
    size bigint not null,
    -- A digest of all that tells one arrival from another, so that one that is repeated is kept once.
    fingerprint text not null unique
);

create index arrivals_by_item on arrivals (item, at, id);

insert into arrivals (id, item, way, at, envelope_from, envelope_to, client_address, client_name, client_helo,
    handed_in_name, source, sha256, size, fingerprint)
select id, id, 'pipe', received_at, envelope_from, envelope_to, '', '', '', '', '', sha256, size, sha256 from items;

alter table items drop column envelope_from;
alter table items drop column envelope_to;

-- A digest of what does not change in a message on its way, by which it is known again; null for what came before this.
alter table items add column identity text;

create unique index items_by_identity on items (identity);
