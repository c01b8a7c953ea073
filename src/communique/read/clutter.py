"""What a page puts below its text, told by its own words: reply forms, log-in prompts, share buttons.

Only the end of a text is cut, and only where a line stands that no report holds, so that a report that
quotes one such line in its midst stays whole.
"""

import re
from dataclasses import dataclass

__all__ = ["Body", "comment_lines", "cut_clutter", "is_invitation", "is_tally"]

_FLAGS = re.I | re.X

# Whole lines that only a reply form prints: WordPress, its Jetpack log-in prompts, Blogger, Disqus.
_FORM = re.compile(
    r"""
    fill\ in\ your\ details\ below\ or\ click\ an\ icon\ to\ log\ in.*
    | you\ are\ commenting\ using\ your\b.*
    | connecting\ to\ %s.*
    | .{0,40}log\ out\s*/\s*change\s*\)?
    | (?:twitter|facebook|google\+?|wordpress(?:\.com)?|gravatar)\ (?:picture|photo|logo|account)
    | (?:your\ )?e-?mail\ address\ (?:will\ not|won't|will\ never)\ be\ published.*
    | required\ fields\ are\ marked.*
    | notify\ me\ of\ (?:new|follow-?up)\ (?:comments|posts)\b.*
    | save\ my\ name,?\ e-?mail,?\ and\ website\ in\ this\ browser.*
    | (?:you\ must\ be\ logged\ in|(?:please\ )?log\ in|sign\ in)\ (?:or\ \w+\ )?to\ (?:post\ a\ )?comment\b.*
    | please\ log\ in\ using\ one\ of\ these\ methods.*
    | enter\ your\ comment\ here\W*
    | this\ site\ uses\ akismet.*
    | please\ enable\ javascript\ to\ view\ the\ comments.*
    | cancel\ reply
    | (?:ваш\ (?:адрес\ )?e-?mail\ не\ будет\ опубликован | ваша\ e-?mail\ адреса\ не\ оприлюднюватиметься).*
    | لن\ يتم\ نشر\ عنوان\ بريدك\ الإلكتروني.*
    | votre\ adresse\ e-?mail\ ne\ sera\ pas\ publiée.*
    | (?:deine|ihre)\ e-?mail-adresse\ wird\ nicht\ veröffentlicht.*
    | tu\ dirección\ de\ correo\ electrónico\ no\ será\ publicada.*
    | e-?posta\ (?:hesabınız|adresiniz)\ yayımlanmayacak.*
    """,
    _FLAGS,
)
# Lines that open a reply form; alone they prove nothing, a report may be headed so.
_INVITATION = re.compile(
    r"""
    (?:leave|post|add|write|submit)\ (?:a|your)\ (?:reply|comment|response)(?:\ (?:to|on|cancel)\b.*)?\W*
    | join\ the\ (?:conversation|discussion)\W*
    | добавить\ комментарий\W* | оставить\ комментарий\W* | залишити\ (?:коментар|відповідь)\W*
    | اترك\ (?:تعليق(?:اً|ا|ًا)?|رد(?:اً|ا)?)\W* | laisser\ un\ commentaire\W* | schreibe\ einen\ kommentar\W*
    | deja\ (?:un\ comentario|una\ respuesta)\W* | bir\ (?:cevap|yanıt)\ yazın\W*
    """,
    _FLAGS,
)
# Lines that head the readers' comments: `One response to "…"`, `12 comments`, `Comments (3)`.
_TALLY = re.compile(
    r"""
    (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,5})[ ]
    (?:response|reply|replie|comment|thought)s?(?:\ (?:to|on|so\ far|for)\b.*)?\W*
    | no\ (?:responses|replies|comments)\b.{0,200}
    | comments?\ ?\(\d{1,5}\)\W*
    """,
    _FLAGS,
)
_SHARE = re.compile(
    r"""
    share\ (?:this(?:\ (?:post|article|story|page))?|on)\W*(?:\w+)?
    | click\ to\ (?:share|email|print)\b.*(?:opens\ in\ new\ window.*)?
    | like\ (?:this|loading)\W* | loading\W* | be\ the\ first\ to\ like\ this\W*
    | (?:\d+\ bloggers?\ like\ this)\W* | related(?:\ (?:posts|articles|stories))?\W*
    | (?:tweet|e-?mail|print|reddit|facebook|twitter|x|telegram|whatsapp)\W*
    | (?:linkedin|pinterest|tumblr|pocket|more)\W*
    | (?:share|tweet|pin)\ on\ \w+\W*
    """,
    _FLAGS,
)
_SHARE_HEADING = re.compile(r"(?:share (?:this|on)|like this|click to share)\b.*", re.I)


# Only so much of the end is looked at: reply forms are short, and a book is not read line by line.
TAIL_CHARACTERS = 200_000
# The invitation stands at most this many lines above the form's first unmistakable line.
FORM_LINES = 12
# What stands below share buttons are titles of other posts: lines of at most this many words.
SHORT_LINE_WORDS = 14
# Below a form, lines of fewer words are lists of other posts and archives, not readers' comments.
COMMENT_WORDS = 8


@dataclass(frozen=True)
class Body:
    """The text that stays, and the readers' comments that stood around the reply form."""

    text: str
    comments: str = ""


def cut_clutter(text: str) -> Body:
    """Return the text without a reply form or share buttons at its end; the rest keeps every character.

    The form is known by a line that only forms print, with an invitation or a second such line beside it;
    what follows a tally of comments above it, and longer lines below it, are the readers' comments.
    """
    start, tail = text[:-TAIL_CHARACTERS], text[-TAIL_CHARACTERS:]
    lines = tail.splitlines(keepends=True)
    form = _form_start(lines)
    if form is None:
        return Body(_joined([start, *lines[: _share_start(lines)]]))
    tally = next((i for i, line in enumerate(lines[:form]) if is_tally(line)), form)
    kept = lines[: _share_start(lines[:tally])]
    return Body(_joined([start, *kept]), _joined([*lines[tally + 1 : form], *comment_lines(lines[form:])]))


def is_tally(line: str) -> bool:
    """Tell whether the line heads readers' comments with their number."""
    return bool(_TALLY.fullmatch(_plain(line)))


def is_invitation(line: str) -> bool:
    """Tell whether the line invites to a comment."""
    return bool(_INVITATION.fullmatch(_plain(line)))


def comment_lines(lines: list[str]) -> list[str]:
    """Return the lines at and below a reply form that a reader wrote, as far as they can be told."""
    return [line for line in lines if len(line.split()) >= COMMENT_WORDS and not _is_form(line)]


def _plain(line: str) -> str:
    return " ".join(line.split())  # pasted pages hold no-break spaces


def _joined(lines: list[str]) -> str:
    return "".join(lines).strip()


def _is_form(line: str) -> bool:
    return bool(_FORM.fullmatch(_plain(line))) or is_invitation(line)


def _form_start(lines: list[str]) -> int | None:
    """The line where a reply form begins that runs to the end of the text, or null."""
    signs = [i for i, line in enumerate(lines) if _FORM.fullmatch(_plain(line))]
    if not signs:
        return None
    invitations = [i for i in range(signs[0]) if is_invitation(lines[i])]
    if invitations and signs[0] - invitations[-1] <= FORM_LINES:
        return invitations[-1]
    return signs[0] if len(signs) > 1 else None


def _share_start(lines: list[str]) -> int:
    """The line where the share buttons at the end begin, or the number of lines where there are none."""
    start, below = len(lines), ""
    for number in range(len(lines) - 1, -1, -1):
        line = _plain(lines[number])
        if len(line.split()) > SHORT_LINE_WORDS:
            break
        if _SHARE_HEADING.fullmatch(line) and (not below or _SHARE.fullmatch(below)):
            start = number
        below = line or below
    return start
