-- Of an attachment that is the statement itself as a letter in its receiver's form: whether this tool made it, or
-- somebody put it in the place of such a one.
alter table attachments add column letter text check (letter in ('made', 'converted'));
