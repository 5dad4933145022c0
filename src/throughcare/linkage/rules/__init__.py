"""Standard form, keys, comparisons, weights, guards and groups, as plain functions. One file for each subject."""
