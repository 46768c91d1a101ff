"""How promises are counted: plain Python, no table, no clock."""
