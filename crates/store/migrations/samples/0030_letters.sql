insert into attachments (number, position, title, kind, name, media_type, sha256, size, source, added_after_sending)
values (17, 90, 'The letter in the form of ITU-T', 'file', 'letter-17-itu-t.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'f00d', 5, 'made', false);
