update deliveries set sender = 'statements+71=4f1d0c22a9b3e871@example.org' where id = 71;
