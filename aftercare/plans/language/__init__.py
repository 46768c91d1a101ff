"""The plan language: reading, checking, explaining, comparing plans. Plain Python, no database."""
