insert into submissions (id, token_sha256, sha256, size, name, organization, address, created_at, expires_at)
values
    (1, 'c0ffee', 'dc', 800, 'Del Egate', 'Example Union', 'del@example.net', 1772366800000000, 1772453200000000);
