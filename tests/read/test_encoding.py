import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.read import UnreadableError
from communique.read.encoding import declared_charset, declared_language, decode

SENTENCES = {
    "ar": "قالت البلدية إن قذيفتين سقطتا قرب الجسر صباح الأربعاء، ولم تقع إصابات بين السكان في الحي القديم.",
    "fa": "شهرداری گفت دو گلوله توپ صبح چهارشنبه نزدیک پل فرود آمد و در محله کهنه به کسی آسیب نرسید.",
    "ru": "Городской совет сообщил, что утром в среду возле моста упали два снаряда, жители не пострадали.",
    "uk": "Міська рада повідомила, що вранці в середу біля мосту впали два снаряди, мешканці не постраждали.",
    "el": "Ο δήμος ανακοίνωσε ότι δύο οβίδες έπεσαν το πρωί της Τετάρτης κοντά στη γέφυρα, χωρίς θύματα.",
    "he": "העירייה מסרה כי שני פגזים נפלו ביום רביעי בבוקר ליד הגשר, ואיש מתושבי הרובע הישן לא נפגע.",
}
LEGACY = [
    ("ar", "windows-1256"),
    ("ar", "iso-8859-6"),
    ("fa", "windows-1256"),
    ("ru", "windows-1251"),
    ("ru", "koi8-r"),
    ("ru", "iso-8859-5"),
    ("uk", "windows-1251"),
    ("he", "windows-1255"),
    ("el", "windows-1253"),
]


def in_page(sentence: str) -> str:
    head = "<head><title>x</title><style>p { color: red }</style></head>"
    return f"<html>{head}<body><p>{sentence}</p></body></html>"


def in_heading(words: str) -> str:
    return f"<html><body><h1>{words}</h1></body></html>"


def legacy_bytes(language: str, encoding: str) -> tuple[str, bytes]:
    raw = in_page(SENTENCES[language]).encode(encoding, "replace")  # some Persian letters are not in 1256
    return raw.decode(encoding), raw


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_an_old_encoding_is_recognised_without_a_declaration(language, encoding):
    text, raw = legacy_bytes(language, encoding)
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1256", "انفجار في بغداد"),
        ("windows-1256", "قصف على حلب"),
        ("windows-1256", "غارات جوية"),
        ("windows-1251", "Обстрел Донецка"),
        ("windows-1251", "Взрыв в Багдаде"),
        ("windows-1251", "Вибух у Харкові"),
        ("windows-1252", "Deux blessés à Gao"),
    ],
)
def test_a_few_words_are_enough_in_most_cases(encoding, words):
    assert decode(in_heading(words).encode(encoding)) == in_heading(words)


@pytest.mark.parametrize(
    ("encoding", "language", "words"),
    [
        ("windows-1254", "tr", "Şırnak'ta çatışma"),
        ("windows-1255", "he", "שני חיילים נהרגו"),
        ("windows-1251", "ru", "Киев"),
    ],
)
def test_the_language_decides_between_equal_guesses(encoding, language, words):
    raw = in_heading(words).encode(encoding)
    assert decode(raw) != in_heading(words)
    assert decode(raw, language=language) == in_heading(words)


@pytest.mark.parametrize(
    ("head", "language"),
    [
        (b'<html dir="rtl" lang="ar-SY">', "ar"),
        (b"<HTML LANG=TR>", "tr"),
        (b"<html><p lang='fr'>", None),
        (b"", None),
    ],
)
def test_languages_that_pages_name(head, language):
    assert declared_language(head) == language


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_a_declared_encoding_is_believed(language, encoding):
    text, raw = legacy_bytes(language, encoding)
    assert decode(raw, encoding) == text


def test_an_encoding_that_is_not_recognised_needs_its_declaration():
    raw = SENTENCES["ru"].encode("cp866")
    assert decode(raw, "ibm866") == SENTENCES["ru"]
    with pytest.raises(UnreadableError, match="neither declared nor recognised"):
        decode(raw)


@pytest.mark.parametrize("wrong", ["iso-8859-1", "windows-1252", "utf-8", "no-such-charset", "hex", "utf-16"])
@pytest.mark.parametrize(("language", "encoding"), [("ar", "windows-1256"), ("ru", "windows-1251")])
def test_a_wrong_declaration_is_seen_through(language, encoding, wrong):
    text, raw = legacy_bytes(language, encoding)
    assert decode(raw, wrong) == text


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", None])
def test_western_letters_keep_their_accents(encoding):
    text = "Le conseil a déclaré que deux obus étaient tombés près du pont, sans blesser personne à l’école."
    assert decode(text.encode("windows-1252"), encoding) == text


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "windows-1256"])
def test_utf_8_is_known_whatever_is_declared(declared):
    assert decode(SENTENCES["ar"].encode(), declared) == SENTENCES["ar"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_decide(encoding):
    assert decode(SENTENCES["ru"].encode(encoding), "windows-1251") == SENTENCES["ru"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "市議会は水曜日の朝、橋の近くに砲弾が二発落ちたと発表した。"),
        ("gb2312", "市议会说，星期三早上两枚炮弹落在桥附近。"),
        ("euc-kr", "시의회는 수요일 아침 다리 근처에 포탄 두 발이 떨어졌다고 밝혔다."),
        ("iso-2022-jp", "市議会は水曜日の朝、橋の近くに砲弾が二発落ちたと発表した。"),
    ],
)
def test_declared_encodings_of_east_asia(encoding, text):
    assert decode(text.encode(encoding), encoding) == text


def test_a_broken_sequence_in_a_long_page_is_marked_in_its_place():
    raw = (SENTENCES["ru"] * 20).encode()
    text = decode(raw[:301] + b"\xff" + raw[301:], "utf-8")
    assert 1 <= text.count("\ufffd") <= 3
    assert text.startswith(SENTENCES["ru"])


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf" + b"abc\xff\xfe" * 30, b"\xff\xfe" + b"\x00\xd8" * 40])
def test_what_cannot_be_decoded_is_refused(raw):
    with pytest.raises(UnreadableError, match="cannot be decoded"):
        decode(raw)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "windows-1252", "big5", "utf-7", "idna", ""]))
def test_any_bytes_are_decoded_without_much_loss_or_refused(raw, declared):
    try:
        text = decode(raw, declared)
    except UnreadableError:
        return
    assert text.count("\ufffd") <= max(0.001 * len(text), raw.count("\ufffd".encode()))


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1256">', "cp1256"),
        (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "cp1252"),
        (b'<meta charset="utf-16">', "utf-8"),
        (b'<meta charset="nonsense">', None),
        (b"<p>no declaration</p>", None),
    ],
)
def test_declarations(head, charset):
    assert declared_charset(head) == charset
