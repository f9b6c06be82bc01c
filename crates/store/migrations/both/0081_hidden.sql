insert into event_kinds (kind) values ('file-hidden'), ('file-shown');
