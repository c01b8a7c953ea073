"""PDF documents: one report a document, its lines put together to paragraphs again."""

import re
from collections.abc import Iterator

import pypdfium2 as pdfium

from communique.model import Fault, Report, content_id
from communique.read.document import Document, UnreadableError
from communique.read.language import language_of
from communique.read.options import ReadOptions

__all__ = ["MAX_PAGES", "paragraphs", "read_pdf"]

MAX_PAGES = 1_000
_SPLIT_WORD = re.compile(r"[\x02\ufffe\xad]\r?\n?")  # how PDFium marks a word that a line's end divides
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_CLOSED = re.compile(r"[.!?:;…»”\"')\]]\s*$")
_FULL = 0.85  # of the page's longest line: a shorter one that ends a sentence ends a paragraph
_SHORT = 0.6  # a shorter one ends a paragraph anyway: headings, datelines, entries of a list


def read_pdf(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield the one report of a PDF document, its text in the order in which the file draws it.

    Its publication date is the one given: the dates within the file tell when it was made, not published.
    Raises `UnreadableError` for broken and locked files, for scans without text and above `MAX_PAGES`.
    """
    title, pages = _opened(document.whole(options.max_bytes))
    text = "\n\n".join(found for page in pages if (found := paragraphs(page)))
    if not text:
        raise UnreadableError(
            "the PDF holds no text: its pages are pictures",
            "make it searchable first, for example with ocrmypdf, or give the report as text",
        )
    yield Report(
        id=content_id(document.url or "", title or "", text),
        title=title,
        published=options.published,
        published_method="given" if options.published else None,
        published_confidence=1.0 if options.published else None,
        text=text,
        language=language_of(text),
        url=document.url,
        location=document.location,
    )


def paragraphs(page: str) -> str:
    """Return a page's text with the lines of a paragraph joined by spaces and divided words made whole."""
    lines = [line.strip() for line in _SPLIT_WORD.sub("", _NO_TEXT.sub("", page)).splitlines()]
    longest = max(map(len, lines), default=0)
    text = ""
    for line in lines:
        ends = not line or len(line) < _SHORT * longest
        ends = ends or (len(line) < _FULL * longest and bool(_CLOSED.search(line)))
        text += line + ("\n\n" if ends else " ")
    return re.sub(r" *\n\s*\n\s*", "\n\n", text).strip()


def _opened(body: bytes) -> tuple[str | None, list[str]]:
    try:
        with pdfium.PdfDocument(body) as opened:
            if len(opened) > MAX_PAGES:
                raise UnreadableError(f"too large: more than {MAX_PAGES} pages", "cut it into single reports")
            title = _NO_TEXT.sub("", opened.get_metadata_value("Title")).strip() or None
            return title, [_text(opened, number) for number in range(len(opened))]
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("the PDF is locked with a password", "save it without one") from None
        raise UnreadableError(
            f"the PDF is broken: {error}", "open it in a viewer and print it to a new PDF"
        ) from None


def _text(opened: pdfium.PdfDocument, number: int) -> str:
    page = opened[number]
    try:
        layer = page.get_textpage()
        try:
            return str(layer.get_text_bounded())
        finally:
            layer.close()
    finally:
        page.close()
