insert into documents (name_key, name, title, status, stream, date, obsoleted_by, also)
values ('rfc0096', 'RFC0096', 'An early made protocol', 'HISTORIC', 'LEGACY', 'March 1971', '[]', '[]');
