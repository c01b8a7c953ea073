"""Plain text of a short piece of HTML, as feeds and messages carry it."""

import re

from lxml import etree
from lxml import html as lxml_html

__all__ = ["plain"]

_BLOCKS = frozenset(
    (
        *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
        *("tr", "table", "section", "article", "figure", "figcaption"),
    )
)
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


def plain(markup: str) -> str:
    """Return the words of the HTML, a blank line between its blocks; words without a tag stay as they are."""
    if not re.search(r"<[a-zA-Z/!]|&[#\w]+;", markup):
        return markup.strip()
    try:
        root = lxml_html.fragment_fromstring(markup.replace("\x00", ""), create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for element in root.iter(*_UNSEEN):
        element.clear(keep_tail=True)
    for element in root.iter(*_BLOCKS):
        if element is not root:
            element.tail = "\n\n" + (element.tail or "")
            element.text = ("\n\n" if element.tag != "br" else "") + (element.text or "")
    lines = (" ".join(line.split()) for line in str(root.text_content()).split("\n\n"))
    return "\n\n".join(line for line in lines if line)
