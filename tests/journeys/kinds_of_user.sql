-- Kinds of user that a nation this tiny lacks, each an officer of a trust made into one.

UPDATE access_post p SET role = made.role
FROM access_account a, (VALUES ('cbs0003', 'court'), ('chs0003', 'executive'), ('cmb0003', 'administrator')) made (username, role)
WHERE a.username = made.username AND p.account_id = a.id;
