"""Complaints: heard, investigated by somebody impartial, decided, and accepted or taken further."""
