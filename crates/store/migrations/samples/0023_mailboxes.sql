insert into mailboxes (name, uidvalidity, uid) values ('statements@imap.example.org/INBOX', 1772366400, 12);
