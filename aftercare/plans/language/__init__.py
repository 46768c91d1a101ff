"""The plan language: reading, checking, explaining and comparing plans. Plain Python, no database."""
