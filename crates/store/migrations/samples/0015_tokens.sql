insert into api_tokens (id, token_sha256, person, name, scopes, created_at, expires_at, used_at) values
    (91, '06', 12, 'nightly copy', 'read act', 1772366400000000, 1774958400000000, null);
