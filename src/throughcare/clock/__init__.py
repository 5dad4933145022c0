"""What time it is: the machine's clock, or the clock a demonstration lets people move. Nothing else reads the time."""
