"""A synthetic nation before the reform: invented people at national volumes.

It answers for making that nation, once, in an empty database, the same for the same seed; for saying
which accounts show what; and for the figures of the 35 trusts that it is made from. It owns none of
the tables that it fills, and nothing outside a demonstration, a benchmark or a test depends on it.
"""
