"""The API does what its description says, whatever it is asked (schemathesis makes the questions)."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from serving import Served, serve

from test_accounts import five

schemathesis = pytest.importorskip("schemathesis")

from communique.config import Config  # noqa: E402
from communique.ledger import open_ledger  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with open_ledger(tmp_path_factory.mktemp("api") / "ledger.db") as ledger:
        list(ledger.add(five()))
        yield from serve(ledger, Config(requests_per_minute=0))


PATHS = ("/api/events", "/api/events/{event_id}", "/api/claims/{claim_id}", "/api/reports/{report_id}")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(served: Served, path: str) -> None:
    described = schemathesis.openapi.from_url(f"{served.origin}/api/openapi.json")
    cases = described[path]["GET"].as_strategy()

    @given(cases)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def asked(case: "schemathesis.Case") -> None:
        case.call_and_validate()

    asked()


@pytest.mark.parametrize("path", ["/api/events/e-claim-blog", "/api/claims/claim-blog", "/api/reports/blog"])
def test_what_is_there_is_found(served: Served, path: str) -> None:
    answer = served.client(accept="*/*").get(path)
    assert answer.status_code == 200
    same = served.client(accept="*/*").get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_the_api_only_reads(served: Served) -> None:
    paths = served.client(accept="*/*").get("/api/openapi.json").json()["paths"]
    assert set(paths) == set(PATHS)
    assert {method for path in paths.values() for method in path} == {"get"}
    outsider = served.client(accept="*/*")
    for path in paths:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert outsider.request(method, path).status_code == 405
