"""Measures every stage on a data folder: `python -m evals --data FOLDER`. See `docs/evaluation.md`."""
