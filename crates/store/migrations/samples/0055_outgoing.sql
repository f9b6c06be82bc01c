update statements set goes_at = 1788307200000000, goes_set_by = 'Anna Chair' where number = 17;

insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (5501, 17, 'split', false, 11, 'Anna Chair', 'chair of tsync', 1788264000000001, true, 'Statement 18 goes to IEEX.', ''),
    (5502, 17, 'handed-on', false, null, 'Bo Director', 'Area Director of tim', 1788264000000002, true, '', ''),
    (5503, 17, 'time-set', false, 11, 'Anna Chair', 'chair of tsync', 1788264000000003, true, '', ''),
    (5504, 17, 'deadline-agreed', false, 11, 'Anna Chair', 'chair of tsync', 1788264000000004, true, '', '');
