"""Real work orders to try things out with; see README.md."""
