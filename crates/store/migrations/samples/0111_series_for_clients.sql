insert into documents (name_key, name, title, status, stream, date, obsoleted_by, also, group_acronym, intended)
values ('bcp0098', 'BCP0098', '', '', '', '', '[]', '["RFC9910"]', '', '');
