insert into group_facts (group_id, relationship, since, counterpart, coordinator, letter_format, sharing, notes,
    private_notes) values
    (3, 'formal', '2004-05', 'Lee Secretary', 12, 'Word', 'Drafts are for members.', '', 'Call first.');

insert into group_aliases (alias_key, group_id, position, alias, is_former) values
    ('old union', 3, 1, 'Old Union', true);

insert into corrections (group_id, field, imported) values (3, 'name', 'ETU');

insert into directory_changes (id, group_id, subject, what, was, becomes, public, system, person, name, role, at) values
    (71, 3, 'etu', 'name', 'ETU', 'Example Telecommunication Union', true, false, 12, 'Cy Coordinator',
        'liaison coordinator', 1700000000000000);

insert into confirmations (id, group_id, person, name, role, at) values
    (72, 3, 12, 'Cy Coordinator', 'liaison coordinator', 1700000000000000);
