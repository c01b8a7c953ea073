"""Claims → events: which claims tell of the same happening, each link explained, a person's word above all.

`fuse` takes all statements at once; `Fusion` takes them report by report and tells what each one changes.
"""

from communique.fuse.event import claim_of_event
from communique.fuse.fusion import Change, Fusion, fuse
from communique.fuse.merge import in_force
from communique.fuse.score import explained

__all__ = ["Change", "Fusion", "claim_of_event", "explained", "fuse", "in_force"]
