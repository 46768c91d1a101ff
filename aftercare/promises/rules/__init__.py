"""Decisions about time, in plain Python: no table, no clock, no Django."""
