"""Limits hold over all processes that serve one ledger, and cost ordinary readers no write."""

from collections.abc import Callable, Iterator

import pytest
from limits import parse
from serving import Served

from communique.ledger import Ledger, LedgerError
from communique.ledger.access import Access
from communique.serve.limiting import Limiter

LIMIT = parse("30/minute")


@pytest.fixture
def make(ledger: Ledger) -> Iterator[Callable[..., Limiter]]:
    made: list[Limiter] = []

    def limiter(clock: Callable[[], float] = lambda: 100.0) -> Limiter:
        made.append(Limiter(ledger.access, clock))
        return made[-1]

    yield limiter
    for one in made:
        one.close()


@pytest.fixture
def pair(make: Callable[..., Limiter]) -> tuple[Limiter, Limiter]:
    return make(), make()


def within(limiter: Limiter, times: int, client: str = "203.0.113.7") -> int:
    return sum(limiter.hit(LIMIT, "writes", client) for _ in range(times))


def test_one_process_keeps_the_limit(pair: tuple[Limiter, Limiter]) -> None:
    assert within(pair[0], 50) == 30
    assert within(pair[0], 50, "203.0.113.8") == 30


def test_what_another_process_counted_counts(pair: tuple[Limiter, Limiter]) -> None:
    one, other = pair
    assert within(one, 20) == 20
    one.share()
    other.share()
    assert within(other, 20) == 10
    other.share()
    one.share()
    assert within(one, 5) == 0
    assert within(one, 5, "203.0.113.8") == 5


def test_what_is_rare_is_counted_at_once(pair: tuple[Limiter, Limiter]) -> None:
    limit = parse("3/day")
    allowed = [limiter.hit_at_once(limit, "responses", "m") for limiter in (*pair, *pair)]
    assert allowed == [True, True, True, False]


def test_a_new_window_begins_anew_and_old_ones_are_forgotten(make: Callable[..., Limiter]) -> None:
    moment = [59.0]
    limiter, other = make(lambda: moment[0]), make(lambda: moment[0])
    assert within(limiter, 40) == 30
    limiter.share()
    moment[0] = 120.0
    other.share()
    assert within(limiter, 40) == 30
    assert within(other, 40) == 30
    assert len(limiter._mine) == 1


def test_few_requests_are_told_nobody(pair: tuple[Limiter, Limiter]) -> None:
    limiter, other = pair
    assert all(limiter.hit(parse("600/minute"), "requests", f"client {n}") for n in range(50))
    assert limiter._timer is None
    limiter.share()
    other.share()
    assert other._others == {}


def test_without_the_ledger_each_process_counts_by_itself(
    pair: tuple[Limiter, Limiter], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise LedgerError("no space is left")

    limiter, _ = pair
    monkeypatch.setattr(Access, "share_tallies", away)
    assert within(limiter, 40) == 30
    limiter.share()
    assert within(limiter, 1) == 0


def test_two_servers_of_one_ledger_share_a_limit(start: Callable[..., Served]) -> None:
    sites = [start(requests_per_minute=1_000) for _ in range(2)]
    statuses = []
    for site in sites:
        site.app.state.site.limiter._clock = lambda: 100.0  # no minute begins meanwhile
        client = site.client()
        statuses.append([client.get("/sign-in").status_code for _ in range(28)])
        site.app.state.site.limiter.share()
    # the second hears of the first when it comes near the limit itself, a second later at most
    sites[1].app.state.site.limiter.share()
    assert statuses[0].count(200) == 28
    assert sites[1].client().get("/sign-in").status_code == 429
