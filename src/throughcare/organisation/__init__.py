"""Units in time: codes, dated facts, hierarchies, owners, successions, and what each room keeps under a unit."""
