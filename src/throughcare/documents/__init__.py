"""Bytes kept by their digest, and letters and reports made from templates.

Who may open one is the answer of the room that holds it, not ours.
"""
