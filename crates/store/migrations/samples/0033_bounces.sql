update mails set message_id = 'statement-17@example.org' where id = 61;

insert into bounces (delivery, item, at, words) values
    (71, (select min(id) from items), 1777637000000000, '550 5.1.1 no such user');
