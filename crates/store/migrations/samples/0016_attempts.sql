insert into sign_in_attempts (key, times, last_at) values ('password:00ff', 3, 1772366400000000);
