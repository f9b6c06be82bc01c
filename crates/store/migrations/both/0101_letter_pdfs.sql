-- The PDFs that go beside the letters of a statement, as JSON, by the digest of the letter: fixed when whoever decides on it is asked.
-- Null as long as nobody was, when those go that are there.
alter table statements add column letter_pdfs text;
