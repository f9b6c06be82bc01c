insert into sessions (token_sha256, id, person, means, agent, created_at, seen_at, expires_at) values
    ('03', 71, 11, 'with a password', 'Firefox on Linux', 1772366400000000, 1772366460000000, 1774958400000000);
