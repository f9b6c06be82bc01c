insert into readings (item, done, summary, letters, warning, tried, claimed_until) values
    (51, true, '[]', '[]', '', 1, null);
