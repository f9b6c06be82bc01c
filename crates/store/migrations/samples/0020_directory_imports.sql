insert into directory_imports (id, at, source, state, entries_sha256, difference, reason, decided_at, decided_by,
    decided_name, decided_role) values
    (81, 1700000000000000, 'roles.toml', 'dropped', 'aa', '{}', 'Half of the chairs.', 1700000001000000, 12,
        'Cy Coordinator', 'liaison coordinator');

insert into schedules (name, due_at) values ('directory', 1700000000000000);

insert into contact_questions (person, group_id, asked_at) values (12, 3, 1700000000000000);
