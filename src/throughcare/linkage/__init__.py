"""Which records are of one person: standard form, comparison, weights, guards and groups, for records of any source.

It keeps nothing and knows no table: whose records they are, and what is decided of them, is the business of `people`.
"""
