-- Drafts and RFCs as clients of the datatracker read them: its words for status and stream, and a way to find one by the name
-- that it has there, which has no zeros before the number of an RFC.
create index documents_for_clients on documents
    (cast(case when substr(name_key, 1, 3) = 'rfc' then 'rfc' || ltrim(substr(name_key, 4), '0') else name_key end as text));

insert into datatracker_names (kind, slug, name, place) values
    ('stdlevelname', 'std', 'Internet Standard', 1),
    ('stdlevelname', 'ds', 'Draft Standard', 2),
    ('stdlevelname', 'ps', 'Proposed Standard', 3),
    ('stdlevelname', 'inf', 'Informational', 4),
    ('stdlevelname', 'exp', 'Experimental', 5),
    ('stdlevelname', 'bcp', 'Best Current Practice', 6),
    ('stdlevelname', 'hist', 'Historic', 7),
    ('stdlevelname', 'unkn', 'Unknown', 8),
    ('intendedstdlevelname', 'std', 'Internet Standard', 1),
    ('intendedstdlevelname', 'ds', 'Draft Standard', 2),
    ('intendedstdlevelname', 'ps', 'Proposed Standard', 3),
    ('intendedstdlevelname', 'inf', 'Informational', 4),
    ('intendedstdlevelname', 'exp', 'Experimental', 5),
    ('intendedstdlevelname', 'bcp', 'Best Current Practice', 6),
    ('intendedstdlevelname', 'hist', 'Historic', 7),
    ('streamname', 'ietf', 'IETF', 1),
    ('streamname', 'iab', 'IAB', 2),
    ('streamname', 'irtf', 'IRTF', 3),
    ('streamname', 'ise', 'Independent Submission', 4),
    ('streamname', 'editorial', 'Editorial', 5),
    ('streamname', 'legacy', 'Legacy', 6)
on conflict (kind, slug) do nothing;
