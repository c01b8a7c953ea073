"""Readers' comments, reply forms and share buttons of a page: told by their class names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from communique.read.clutter import comment_lines, is_invitation, is_tally

__all__ = ["MAX_COMMENTS", "take_comments"]

MAX_COMMENTS = 1_000
MIN_TEXT_BEFORE = (
    200  # above a heading over comments stands the report; a teaser of a few words does not count
)

# Class and id tokens of WordPress (core, Jetpack), Blogger, Movable Type, Drupal, Disqus, Coral and common
# news themes. Whole tokens: `comments-open` on a page's body or `commentary` on an article do not count.
_AREA = re.compile(
    r"""
    (?:post-|article-|entry-|user-|reader-|wp-block-|js-|fb-|story-)?comments?
        (?:-?(?:list|area|wrap(?:per)?|section|container|thread|block|holder|template|box|content-wrapper))?
    | (?:blog-?)?comments?_?(?:thread|section|list|block|holder) | comol | commentarea
    | disqus_thread | dsq-.* | coral-.* | livefyre.* | spot-im.* | viafoura.*
    | respond | comment-?respond | comment-?form(?:-.*)? | reply-title | reply-form
    | leave-(?:a-)?(?:reply|comment)
    | trackbacks? | pinglist | nocomments
    """,
    re.I | re.X,
)
_SHARE = re.compile(
    r"""
    sharedaddy | sd-(?:sharing|block|like|content) | jp-post-flair | jp-relatedposts | wpcnt | wordads.*
    | (?:social|share|sharing)(?:-|_)?(?:share|sharing|buttons?|links?|icons?|bar|tools?|media|this|post)?
    | (?:post|entry|article)-(?:share|sharing|social)
    | addtoany.* | a2a_.* | addthis.* | sharethis.* | heateor.* | likes-widget.* | wp-block-jetpack-.*
    """,
    re.I | re.X,
)
# The words of one comment, the surest name first; a page uses one of them. The last counts only inside an
# area for comments: some papers call their opinion pieces `comment`.
_WORDS = (
    re.compile(r"comment-?_?_?(?:content|text|message|copy)", re.I),
    re.compile(r"comment-?_?_?body|commentbody|dsq-comment-text|cmt-body|post-message", re.I),
    re.compile(r"comment|comment-\d+", re.I),
)
_NEVER = ("html", "body", "main", "head", "meta", "link", "script", "h1")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "legend")
_BLOCKS = ("p", "li", "blockquote", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6")


def take_comments(page: HtmlElement) -> tuple[str, ...]:
    """Remove comments, reply forms and share buttons from `page`; return the readers' comments' words.

    A part that holds the page's heading is never removed, whatever it is called, and loses its name, which
    would mislead the search for the main text too.
    """
    named = page.xpath("//*[@class or @id or @itemprop or @itemtype]")
    areas = [part for part in named if _fits(part, _AREA) and (_removable(part) or _unname(part))]
    shares = [part for part in named if _fits(part, _SHARE) and _removable(part)]
    words = _comments(areas)
    for part in (*areas, *shares):
        if part.getparent() is not None:
            part.drop_tree()
    return words + _take_unnamed(page)


def _take_unnamed(page: HtmlElement) -> tuple[str, ...]:
    """Remove what stands at and below a heading over comments or a reply form that no class name tells."""
    headings = [h for h in page.iter(*_HEADINGS) if len(words := h.text_content()) < 200 and _heads(words)]
    first = next((h for h in headings if _text_before(h) > MIN_TEXT_BEFORE), None)
    if first is None or not any(is_invitation(h.text_content()) for h in headings):
        return ()
    while (above := first.getparent()).tag != "body" and not _text_between(above, first):
        first = above
    parts = [part for part in (first, *first.itersiblings()) if _removable(part)]
    lines = comment_lines("\n".join(map(_text, parts)).split("\n"))
    for part in parts:
        part.drop_tree()
    return tuple(line for line in lines if not is_tally(line))


def _heads(words: str) -> bool:
    return is_tally(words) or is_invitation(words)


def _text_before(part: HtmlElement) -> int:
    return sum(len(text) for text in part.xpath("preceding::text()[normalize-space()]"))


def _text_between(above: HtmlElement, part: HtmlElement) -> bool:
    """Whether `above` holds words before its child `part`."""
    earlier = (
        above.text or "",
        *(e.text_content() + (e.tail or "") for e in part.itersiblings(preceding=True)),
    )
    return any(text.strip() for text in earlier)


def _fits(part: HtmlElement, names: re.Pattern[str]) -> bool:
    if names is _AREA and (
        part.get("itemprop") == "comment" or part.get("itemtype", "").endswith("org/Comment")
    ):
        return True
    return _named(part.get("class", ""), part.get("id", ""), names)


@lru_cache(maxsize=16_384)
def _named(classes: str, identity: str, names: re.Pattern[str]) -> bool:
    return any(names.fullmatch(token) for token in (*classes.split(), *identity.split()))


def _removable(part: HtmlElement) -> bool:
    return part.tag not in _NEVER and part.find(".//h1") is None


def _unname(part: HtmlElement) -> bool:
    for name in ("class", "id"):
        part.attrib.pop(name, None)
    return False


def _comments(areas: list[HtmlElement]) -> tuple[str, ...]:
    """The words of each comment in the areas, replies each for itself, in the page's order."""
    for names in _WORDS:
        inner = (
            part for area in areas for part in area.iter("*") if part is not area or names is not _WORDS[-1]
        )
        found = {part: None for part in inner if _fits(part, names)}
        leaves = [part for part in found if not any(child in found for child in part.iterdescendants("*"))]
        words = [text for part in leaves if (text := _text(part))]
        if words:
            return tuple(dict.fromkeys(words))[:MAX_COMMENTS]
    return ()


def _text(part: HtmlElement) -> str:
    lines = "".join(_pieces(part)).split("\n")
    return "\n".join(line for raw in lines if (line := " ".join(raw.split())))


def _pieces(part: HtmlElement) -> Iterator[str]:
    """The words of a part, with a line feed around blocks, without forms, buttons and scripts."""
    if part.tag in ("form", "button", "script", "style", "textarea", "select") or not isinstance(
        part.tag, str
    ):
        return
    block = part.tag in _BLOCKS
    yield ("\n" if block else "") + (part.text or "")
    for child in part:
        yield from _pieces(child)
        yield child.tail or ""
    if block:
        yield "\n"
