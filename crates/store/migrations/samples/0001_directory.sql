update counters set value = 17 where name = 'number';
update counters set value = 1 where name in ('changes', 'directory');

insert into groups (id, acronym, name, kind, state, parent, organization, list_address, datatracker_id) values
    (1, 'ietf', 'IETF', 'ietf', 'active', null, 1, null, null),
    (2, 'tsync', 'Time Synchronization', 'wg', 'active', 1, 1, 'tsync@example.org', 2001),
    (3, 'etu', 'Example Telecommunication Union', 'sdo', 'active', null, 3, null, 63),
    (4, 'etu-sg1', 'ETU Study Group 1', 'sdo', 'concluded', 3, 3, null, null);

insert into group_line (group_id, ancestor_id, depth) values
    (1, 1, 0), (2, 2, 0), (2, 1, 1), (3, 3, 0), (4, 4, 0), (4, 3, 1);

insert into people (id, name) values (11, 'Anna Chair'), (12, 'Cy Coordinator');

insert into addresses (address_key, person, position, address) values
    ('anna@example.org', 11, 1, 'Anna@example.org'),
    ('cy@example.org', 12, 1, 'cy@example.org');

insert into roles (id, person, kind, group_id, from_day, until_day) values
    (21, 11, 'chair', 2, '2020-01-01', null),
    (22, 12, 'liaison_coordinator', 1, null, '2027-01-01');

insert into listed_contacts (id, group_id, position, why, send_to, name, address) values
    (31, 3, 1, 'listed', true, 'ETU Secretariat', 'etu@example.com');
