insert into documents (name_key, name, title, status, stream, date, obsoleted_by, also, group_acronym, intended) values
    ('draft-made-clocks', 'draft-made-clocks', 'Made Clocks', 'INTERNET-DRAFT', 'IETF', 'June 2026', '[]', '[]', 'tsync', 'PROPOSED STANDARD');
