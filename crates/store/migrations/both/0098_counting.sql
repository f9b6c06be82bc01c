-- What is counted over the whole record is read from indexes, which are a tenth of the statements with their texts.
create index statements_that_ask on statements (
    number, direction, year, purpose, day, deadline, outcome, action_taken, reopened_at, promised, asked, state, public
) where public;
create index statements_by_number on statements (
    number, direction, year, day, state, settles, recorded_at, reopened_at, public
);
