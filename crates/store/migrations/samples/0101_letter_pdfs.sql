update statements set letter_pdfs = '{"ab":{"kind":"pdf","sha256":"ac","size":27000}}' where number = 17;
