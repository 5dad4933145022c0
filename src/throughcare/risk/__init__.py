"""What predictors say of a person: the probability of reoffending by each published tool, exactly, with each term shown.

It answers for how scores are made and explained. Which scores count in a case is assessments'; what follows from one is allocation's.
"""
