insert into item_work (item, organization, holder, holder_name, held_since, held_at, answers)
select min(id), null, null, 'Nora Coordinator', 1, 2, null from items;

insert into item_events (id, item, kind, person, name, at, words)
select 1, min(id), 'asked', null, 'Nora Coordinator', 3, 'Which group is it for?' from items;

insert into item_questions (message_id, item) select 'question-1@example.org', min(id) from items;
