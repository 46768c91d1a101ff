"""Skills and certificates: what one must be able to do for a case, and the paper that says so."""
