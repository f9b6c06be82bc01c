update readings set reader = 1 where item = 51;
