insert into statement_gates (number, position, kind, group_id, stage, asked_at, opened_by, opened_name, opened_role,
    opened_at, means, authority, comment)
values
    (17, 3, 'consultation', 1, 1, 1777636700000000, null, '(System)', '', 1778241500000000, 'lapsed', null, null);
