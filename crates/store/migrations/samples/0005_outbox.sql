insert into mails (id, number, kind, envelope_from, subject, sha256, queued_at) values
    (61, 17, 'statement', 'statements@example.org', 'Reply on clocks', 'ab', 1777636800000000),
    (62, null, 'sign-in-link', 'statements@example.org', 'Sign in', 'ac', 1777636900000000);

insert into deliveries (id, mail, position, recipient, state, next_try_at, tried, claimed_at, claimed_until,
    interrupted_at) values
    (71, 61, 1, 'etu@example.com', 'sent', null, 2, null, null, 1777636800000000),
    (72, 62, 1, 'anna@example.org', 'waiting', 1777637000000000, 1, 1777636900000000, 1777636990000000, null);

insert into attempts (delivery, position, at, taken, answer) values
    (71, 1, 1777636810000000, false, '450 later'),
    (71, 2, 1777636910000000, true, '250 queued');
