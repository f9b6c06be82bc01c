-- What RFCs are gathered in, as clients of the datatracker read it, and a way to find one by the name that it has there.
create index series_for_clients on documents
    (cast(substr(name_key, 1, 3) || ltrim(substr(name_key, 4), '0') as text));

insert into datatracker_names (kind, slug, name, place) values
    ('doctypename', 'bcp', 'Best Current Practice', 0),
    ('doctypename', 'std', 'Standard', 0),
    ('doctypename', 'fyi', 'For Your Information', 0)
on conflict (kind, slug) do nothing;
