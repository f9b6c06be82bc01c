-- Lists by the day to watch, whether or not an answer came.
create index statements_by_due on statements (due, number) where public and due is not null;
