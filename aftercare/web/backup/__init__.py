"""Backup and restore of a whole installation (`docs/decisions/0004-backup.md`).

A backup is a `.tar.gz`: the database as its own tool writes it, the uploaded files, and last a
manifest with sizes, hashes, row counts and the head of the event chain.
"""
