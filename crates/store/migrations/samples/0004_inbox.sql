insert into items (id, state, reason, received_at, envelope_from, envelope_to, sender, subject, message_id, text, sha256,
    size, statement)
values
    (51, 'taken', '', 1772366400000000, 'sg1@example.com', 'statements@example.org', 'SG1 <sg1@example.com>', 'On clocks',
        'm1@example.com', 'What time is it?', 'dd', 900, 16),
    (52, 'set-aside', 'It has no sender.', 1772366500000000, '', '', '', '', null, '', 'ee', 9, null),
    (53, 'waiting', '', 1772366600000000, 'sg2@example.com', 'statements@example.org', 'SG2 <sg2@example.com>', 'On days',
        null, 'What day is it?', 'da', 800, null);

insert into item_parts (item, position, name, media_type, sha256, size) values
    (51, 1, 'clocks.pdf', 'application/pdf', 'ff', 700);
