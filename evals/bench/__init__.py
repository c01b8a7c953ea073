"""Benchmarks of ingest: made-up archives of the news, and how fast and in how much memory they are read."""
