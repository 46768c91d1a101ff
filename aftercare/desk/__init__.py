"""The desk: intake by every channel, cases from call to close, the board."""
