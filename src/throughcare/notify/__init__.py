"""Messages to people: accepted, delivered, or listed as undelivered with an owner. Never inside a transaction."""
