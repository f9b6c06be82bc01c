update statements set consensus_basis = '[{"label":"Last call","at":{"url":"https://lists.example.org/last-call"}}]' where number = 17;
