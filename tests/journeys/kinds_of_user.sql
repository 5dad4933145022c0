-- Kinds of user that a nation this tiny lacks, each an officer of a trust made into one.

UPDATE access_post p SET role = made.role
FROM access_account a, (VALUES ('cbs0003', 'court'), ('chs0003', 'executive'), ('cmb0003', 'administrator')) made (username, role)
WHERE a.username = made.username AND p.account_id = a.id;

-- The last officer answers applications for housing instead.
UPDATE access_post SET role = 'approved-premises'
WHERE account_id = (SELECT max(p.account_id) FROM access_post p WHERE p.role = 'officer');
