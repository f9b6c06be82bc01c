insert into attachments (number, position, title, kind, name, media_type, sha256, size, source, letter, added_after_sending)
values (17, 90, 'The letter in the form of ITU-T', 'file', 'letter-17-itu-t.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, 'uploaded', 'made', false);
