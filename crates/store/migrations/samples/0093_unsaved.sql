insert into unsaved_forms (person, form, revision, typed, at) values (11, '17', 3, '{"subject":"On clocks"}', 1777636800000000);
