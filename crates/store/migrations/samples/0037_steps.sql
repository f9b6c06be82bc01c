update statements set settles = false, deadline_asked = '2026-11-30' where number = 17;

insert into events (id, number, kind, system, person, name, role, at, public, words, difference)
values (3701, 17, 'group-told', false, null, 'Anna Chair', 'chair of tsync', 1788264000000000, true,
    'On 30 August 2026: at the meeting.', '');
