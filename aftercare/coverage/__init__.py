"""Is it covered? Warranty terms in force, exclusions, legal floors, the remedy ladder, verdicts."""
