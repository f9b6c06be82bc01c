-- What a statement's word of consensus rests on, as JSON in its order: what each is called, and the document, the file or the address.
alter table statements add column consensus_basis text not null default '[]';
