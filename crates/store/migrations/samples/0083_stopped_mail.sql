insert into stopped_mail (address, kind, at, words, resumed_at)
values ('gone@example.org', 'news', 1795000000000000, '550 5.1.1 no such user', null);
