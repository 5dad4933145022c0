"""Re-cutting data and access from one structure to another: plan, stage, switch, reconcile, reverse, evidence."""
