"""Aftercare (守约): after-sales service plans as data, kept and proven."""

__version__ = "0.1.0"
