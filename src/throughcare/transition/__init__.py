"""What a reform means for each person who works here: previews, reviews, challenges, preferences, statistics. Never a rule of access."""
