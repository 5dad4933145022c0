"""What was found out about a person, in which tool, with which score, and what is to be done: assessments and plans.

It answers for their states and for what is written in them. What an assessment sets off in a case (flags, log) is probation's;
how much supervision it means is allocation's.
"""
