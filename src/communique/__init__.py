"""Communique reads reports about armed conflict and keeps account of what they claim."""

__version__ = "0.1.0"
