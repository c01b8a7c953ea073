"""The account of a ledger: events fused and recorded, assessed beside their claims, ready to be shown."""
