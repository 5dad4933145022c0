-- What a tiny nation lacks: a company with a case of its own, and a court officer of a trust.

INSERT INTO organisation_unit (reference, recorded_at) VALUES (gen_random_uuid(), '2010-01-01Z');

INSERT INTO organisation_unitfact (unit_id, fact, value, starts_at, recorded_at)
SELECT max(u.id), f.fact, f.value, '2010-01-01Z', '2010-01-01Z'
FROM organisation_unit u
CROSS JOIN (VALUES ('kind', 'crc'), ('name', 'Journeys CRC'), ('operating', 'yes')) f (fact, value)
GROUP BY f.fact, f.value;

INSERT INTO organisation_unitcode (code, unit_id, starts_at, recorded_at)
SELECT 'JNY', max(id), '2010-01-01Z', '2010-01-01Z' FROM organisation_unit;

INSERT INTO probation_caseassignment (item_id, owner_id, holder_id, starts_at, recorded_at, basis)
SELECT c.id, u.id, u.id, '2014-06-01Z', '2014-06-01Z', 'recorded'
FROM (SELECT max(id) AS id FROM organisation_unit) u
CROSS JOIN LATERAL (
    SELECT k.id FROM probation_case k
    WHERE k.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = k.person_id)
    ORDER BY k.id LIMIT 1
) c;

UPDATE access_post SET role = 'court' WHERE account_id = (
    SELECT id FROM access_account WHERE username = 'officer.future-nps'
);
