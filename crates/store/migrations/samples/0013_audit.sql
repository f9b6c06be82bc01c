insert into audit (id, at, kind, person, words, address_digest, agent) values
    (81, 1772366400000000, 'signed-in', 11, 'with a password', '', 'Firefox on Linux'),
    (82, 1772366500000000, 'sign-in-failed', null, 'there is no account of this address', '00ff', '');

insert into secrets (name, value) values ('addresses', '00');
