"""Victims in contact with the service: how to reach them, what they wish, what they were told. A closed file apart from the case."""
