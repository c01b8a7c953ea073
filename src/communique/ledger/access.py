"""Who may come in: members, sessions, one-time links, receipts of responses, attempts that were refused.

Nothing of this is content: it may be changed and deleted, and what has expired is. Of every secret that is
handed out (`token`) only a hash is kept.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Engine, Index, Integer, MetaData, Table, Text, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from communique.ledger.inserting import insert_new
from communique.ledger.opening import translated, writing
from communique.ledger.rows import content_key
from communique.ledger.schema import Words, appointments

__all__ = [
    "Access",
    "Member",
    "Receipt",
    "Refusal",
    "SignInState",
    "Tally",
    "members",
    "metadata",
    "receipts",
]

_MONTH = timedelta(days=30)
metadata = MetaData()
"""Apart from the ledger's content, which is append-only."""


def _table(name: str, key: str, *columns: str, optional: tuple[str, ...] = ()) -> Table:
    told = [Column(column, Words, nullable=column in optional) for column in columns]
    return Table(name, metadata, Column(key, Text, primary_key=True), *told)


members = _table("members", "member_id", "issuer", "subject", "name", "recorded_at")
_sessions = _table("sessions", "session_key", "member_id", "expires_at")
_links = _table("one_time_links", "link_key", "role", "expires_at")
_states = _table(
    "sign_in_states", "state_key", "provider", "browser_key", "nonce", "verifier", "next", "expires_at"
)
_spent = _table("spent_challenges", "challenge_key", "expires_at")
_keys = _table("site_keys", "purpose", "secret")
receipts = _table(
    "receipts", "response_id", "receipt_key", "member_id", "asked_at", optional=("member_id", "asked_at")
)
_refusals = Table(
    "refusals",
    metadata,
    *(Column(name, Words, primary_key=True) for name in ("hour", "client", "reason")),
    Column("path", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)
# How often each server process of a site counted something in a window of time; only a hash says of whom.
_tallies = Table(
    "tallies",
    metadata,
    *(Column(name, Text, primary_key=True) for name in ("tally_key", "process")),
    Column("number", Integer, nullable=False),
    Column("until", Integer, nullable=False),
)
Index("ix_sessions_member_id", _sessions.c.member_id)
Index("ix_receipts_member_id", receipts.c.member_id)
_EXPIRING = (_sessions, _links, _states, _spent)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who signed in: `issuer` and `subject` as the provider tells them, or `local`."""

    member_id: str
    issuer: str
    name: str
    role: str = "reader"

    @property
    def signature(self) -> str:
        """Who decides, as the ledger keeps it: the name, and what tells two of one name apart."""
        return f"{self.name} ({self.member_id[:8]})"

    def may(self, role: str) -> bool:
        """Say whether the member may do what is left to this role."""
        ranks = ("reader", "analyst", "admin")
        return ranks.index(self.role) >= ranks.index(role)


@dataclass(frozen=True, slots=True)
class SignInState:
    """What a sign-in that was begun must come back with; `browser` is the token in that browser's cookie."""

    provider: str
    browser: str
    nonce: str
    verifier: str
    next: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whose a response is: a member's, or that of whoever has the token; `asked_at`: for its removal."""

    response_id: str
    member_id: str | None
    asked_at: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often a client was refused for a reason in an hour (`YYYY-MM-DDTHH`), and the last path."""

    hour: str
    client: str
    reason: str
    path: str
    number: int
    last_at: str


class Tally(NamedTuple):
    """How often something was counted in a window that ends at `until`, in seconds since 1970.

    `key` is a hash of what was counted, of whom, and in which window.
    """

    key: str
    number: int
    until: int


class Access:
    """The door of a ledger's site."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def enroll(self, issuer: str, subject: str, name: str) -> Member:
        """Return the member whom an issuer calls so, made at the first time, under the name given now."""
        member_id = content_key("member", issuer, subject)
        row = {"member_id": member_id, "issuer": issuer, "subject": subject, "name": name}
        with translated(), writing(self._engine).begin() as connection:
            insert_new(connection, members, [row | {"recorded_at": _moment()}])
            connection.execute(update(members).where(members.c.member_id == member_id).values(name=name))
        found = self.member(member_id)
        assert found is not None
        return found

    def member(self, member_id: str) -> Member | None:
        """Return a member with the role that it has now."""
        return next(iter(self._members(members.c.member_id == member_id)), None)

    def members(self) -> list[Member]:
        """Return all members, by name."""
        return self._members(members.c.member_id.is_not(None))

    def _members(self, chosen: Any) -> list[Member]:
        query = select(members).where(chosen).order_by(members.c.name, members.c.member_id)
        given = select(appointments).order_by(appointments.c.at, appointments.c.appointment_id)
        with translated(), self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            if len(rows) == 1:
                given = given.where(appointments.c.member_id == rows[0]["member_id"])
            roles = {row["member_id"]: row["role"] for row in connection.execute(given).mappings()}
        return [
            Member(row["member_id"], row["issuer"], row["name"], roles.get(row["member_id"], "reader"))
            for row in rows
        ]

    def open_session(self, member_id: str, lifetime: timedelta) -> str:
        """Return the token of a new session."""
        token = secrets.token_urlsafe(32)
        self._add(_sessions, session_key=_hash(token), member_id=member_id, expires_at=_moment(lifetime))
        return token

    def session(self, token: str) -> Member | None:
        """Return whose session it is; null where there is none, or none any more."""
        query = select(_sessions.c.member_id).where(
            _sessions.c.session_key == _hash(token), _sessions.c.expires_at > _moment()
        )
        with translated(), self._engine.connect() as connection:
            member_id = connection.scalar(query)
        return None if member_id is None else self.member(member_id)

    def close_session(self, token: str) -> None:
        """End a session."""
        self._delete(_sessions, _sessions.c.session_key == _hash(token))

    def close_sessions(self, member_id: str) -> None:
        """End all sessions of a member."""
        self._delete(_sessions, _sessions.c.member_id == member_id)

    def make_link(self, role: str, lifetime: timedelta) -> str:
        """Return the token of a link that gives a role to whoever opens it first."""
        token = secrets.token_urlsafe(32)
        self._add(_links, link_key=_hash(token), role=role, expires_at=_moment(lifetime))
        return token

    def link_role(self, token: str) -> str | None:
        """Return the role that a link would give, null where it was used or has expired."""
        query = select(_links.c.role).where(
            _links.c.link_key == _hash(token), _links.c.expires_at > _moment()
        )
        with translated(), self._engine.connect() as connection:
            return connection.scalar(query)

    def use_link(self, token: str) -> str | None:
        """Use a link up and return the role that it gives; null where someone else was first."""
        row = self._take(_links, _links.c.link_key == _hash(token))
        return None if row is None else row["role"]

    def keep_state(self, token: str, state: SignInState, lifetime: timedelta) -> None:
        """Keep what a sign-in must come back with."""
        self._add(
            _states,
            state_key=_hash(token),
            provider=state.provider,
            browser_key=_hash(state.browser),
            nonce=state.nonce,
            verifier=state.verifier,
            next=state.next,
            expires_at=_moment(lifetime),
        )

    def take_state(self, token: str, browser: str) -> SignInState | None:
        """Return what was kept, once, and only for the browser that began; else null."""
        row = self._take(_states, _states.c.state_key == _hash(token))
        if row is None or not secrets.compare_digest(row["browser_key"], _hash(browser)):
            return None
        return SignInState(row["provider"], browser, row["nonce"], row["verifier"], row["next"])

    def spend(self, challenge: str, lifetime: timedelta) -> bool:
        """Use a challenge up; say whether this is its first use."""
        row = {"challenge_key": _hash(challenge), "expires_at": _moment(lifetime)}
        with translated(), writing(self._engine).begin() as connection:
            return insert_new(connection, _spent, [row]) > 0

    def site_key(self, purpose: str) -> bytes:
        """Return the ledger's own secret for a purpose, made at the first time."""
        query = select(_keys.c.secret).where(_keys.c.purpose == purpose)
        with translated(), writing(self._engine).begin() as connection:
            insert_new(connection, _keys, [{"purpose": purpose, "secret": secrets.token_hex(32)}])
            return bytes.fromhex(connection.scalar(query) or "")

    def keep_receipt(self, response_id: str, member_id: str | None) -> str:
        """Keep whose a response is; return the token that whoever sent it can come back with."""
        token = secrets.token_urlsafe(32)
        self._add(receipts, response_id=response_id, receipt_key=_hash(token), member_id=member_id)
        return token

    def receipt(self, token: str) -> Receipt | None:
        """Return which response a token is of."""
        return next(iter(self._receipts(receipts.c.receipt_key == _hash(token))), None)

    def receipts_of(self, member_id: str) -> list[Receipt]:
        """Return a member's responses."""
        return self._receipts(receipts.c.member_id == member_id)

    def asked_removals(self) -> list[Receipt]:
        """Return the responses whose senders ask for their removal."""
        return self._receipts(receipts.c.asked_at.is_not(None))

    def _receipts(self, chosen: Any) -> list[Receipt]:
        with translated(), self._engine.connect() as connection:
            rows = connection.execute(select(receipts).where(chosen)).mappings()
            return [Receipt(row["response_id"], row["member_id"], row["asked_at"]) for row in rows]

    def ask_removal(self, response_id: str) -> None:
        """Note that whoever sent a response asks for its removal."""
        chosen = (receipts.c.response_id == response_id) & receipts.c.asked_at.is_(None)
        with translated(), writing(self._engine).begin() as connection:
            connection.execute(update(receipts).where(chosen).values(asked_at=_moment()))

    def forget_member(self, member_id: str) -> None:
        """Delete a member, their sessions, and whose their responses are; what they decided stays."""
        for table in (_sessions, members):
            self._delete(table, table.c.member_id == member_id)
        with translated(), writing(self._engine).begin() as connection:
            chosen = receipts.c.member_id == member_id
            connection.execute(update(receipts).where(chosen).values(member_id=None))

    def note_refusals(self, found: Iterable[Refusal]) -> None:
        """Add to the log of refused attempts; one row for each hour, client and reason."""
        rows = [{name: getattr(refusal, name) for name in Refusal.__slots__} for refusal in found]
        if not rows:
            return
        with translated(), writing(self._engine).begin() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            new = insert(_refusals)
            known = new.on_conflict_do_update(
                index_elements=["hour", "client", "reason"],
                set_={
                    "number": _refusals.c.number + new.excluded.number,
                    "path": new.excluded.path,
                    "last_at": new.excluded.last_at,
                },
            )
            connection.execute(known, rows)

    def refusals(self) -> list[Refusal]:
        """Return the log of refused attempts, newest first; it reaches back a month."""
        query = select(_refusals).order_by(_refusals.c.last_at.desc(), _refusals.c.client)
        with translated(), self._engine.connect() as connection:
            rows = connection.execute(query).mappings()
            return [Refusal(*(row[name] for name in Refusal.__slots__)) for row in rows]

    def share_tallies(self, process: str, counted: Sequence[Tally], at: float) -> dict[str, int]:
        """Note what one process counted; return what the others did in windows that are not over, by key."""
        rows = [{"tally_key": t.key, "number": t.number, "until": t.until} for t in counted]
        with translated(), writing(self._engine).begin() as connection:
            connection.execute(delete(_tallies).where(_tallies.c.until <= int(at)))
            if rows:
                insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
                new = insert(_tallies)
                told = {"number": new.excluded.number}
                known = new.on_conflict_do_update(index_elements=["tally_key", "process"], set_=told)
                connection.execute(known, [row | {"process": process} for row in rows])
            query = (
                select(_tallies.c.tally_key, func.sum(_tallies.c.number))
                .where(_tallies.c.process != process)
                .group_by(_tallies.c.tally_key)
            )
            return {key: int(number) for key, number in connection.execute(query)}

    def sweep(self) -> None:
        """Delete what has expired."""
        with translated(), writing(self._engine).begin() as connection:
            for table in _EXPIRING:
                connection.execute(delete(table).where(table.c.expires_at <= _moment()))
            connection.execute(delete(_refusals).where(_refusals.c.last_at <= _moment(-_MONTH)))

    def _add(self, table: Table, **row: str | None) -> None:
        with translated(), writing(self._engine).begin() as connection:
            connection.execute(table.insert(), row)

    def _delete(self, table: Table, chosen: Any) -> None:
        with translated(), writing(self._engine).begin() as connection:
            connection.execute(delete(table).where(chosen))

    def _take(self, table: Table, chosen: Any) -> dict[str, Any] | None:
        """Delete a row and return it, null where it is not there or has expired."""
        with translated(), writing(self._engine).begin() as connection:
            row = connection.execute(delete(table).where(chosen).returning(*table.c)).mappings().first()
        return None if row is None or row["expires_at"] <= _moment() else dict(row)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(later: timedelta = timedelta()) -> str:
    at = datetime.now(UTC) + later
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
