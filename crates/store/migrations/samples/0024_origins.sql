insert into items (id, state, reason, received_at, sender, subject, message_id, text, sha256, size, statement)
values
    (57, 'quarantine', 'The mail server marked it as spam.', 1772366700000000, 'Pat <pat@example.net>', 'Clocks, cheap',
        null, 'Buy clocks.', 'db', 700, null);

insert into origins (item, done, sentence, detail, tried, due_at, claimed_until) values
    (51, true, 'Signed by example.com.', '{}', 1, 1772366400000000, null),
    (57, false, '', '', 0, 1772366700000000, null);

insert into statement_origins (number, sentence, detail) values (17, 'Signed by example.com.', '{}');
