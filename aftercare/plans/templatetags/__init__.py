"""Filters of the templates about plans."""
