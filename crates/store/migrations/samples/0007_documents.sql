insert into documents (name_key, name, title, status, stream, date, obsoleted_by, also) values
    ('rfc9999', 'RFC9999', 'A Made Protocol', 'PROPOSED STANDARD', 'IETF', 'June 2026', '[]', '["STD0099"]');
