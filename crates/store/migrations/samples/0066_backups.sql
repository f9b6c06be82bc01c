insert into backups (at, path, bytes) values (1788264000000000, '/var/backups/liaison.backup', 1024);
