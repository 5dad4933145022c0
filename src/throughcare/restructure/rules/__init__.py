"""The pure part of restructure: what a plan says, whether it is sound, and what it answers.

`reading` makes a `plan` of YAML, `checks` says what is wrong with it, `answers` answers one item,
`sql` compiles the same rules for all items at once, `staffing` fills posts, `structure` makes the
units that rules make, `outcomes` judges the result. No database, no clock.
"""
