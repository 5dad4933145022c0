"""What a service level asks, and what one case comes to by it: plain Python, no clock."""
