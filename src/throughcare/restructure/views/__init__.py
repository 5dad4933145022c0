"""Pages of a restructure."""
