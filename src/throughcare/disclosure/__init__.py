"""What is told of a record and when it ends: copies for the person, who has looked, and removing what may not be kept."""
