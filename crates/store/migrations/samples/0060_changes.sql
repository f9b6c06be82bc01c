insert into changes (id, kind, number, acronym, at) values (6001, 'commented', 17, '', 1788264000000005), (6002, 'entry', null, 'etu', 1788264000000006);
update counters set value = 6002 where name = 'feed';
insert into api_requests (token_sha256, request_key, request_sha256, begun_at, status, etag, location, body) values
    ('06', 'one', 'aa', 1788264000000007, 200, '"1.x"', null, '{}'), ('06', 'two', 'bb', 1788264000000008, null, null, null, null);
