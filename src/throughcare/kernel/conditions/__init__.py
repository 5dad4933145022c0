"""Conditions over named attributes, with three answers: true, false, unknown.

`syntax` says what a condition is, `reading` makes one from text, `writing` text from one and `wording` a sentence,
`evaluation` answers it in plain Python, and `sql` writes the same question for PostgreSQL, whose
NULL is the same third value. The two ways of answering agree for all facts.

The language::

    rosh in ['high', 'very high']          trust under 'ASP'
    rounded(rsr, 2) >= 6.89                postcode starts with 'BS'
    sentenced_on between 2014-01-01 and 2014-05-31
    flags has 'weapons'                    flags has any ['weapons', 'staff']
    rsr is unknown                         rsr >= 6.89 if unknown then false
    (mappa != 'none' or deferred) and not other_active = 'NPS'

`not` binds closest, then `if unknown then`, then `and`, then `or`. Text is in quotes, doubled to
write one inside; a moment carries its zone. Comparing with an unknown is unknown; `is known` and
`is unknown` always have an answer.
"""
