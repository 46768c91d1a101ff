"""Tools without business words: events, states, durations, numbers, pages."""
