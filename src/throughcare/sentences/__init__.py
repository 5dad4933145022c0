"""Sentence calculation: every release date of a person, worked out from court sentences, adjustments to time and movements, and explained.

It answers for the dates and their reasons, and for the law they rest on as dated data. It does not hold a person, decide parole, or say
where somebody is: it is told.
"""
