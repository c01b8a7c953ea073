"""What an event's claims amount to: who is independent, where they differ, and grades with their reasons."""

from communique.assess.account import assess
from communique.assess.campaign import campaign_sums
from communique.assess.records import Assessment

__all__ = ["Assessment", "assess", "campaign_sums"]
