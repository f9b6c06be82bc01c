-- When the groups of other organizations meet: an answer is hardly agreed on before.
create table group_meetings (
    group_id bigint not null references groups (id),
    position bigint not null,
    name text not null,
    -- Empty if it is not known.
    place text not null,
    -- Its first and its last day.
    from_day text not null,
    until_day text not null,
    primary key (group_id, position)
);
