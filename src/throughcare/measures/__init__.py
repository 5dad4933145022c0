"""How well providers keep to their service levels, and what they have: counted from the records of other rooms, never typed."""
