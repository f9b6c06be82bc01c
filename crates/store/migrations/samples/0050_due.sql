update statements set due = '2026-12-20' where number = 17;
