"""The promise engine: calendars, due moments, commitments, warnings, consequences, replay."""
