insert into statements (number, direction, state, public, purpose, day, year, deadline, subject_key, sent_on,
    received_on, recorded_at, action_taken, approval_missing, consensus, revision, created_by, created_as, created_at,
    travelled, travelled_how, message_id, message_id_key, from_liaison_name, from_liaison_address, to_liaison_name,
    to_liaison_address, subject, subject_supplied, purpose_as_written, retired_response, retired_technical,
    retired_action_holder, retired_cc, text)
values
    (16, 'incoming', 'posted', true, 'action', '2026-03-01', 2026, '2026-06-30', 'on clocks', null, '2026-03-01',
        1772366400000000, null, false, null, 1, null, '', 1772366400000000, 'unknown', '', null, null, '',
        'sg1@example.com', null, null, 'On clocks', false, 'Action', 'resp', 'tech', 'holder', 'cc', 'What time is it?'),
    (17, 'outgoing', 'posted', true, 'response', '2026-05-01', 2026, null, 'reply on clocks', '2026-05-01', null,
        1777636800000000, null, false, 'groups', 3, 11, 'chair of tsync', 1777550400000000, 'mailed', '',
        'Clock.1@example.org', 'clock.1@example.org', '', 'etu-manager@example.org', 'ETU Secretariat',
        'etu@example.com', 'Reply on clocks', false, '', '', '', '', '', 'Noon.');

insert into statement_groups (number, side, position, group_id) values
    (16, 'from', 1, 4), (16, 'to', 1, 2), (17, 'from', 1, 2), (17, 'to', 1, 4);

insert into statement_bodies (number, role, position, words) values
    (16, 'from', 1, 'SG1'), (17, 'distributed', 1, 'All of ETU');

insert into statement_contacts (number, side, position, name, address, why) values
    (17, 'to', 1, 'Study Group 1', 'sg1@example.com', 'listed'), (17, 'from', 1, 'Somebody', null, 'imported');

insert into statement_deadlines (number, position, day, kind, set_by, set_on) values
    (16, 1, '2026-06-30', 'stated', 'SG1', '2026-03-01');

insert into statement_identifiers (number, position, identifier, identifier_key) values
    (17, 1, 'TS-1', 'ts-1');

insert into statement_links (number, position, kind, target) values (17, 1, 'answers', 16);

insert into statement_gates (number, position, kind, group_id, opened_by, opened_name, opened_role, opened_at, means,
    authority, comment)
values
    (17, 1, 'approval', 2, 12, 'Cy Coordinator', 'liaison coordinator', 1777636700000000, 'elsewhere', 'Bo Director',
        'By telephone'),
    (17, 2, 'review', null, 12, 'Cy Coordinator', 'liaison coordinator', 1777636800000000, 'here', null, null);

insert into attachments (number, position, title, kind, name, media_type, sha256, size, legacy_name, url, source,
    added_after_sending, hidden)
values
    (17, 1, 'A letter', 'file', 'letter.docx', 'application/x', 'aa', 5, null, null, 'uploaded', false, null),
    (17, 3, 'A picture', 'link', null, null, null, null, null, 'https://example.org/picture', 'uploaded', true,
        'Private');

insert into renditions (file_sha256, kind, sha256, size) values ('aa', 'pdf', 'bb', 7), ('aa', 'text', 'cc', 3);
