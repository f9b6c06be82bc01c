update attachments set made_of_name = 'letter.docx', made_of_sha256 = 'ab' where number = 17 and position = 1;

insert into wanted_pdfs (number, position, sha256, person, fault, tried) values (17, 1, 'aa', 11, '', 0);
