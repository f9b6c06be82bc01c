insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (46, 17, 'bounced', true, null, '', '', 1777736800000001, true, 'To etu@example.com: 550 no such user', ''),
    (47, 17, 'sent-again', false, 11, 'Anna Chair', 'chair of tsync', 1777736800000002, true, '', ''),
    (48, 17, 'corrected', false, 11, 'Anna Chair', 'chair of tsync', 1777736800000003, true, '', '');
