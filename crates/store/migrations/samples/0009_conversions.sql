insert into conversions (number, position, sha256, done, text, warning, tried, claimed_until) values
    (17, 1, 'aa', true, 'A letter on clocks', '', 1, null);
