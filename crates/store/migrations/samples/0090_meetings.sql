insert into group_meetings (group_id, position, name, place, from_day, until_day)
values (3, 1, 'Plenary', 'Geneva', '2027-04-12', '2027-04-23');
