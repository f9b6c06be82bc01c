update statements set version = 2 where number = 17;

insert into statement_versions (number, version, at, by_name, by_role, why, subject, content, difference) values
    (17, 1, 1777636800000000, 'Anna Chair', 'chair of tsync', '', 'Reply on clocks', 'Subject: Reply on clocks', ''),
    (17, 2, 1777736800000000, 'Anna Chair', 'chair of tsync', 'A figure was wrong.', 'Reply on clocks',
        'Subject: Reply on clocks', '-10 ms');
