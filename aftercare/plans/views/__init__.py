"""Pages of plans and agreements."""
