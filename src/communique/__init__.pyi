from communique.api import Claims as Claims
from communique.api import EventPage as EventPage
from communique.api import Events as Events
from communique.api import LedgerError as LedgerError
from communique.api import MissingFramesError as MissingFramesError
from communique.api import OpenLedger as OpenLedger
from communique.api import ReadWarning as ReadWarning
from communique.api import Reports as Reports
from communique.api import geoparse as geoparse
from communique.api import open_ledger as open_ledger
from communique.api import read as read
from communique.api import times as times

__version__: str
