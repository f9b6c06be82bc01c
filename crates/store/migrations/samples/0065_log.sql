update log_state set name = 'liaison.example.org/log';
insert into log_keys (id, public, since, until) values
    ('dc8c20f2', 'liaison.example.org/log+dc8c20f2+AYqI49dVEhYd', 1788264000000000, null);
insert into log_leaves (idx, kind, number, source, salt, leaf, hash) values
    (0, 'event', 17, 5501, 'aa', '{}', 'bb');
insert into log_nodes (level, idx, hash) values (1, 0, 'cc');
insert into log_checkpoints (size, root, at, note) values (1, 'bb', 1788264000000000, 'liaison.example.org/log');
insert into log_pending (number, marks) values (17, 1) on conflict do nothing;
