-- Whose a document is, and what a draft is to become.
-- The acronym of the group that it comes from; none if it comes from no group; empty if that is not known.
alter table documents add column group_acronym text not null default '';
-- The status that a draft is meant for, as the index words it; empty if unknown.
alter table documents add column intended text not null default '';
