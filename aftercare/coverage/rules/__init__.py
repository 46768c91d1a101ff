"""Decisions about coverage, remedies and charges: plain Python, no tables, no clock, no files."""
