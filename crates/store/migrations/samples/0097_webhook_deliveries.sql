insert into webhook_deliveries (id, webhook, message, kind, number, acronym, at, took, taken, answer, next_try_at)
values (9701, 6101, 'msg_6101_6002', 'posted', 17, '', 1788264000000010, 120, false, 'The server answered 500.', 1788264060000010);
