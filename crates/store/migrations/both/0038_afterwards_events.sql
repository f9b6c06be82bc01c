-- Mail that came back or was sent again, and corrections.
insert into event_kinds (kind) values ('bounced'), ('sent-again'), ('corrected');
