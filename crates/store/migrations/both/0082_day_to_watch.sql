-- Lists by the day that they show: the promised one, else the deadline.
create index statements_by_day_to_watch on statements ((coalesce(due, deadline)), number) where public;
