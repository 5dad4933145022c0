"""Throughcare: the whole path of a person through prison and probation, as one system."""
