insert into datatracker_names (kind, slug, name, words, place, used, further)
values ('docrelationshipname', 'updates', 'Updates', 'As it says.', 1, true, 'Updated by');
insert into datatracker_people (id, name, ascii) values (7, 'Zoë Example', 'Zoe Example');
insert into datatracker_groups (id, group_id, kind, kind_here, state, state_here)
select 4, id, 'sdo', kind, 'bof-conc', state from groups where acronym = (select min(acronym) from groups);
insert into datatracker_statements (number, from_contact, to_contacts, other_identifiers) values (17, 'Cy', 'Anna, Bo', null);
insert into datatracker_attachments (id, number, position, removed, document, title, kind, file, rev, at)
values (3, 17, 900, true, 'liaison-2026-a-attachment-1', 'A letter', 'liai-att', 'file3.pdf', '', 1777550400000000);
insert into datatracker_relations (id, source, target, kind) values (2, 17, 16, 'refold');
insert into datatracker_events (id, kind, person, words) values (42, 'posted', 1, 'Statement Posted');
