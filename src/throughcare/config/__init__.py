"""Settings, root URLs, server entry: the one place that sees every room."""
