-- Backups that were made, so that somebody hears when the newest is old.
create table backups (
    at bigint primary key,
    path text not null,
    bytes bigint not null
);
