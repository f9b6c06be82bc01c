-- An attachment may be the statement itself as a letter in its receiver's form: made by this tool, or put in the place of
-- such a one. A check cannot be changed everywhere, so the column is made anew.
alter table attachments add column new_source text not null default 'uploaded'
    check (new_source in ('received', 'uploaded', 'imported', 'made', 'converted'));
update attachments set new_source = source;
alter table attachments drop column source;
alter table attachments rename column new_source to source;
