insert into receipts (item, number, address, at) values
    ((select min(id) from items), 17, 'https://liaison.example.com/statements/3', 1795000000000003);

insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (8501, 17, 'receipt-came', true, null, '', '', 1795000000000003, false, 'On their record at https://liaison.example.com/statements/3.', '');
