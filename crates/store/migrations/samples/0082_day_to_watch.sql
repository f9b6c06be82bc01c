update statements set due = '2026-12-21' where number = 17;
