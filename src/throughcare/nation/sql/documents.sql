-- The papers of cases :first to :last, by reference: their bytes are elsewhere.

insert into probation_document (id, case_id, number, title, media_type, size, digest, is_final, is_sensitive, author_id, recorded_at)
select c.first_document + k, c.n, k,
       (array['Pre-sentence report', 'Order', 'Induction pack', 'Assessment', 'Appointment letter', 'Sentence plan', 'Previous convictions',
              'Case notes summary', 'Referral form', 'Warning letter', 'Medical certificate', 'Travel warrant'])
           [case when k <= 4 then k else 5 + nation_stage_chance(c.first_document + k, 511) % 8 end],
       case when nation_stage_chance(c.first_document + k, 512) % 4 = 0 then 'application/vnd.oasis.opendocument.text'
            else 'application/pdf' end,
       20000 + nation_stage_chance(c.first_document + k, 513) % 400000,
       encode(sha256(convert_to('nation:' || :seed || ':' || c.first_document + k, 'UTF8')), 'hex'),
       true, k <> 2 and nation_stage_chance(c.first_document + k, 514) % 40 = 0, c.post_id,
       nation_stage_moment(nation_stage_weekday(c.opened_on + (date '2014-05-31' - c.opened_on) * (k - 1) / c.documents), 20)
from nation_stage_case c
cross join lateral generate_series(1, c.documents) k
where c.n between :first and :last;
