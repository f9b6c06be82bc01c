insert into api_requests (token_sha256, request_key, request_sha256, begun_at, holder, held_until, done, made)
values ('06', 'three', 'cc', 1788264000000009, 'someone', 1788264060000009, true, 17);
