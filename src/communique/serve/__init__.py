"""The site on a ledger: pages, review, responses, sign-in."""

from communique.serve.app import create_app

__all__ = ["create_app"]
