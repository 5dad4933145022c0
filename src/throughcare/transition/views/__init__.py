"""Pages of a transition."""
