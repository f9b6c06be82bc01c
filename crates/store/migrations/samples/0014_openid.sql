insert into openid_subjects (issuer, subject, person, first_at, last_at) values
    ('https://login.example.org', 'anna', 11, 1772366400000000, 1772366400000000);

insert into openid_requests (state_sha256, browser_sha256, nonce, pkce_verifier, next, expires_at) values
    ('04', '05', 'n', 'v', '/desk', 1772366400000000);
