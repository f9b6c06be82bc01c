-- What somebody typed into the form of a statement and did not save yet.
create table unsaved_forms (
    person bigint not null references people (id),
    -- Which form: the number of the statement that is changed, or the name of the form of a new one.
    form text not null,
    -- Of the statement, when they began to change it; 0 for a new one.
    revision bigint not null,
    -- As JSON, each field by its name.
    typed text not null,
    at bigint not null,
    primary key (person, form)
);

create index unsaved_forms_by_time on unsaved_forms (at);
