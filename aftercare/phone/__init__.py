"""The telephone: what the exchange tells, who called, and what was said."""
