"""Duty: who is there for whom, and when."""
