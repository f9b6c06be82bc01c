insert into watchers (id, address, made_at, failures) values (8001, 'reader@example.org', 1795000000000000, 0);
insert into watches (id, watcher, kind, key, asked_at, confirmed_at) values
    (8002, 8001, 'exchange', '17', 1795000000000000, 1795000000000001),
    (8003, 8001, 'search', 'q=clock', 1795000000000000, null);
insert into news (event) values (5501);
