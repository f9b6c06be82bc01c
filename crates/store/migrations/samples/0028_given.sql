insert into statement_given (number, position, group_id, words, kind, since, given_by, given_as)
values
    (16, 1, 2, '', 'given', 1772366400000000, 'Cy Coordinator', 'liaison coordinator'),
    (17, 2, 2, '', 'relayed', 1778241500000000, 'Cy Coordinator', 'liaison coordinator');
