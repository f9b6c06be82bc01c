update attachments set hidden = 'It names a patient.' where number = 17;

insert into events (id, number, kind, system, person, name, role, at, public, words, difference) values
    (8101, 17, 'file-hidden', false, 11, 'Anna Chair', 'coordinator', 1795000000000001, true, 'Attachment 1: It names a patient.', ''),
    (8102, 17, 'file-shown', false, 11, 'Anna Chair', 'coordinator', 1795000000000002, true, 'Attachment 2: It named nobody.', '');
