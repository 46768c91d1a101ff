"""The plan language: rules only, no database."""
