insert into reminders (matter, step, person, at) values ('answer:statement:17', '2026-11-16', 11, 1795000000000000);
insert into digests (person, day, token_sha256, at) values (11, '2026-11-16', 'a1', 1795000000000000);
insert into reminder_wishes (person, digests, awaited) values (11, false, true);
insert into calendars (person, token_sha256, made_at) values (11, 'b2', 1795000000000000);
insert into asked_again (number, asked, person, at) values (17, true, 11, 1795000000000000);
insert into events (id, number, kind, system, person, name, role, at, public, words, difference)
values (4501, 17, 'reminded', true, null, '', '', 1795000000000000, true, 'Approval for tsync: Bo Director.', '');
