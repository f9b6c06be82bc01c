insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (41, 17, 'drafted', false, 11, 'Anna Chair', 'chair of tsync', 1777550400000000, false, '', ''),
    (42, 17, 'posted', true, null, '', '', 1777636800000000, true, '', '');
