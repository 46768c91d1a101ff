"""Organisations, departments and persons: who may sign in, and what a role may see and do."""
