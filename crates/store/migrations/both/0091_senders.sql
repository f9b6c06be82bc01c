-- The envelope's sender with which a delivery was last given to a server, by which what comes back is known whatever the settings
-- say then; null for what went before this was noted.
alter table deliveries add column sender text;
