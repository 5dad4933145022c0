"""Remote check-ins: people say by a link how they are, and their officer looks. Who they are and what came of it is kept by others."""
