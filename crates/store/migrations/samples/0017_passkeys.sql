insert into passkeys (id, person, credential_id, name, passkey, created_at, used_at) values
    (95, 11, 'AAAA', 'Laptop', '{}', 1772366400000000, null);

insert into passkey_ceremonies (token_sha256, person, state, expires_at) values ('07', 11, '{}', 1772366400000000);
