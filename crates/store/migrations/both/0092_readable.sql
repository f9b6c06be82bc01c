-- What a file was made of, so that all can read it; null for what nobody made of another.
alter table attachments add column made_of_name text;
alter table attachments add column made_of_sha256 text;

-- Files of which a PDF is to be made, to go beside them.
create table wanted_pdfs (
    number bigint not null references statements (number),
    position bigint not null,
    -- Of the file; when another takes its place, that is another wish.
    sha256 text not null,
    -- Who wants it.
    person bigint not null references people (id),
    -- Why none could be made; empty while it is being made.
    fault text not null,
    -- How often a worker claimed it.
    tried bigint not null,
    -- Until when nobody else may claim it.
    claimed_until bigint,
    primary key (number, position)
);

create index wanted_pdfs_due on wanted_pdfs (tried, number, position) where fault = '';
