"""A blog page of our own writing, made like WordPress makes them, in parts that a test can leave out."""

PARAGRAPHS = (
    "The provincial council said on Thursday that rockets had struck the grain market of Sarmada at dawn.",
    "Nine people were hurt, among them two drivers, according to the council's head, Samir Aloush.",
    "A rebel commander denied that his men had fired. He blamed an army battery north of the town.",
    "The army has not answered. Its last statement, of Monday, spoke of quiet along the whole front.",
)
COMMENT = "I buy my flour there every week and the roof has been open since spring."
REPLY = "Same here, and nobody from the council ever came to look at it."
MENU = """<nav class="menu"><ul>
<li><a href="/">Front page</a></li><li><a href="/about">Who we are</a></li>
</ul></nav>"""
SHARE = """<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3>
<ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div>
<div class="sharedaddy sd-like"><h3>Like this:</h3><span>Loading...</span></div>"""
COMMENTS = f"""<h2 class="comments-title">2 thoughts on &#8220;Rockets on the market&#8221;</h2>
<ol class="comment-list"><li id="comment-1" class="comment"><article class="comment-body">
<footer class="comment-meta"><b>Umm Ali</b> says:
<time datetime="2014-05-20T10:00:00+02:00">20 May 2014</time></footer>
<div class="comment-content"><p>{COMMENT}</p></div><div class="reply"><a>Reply</a></div></article>
<ol class="children"><li id="comment-2" class="comment"><article class="comment-body">
<div class="comment-content"><p>{REPLY}</p></div></article></li></ol></li></ol>"""
FORM = """<div id="respond" class="comment-respond">
<h3 id="reply-title">Leave a Reply <small><a>Cancel reply</a></small></h3>
<form id="commentform"><textarea placeholder="Enter your comment here..."></textarea>
<p>Fill in your details below or click an icon to log in:</p>
<p>You are commenting using your WordPress.com account. <span>( <a>Log Out</a> / <a>Change</a> )</span></p>
<p>Connecting to %s</p></form></div>"""
# Words of the page that are not the report's.
CLUTTER = (
    "Front page",
    "Who we are",
    "Share this",
    "Like this",
    "Loading",
    "thoughts on",
    "Umm Ali",
    "Leave a Reply",
    "Cancel reply",
    "Enter your comment",
    "Fill in your details",
    "You are commenting",
    "Log Out",
    "Connecting to",
    "Recent posts",
    "flour",
    "nobody from the council",
)


def blog_page(*, head: str = "", dateline: str = "", comments: str = COMMENTS, form: str = FORM) -> str:
    """Return the page, with `head` added to its head and `dateline` under its heading."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Rockets on the market | Northern Diary</title>
<meta property="og:title" content="Rockets on the market">
<meta property="og:site_name" content="Northern Diary">
{head}</head>
<body class="single comments-open">
<header><p class="site-title"><a href="/">Northern Diary</a></p>{MENU}</header>
<article class="post"><header><h1 class="entry-title">Rockets on the market</h1>
<div class="entry-meta">{dateline}</div></header><div class="entry-content">{body}{SHARE}</div></article>
<div id="comments" class="comments-area">{comments}{form}</div>
<aside><h2>Recent posts</h2><ul><li><a href="/old">Bread queues</a></li></ul></aside></body></html>"""
