-- Receipts of other installations: where a statement of ours is on their record, as whoever sent the message says.
create table receipts (
    -- The received message that says so.
    item bigint primary key references items (id),
    number bigint not null references statements (number),
    address text not null,
    at bigint not null,
    unique (number, address)
);

insert into event_kinds (kind) values ('receipt-came');
