"""Bytes kept by their digest, and letters made from templates. Who may open one is its holder's answer, not ours."""
