"""Eight processes write at once, and one is killed at random; nothing is lost, doubled or fused otherwise."""

import random
import time
from collections.abc import Callable
from typing import Any

from decided import FUSER, event, judgement
from synthetic import synthetic_report, synthetic_reports

from communique.ledger import open_ledger

Start = Callable[[str, int, int], Any]
PROCESSES, EACH = 8, 12


def test_eight_processes_lose_and_double_nothing(
    new_location: Callable[[], str], start_adding: Start
) -> None:
    location, chance = new_location(), random.Random()
    # each shares half of its reports with the next one; the last is killed, and completed
    starts = [number * EACH // 2 for number in range(PROCESSES)]
    adders = [start_adding(location, first, first + EACH) for first in starts]
    adders[-1].await_message()
    time.sleep(chance.random())
    adders[-1].kill()
    assert [adder.await_end() for adder in adders[:-1]] == [0] * (PROCESSES - 1)
    with open_ledger(location) as ledger, open_ledger(new_location()) as alone:
        assert list(ledger.check()) == []
        list(ledger.add(synthetic_reports(starts[-1], starts[-1] + EACH), resolver="synthetic 1"))
        list(alone.add(synthetic_reports(0, starts[-1] + EACH), resolver="synthetic 1"))
        assert ledger.fingerprint() == alone.fingerprint()
        assert list(ledger.check()) == []


def test_events_of_a_ledger_that_has_moved_on_are_not_recorded(location: str) -> None:
    one, other = synthetic_report(1), synthetic_report(2)
    with open_ledger(location) as ledger:
        list(ledger.add([one]))
        before = ledger.unseen()[0]
        list(ledger.add([other]))
        assert ledger.record_events([event(one)], before, FUSER) is None
        assert ledger.record_events([event(one), event(other)], ledger.unseen()[0], FUSER) == 2
        assert ledger.decide(judgement(one, other))
        assert not ledger.decide(judgement(one, other))
        assert ledger.events(FUSER) is None
        assert ledger.record_events([event(one, other)], ledger.unseen()[0], FUSER) == 2
        assert ledger.events(FUSER) == [event(one, other)]
        assert list(ledger.check()) == []
