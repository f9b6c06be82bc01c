insert into accounts (person, address, address_key, password_hash, created_at) values
    (11, 'Anna@example.org', 'anna@example.org', null, 1772366400000000),
    (12, 'cy@example.org', 'cy@example.org', 'not-a-hash', 1772366400000000);

insert into sign_in_links (token_sha256, person, expires_at) values ('01', 11, 1772370000000000);

insert into sessions (token_sha256, person, created_at, seen_at, expires_at) values
    ('02', 12, 1772366400000000, 1772366460000000, 1774958400000000);
