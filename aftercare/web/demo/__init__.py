"""A small company with its people, plans, agreements and cases, for trying out and for tests."""
