insert into webhooks (id, person, url, secret, created_at, told, tried, next_try_at, claimed_until, failing_since, answer, stopped)
values (6101, 12, 'https://example.net/hook', 'c2VjcmV0', 1788264000000009, 6001, 2, 1788264000000010, null, 1788264000000009,
    'The server answered 500.', false);
