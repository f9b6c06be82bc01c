-- Which version of it is on the record; counts from 1.
alter table statements add column version bigint not null default 1;

-- A correction on its way is a statement beside the posted one, with a number of its own that nobody else sees, until its last
-- gate opens: the one that it corrects, why, whether the recipients get it, and which version it became.
alter table statements add column corrects bigint references statements (number);
alter table statements add column correction_why text not null default '';
alter table statements add column correction_resend boolean not null default false;
alter table statements add column became_version bigint;

-- Two corrections of one statement at once would overwrite each other.
create unique index statements_in_correction on statements (corrects)
    where corrects is not null and state in ('draft', 'in-review');

-- What the record said, version by version; appended and never changed. Of what was never corrected there is none.
create table statement_versions (
    number bigint not null references statements (number),
    version bigint not null,
    -- When it was posted, by whom and in which role.
    at bigint not null,
    by_name text not null,
    by_role text not null,
    -- Why it took the place of the one before it.
    why text not null,
    subject text not null,
    -- All of it, written out.
    content text not null,
    -- From the version before it.
    difference text not null,
    primary key (number, version)
);
