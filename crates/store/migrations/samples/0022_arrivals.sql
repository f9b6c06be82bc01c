insert into items (id, state, reason, received_at, sender, subject, message_id, text, sha256, size, identity) values
    (54, 'waiting', '', 1772366700000000, 'SG3 <sg3@example.com>', 'On hours', 'm4@example.com', 'What hour is it?', 'ab',
        850, 'a4');

insert into arrivals (id, item, way, at, envelope_from, envelope_to, client_address, client_name, client_helo,
    handed_in_by, handed_in_name, source, sha256, size, fingerprint)
values
    (541, 54, 'lmtp', 1772366700000000, 'sg3@example.com', 'statements@example.org', '192.0.2.1', 'mx.example.com',
        'mx.example.com', null, '', '', 'ab', 850, 'f1'),
    (542, 54, 'imap', 1772366800000000, '', '', '', '', '', null, '', 'inbox 7 12', 'ac', 860, 'f2');
