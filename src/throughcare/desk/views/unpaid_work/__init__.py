"""Pages of unpaid work: projects and their sessions, and the unpaid work of a case."""
