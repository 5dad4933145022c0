"""What time it is: the machine's clock, or the one a demonstration lets people move.

Nothing else reads the time.
"""
