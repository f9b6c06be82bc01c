-- How far each shared mailbox is stored, so that whoever goes on does not begin anew.
create table mailboxes (
    -- The server, the user and the folder.
    name text primary key,
    -- As long as this is the same, UIDs mean what they meant (RFC 9051 §2.3.1.1).
    uidvalidity bigint not null,
    -- All messages up to this one are stored.
    uid bigint not null
);
