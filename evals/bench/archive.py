"""`python -m evals.bench.archive FOLDER PAGES`: a made-up day of the world's news, as WARC files.

A page has what pages of newspapers have: a head with scripts, styles and JSON-LD, menus, an article of some
three thousand characters, lists of other stories, a footer. It is 60 KB, 13 KB compressed. Beside the
pages stand what crawls hold too: requests, redirections, images, pages in other languages, pages fetched
twice. The same seed gives the same bytes.
"""

import argparse
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from evals.bench.wording import headline, name, sentence

__all__ = ["Page", "page", "write_archives", "write_warc"]

DATE = "2024-03-05T12:00:00Z"
_A_FILE = 1_000  # pages
_OTHER_LANGUAGE = "Der Gemeinderat von {} hat am Dienstag beschlossen, die alte Brücke nicht abzureißen. "


@dataclass(frozen=True)
class Page:
    """What one record of an archive holds."""

    url: str
    body: bytes
    media: str = "text/html; charset=utf-8"
    status: str = "200 OK"


def page(number: int, seed: int, share: float) -> Page:
    """Return a page; a `share` of all is about conflict, one in ten in another language."""
    chance = random.Random(f"{seed} {number}")
    drawn = chance.random()
    conflict, foreign = drawn < share, drawn > 0.9
    title = headline(chance, conflict)
    paragraphs = list(_paragraphs(chance, conflict, foreign))
    url = f"https://www.{name(chance).lower()}-news.example/2024/03/05/story-{number}"
    return Page(url, _markup(chance, url, title, paragraphs).encode())


def _paragraphs(chance: random.Random, conflict: bool, foreign: bool) -> Iterator[str]:
    for _ in range(chance.randint(8, 15)):
        if foreign:
            yield _OTHER_LANGUAGE.format(name(chance)) * 3
        else:
            yield " ".join(sentence(chance, conflict) for _ in range(chance.randint(2, 4)))


def _markup(chance: random.Random, url: str, title: str, paragraphs: list[str]) -> str:
    about = {"@type": "NewsArticle", "headline": title, "datePublished": DATE, "url": url}
    menu = "".join(
        f'<li class="nav-item"><a href="/{name(chance).lower()}">{name(chance)}</a></li>' for _ in range(60)
    )
    others = "".join(
        f'<div class="card"><a href="/s/{n}"><img src="/i/{n}.jpg" alt="">'
        f"<h3>{name(chance)} and {name(chance)}</h3></a></div>"
        for n in range(40)
    )
    style = "".join(
        f".c{n}{{margin:{chance.randint(0, 40)}px;color:#{chance.randrange(1 << 24):06x}}}"
        for n in range(300)
    )
    script = "".join(
        f"var v{n}={chance.randrange(1 << 30)};function f{n}(a){{return a*v{n}+{n}}}" for n in range(500)
    )
    article = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Example News</title>'
        f'<meta property="article:published_time" content="{DATE}"><link rel="canonical" href="{url}">'
        f'<script type="application/ld+json">{json.dumps(about)}</script><style>{style}</style>'
        f"<script>{script}</script></head><body><header><nav><ul>{menu}</ul></nav></header><main><article>"
        f'<h1>{title}</h1><div class="byline">By {name(chance)} {name(chance)}</div>{article}</article>'
        "</main>"
        f'<aside class="more">{others}</aside><footer><p>All rights reserved.</p></footer></body></html>'
    )


def records(first: int, pages: int, seed: int, share: float) -> Iterator[Page]:
    """Yield pages and what stands between them in a crawl."""
    for number in range(first, first + pages):
        made = page(number, seed, share)
        yield made
        if number % 50 == 7:
            yield Page(f"{made.url}.jpg", random.Random(number).randbytes(20_000), "image/jpeg")
        if number % 50 == 17:
            yield Page(f"{made.url}?old", b"", status="301 Moved Permanently")
        if number % 50 == 27:
            yield made


def write_warc(file: BinaryIO, held: Iterator[Page]) -> None:
    """Write an archive, compressed record by record."""
    writer = WARCWriter(file, gzip=True)
    writer.write_record(
        _stamped(writer.create_warcinfo_record("made-up.warc.gz", {"software": "communique"}), 0)
    )
    for number, one in enumerate(held, 1):
        answer = StatusAndHeaders(one.status, [("Content-Type", one.media)], protocol="HTTP/1.1")
        made = writer.create_warc_record(
            one.url,
            "response",
            payload=io.BytesIO(one.body),
            http_headers=answer,
            warc_headers_dict={"WARC-Date": DATE},
        )
        writer.write_record(_stamped(made, number))


def _stamped(record: Any, number: int) -> Any:
    """Return the record under an id of its number: drawn ones would make every archive another one."""
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:00000000-0000-4000-8000-{number:012x}>")
    record.rec_headers.replace_header("WARC-Date", DATE)
    return record


def write_archives(folder: Path, pages: int, seed: int = 1, share: float = 0.1) -> list[Path]:
    """Write that many pages as files of a thousand each; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for first in range(0, pages, _A_FILE):
        target = folder / f"news-{seed}-{first:08}.warc.gz"
        files.append(target)
        if not target.exists():
            with target.with_suffix(".part").open("wb") as file:
                write_warc(file, records(first, min(_A_FILE, pages - first), seed, share))
            target.with_suffix(".part").replace(target)
    return files


def main() -> None:
    """Write archives as asked for."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.archive", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.1, help="of pages about conflict")
    chosen = parser.parse_args()
    for file in write_archives(chosen.folder, chosen.pages, chosen.seed, chosen.share):
        print(file)


if __name__ == "__main__":
    main()
