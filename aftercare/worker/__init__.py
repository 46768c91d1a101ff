"""The loop that acts on time, and the table of who reacts to which event."""
