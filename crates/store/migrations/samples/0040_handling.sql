update statements set assignee = 11, assignee_name = 'Anna Chair', assignee_since = 1777736800000004,
    assignee_accepted = true, asked = 'question', promised = '2026-12-15', waits = true, due = '2026-12-15'
where number = 17;

insert into statement_discussions (number, position, kind, link, words, by_name, at) values
    (17, 1, 'put-to-group', 'https://lists.example.org/tsync/1', 'By mail.', 'Anna Chair', 1777736800000005);

insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (4001, 17, 'promised', false, 11, 'Anna Chair', 'chair of tsync', 1777736800000006, true, '2026-12-15.', '');
