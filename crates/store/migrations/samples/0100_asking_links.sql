insert into askings (mail, number, kind, group_id, asked_at) values (61, 17, 'approval', 3, 1777636800000000);
update sign_in_links set delivery = 71;
