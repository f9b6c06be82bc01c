-- Tries to sign in that failed, and links that were mailed, counted so that nobody guesses and nobody floods.
create table sign_in_attempts (
    -- What is counted, and a keyed digest of whose: "password:00ff".
    key text primary key,
    times bigint not null,
    last_at bigint not null
);

create index sign_in_attempts_by_time on sign_in_attempts (last_at);
