"""Garbage for the pages, by chance and yet the same for the same seed: words, fragments, JSON, files, damaged bytes."""

import base64
import copy
import functools
import gzip
import json
import random
import zlib
from urllib.parse import quote, urlencode

# Each runs, or makes an element of its own, where a page takes it for more than words.
MARKUP = [
    "<img data-garbage src=x onerror=alert(1)>",
    "<script data-garbage>alert(1)</script>",
    "<b data-garbage>bold</b>",
    '"><svg data-garbage onload=alert(1)>',
    "</script><script data-garbage>alert(1)</script>",
    "'-alert(1)-'",
    "javascript:alert(1)",
    "${alert(1)}{{7*7}}",
    '<iframe data-garbage srcdoc="<script>parent.alert(1)</script>">',
    "<a data-garbage href=javascript:alert(1)>x</a>",
]
FORMULAS = ['=HYPERLINK("http://x.example","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]
ODD = [
    *(
        "",
        " ",
        "?",
        "&",
        "=",
        "#",
        "%",
        "%00",
        "%E0%A4%A",
        "%u0041",
        "..",
        "../../x",
        "//x.example",
        "\\",
        "\0",
        "\x7f",
    ),
    *(
        "null",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-0",
        "0x10",
        "1_000",
        "1,5",
        "٣",
        "９",
        "true",
        "[]",
    ),
    *("{}", "[object Object]", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length"),
    *("\u202eabc", "\ufeffx", "e\u0301", "💥", "a\u0000b", "\ud7ff", "ﬁ", "İ", "x" * 3000),
]
NONSENSE = {
    "NaN",
    "undefined",
    "Infinity",
    "-Infinity",
    "[object Object]",
}  # which a page that shows them would not mean
NAMES = [
    "result.json",
    "<img data-garbage src=x onerror=alert(1)>.json", "=1+1.json", "a\u202enosj.json", "x" * 200 + ".json",
    "%2e%2e.json", "quote\".json", "результат.json",
]  # fmt: skip
HOSTILE = [
    *(None, True, False, 0, -0.0, -1, 0.5, 1e308, -1e308, 1e-320, 2**53 + 1, 10**400, "", [], {}, [[]], [None] * 50),
    *MARKUP, *FORMULAS, *(word for word in ODD[:-1] if word not in NONSENSE), "x" * 20_000,
    {"__proto__": {"polluted": 1}}, {"constructor": {"prototype": {"polluted": 1}}}, {"toString": 1, "valueOf": 2},
    {"length": 3}, [1, "2", None, [3]],
]  # fmt: skip


def words(chance: random.Random) -> str:
    """A text that is meant to harm."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(MARKUP)
    if kind == 1:
        return chance.choice(ODD)
    if kind == 2:
        return "".join(
            chr(chance.choice([chance.randrange(32, 127), chance.randrange(0xA0, 0xD7FF)])) for _ in range(30)
        )
    return chance.choice(FORMULAS) + chance.choice(ODD)


def said(value: object) -> str:
    """A control's value as an address has it, nearly: JavaScript writes some numbers otherwise."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fragment(chance: random.Random, figures: dict[str, dict[str, list]], others: list[str]) -> tuple:
    """A fragment: the figure that it is about, its words (none: the page writes them), and what must come of it.

    What must come is ``"same"`` where it names no state, values by control where it names one, ``"any"`` where that is
    the page's to say: then a state that is one, or none.
    """
    name = chance.choice([*figures])
    controls = figures[name]
    chosen = {control: chance.choice(values) for control, values in controls.items()}
    pairs = {control: said(value) for control, value in chosen.items()}
    whole = f"{name}?{urlencode(pairs)}"
    kind = chance.randrange(12)
    if kind == 0:
        return name, None, chosen  # the page writes it
    if kind == 1:  # one value that is none of its control's
        if not pairs:
            return name, f"{name}?x=1", "same"
        return name, f"{name}?{urlencode(pairs | {chance.choice([*pairs]): 'no such value ' + words(chance)})}", "same"
    if kind == 2:  # a control that is none
        return name, f"{name}?{urlencode(pairs | {'no such ' + words(chance)[:500]: '1'})}", "same"
    if kind == 3:  # cut somewhere
        return name, whole[: chance.randrange(1, len(whole) + 1)], "any"
    if kind == 4:  # some letters are others
        letters = list(whole)
        for _ in range(chance.randrange(1, 5)):
            letters[chance.randrange(len(letters))] = chance.choice("?&=%#+/ <>\"'\0é💥")
        return name, "".join(letters), "any"
    if kind == 5:  # every value of each control, one after another
        return (
            name,
            f"{name}?" + "&".join(f"{quote(c)}={quote(said(v))}" for c, all_ in controls.items() for v in all_),
            "any",
        )
    if kind == 6:
        return name, f"{name}?{'&'.join([urlencode(pairs)] * 200)}&x", "same"  # too long, and a name that is none
    if kind == 7:
        return name, f"{name}?{words(chance)}", "any"
    if kind == 8:
        return name, words(chance), "any"
    if kind == 9:
        return name, f"{words(chance)}?{urlencode(pairs)}", "same"
    if kind == 10:
        return name, f"{chance.choice(others)}?{words(chance)}={words(chance)}", "any"
    return name, f"{name}?{chance.choice(['__proto__', 'constructor', 'toString', ''])}={words(chance)}", "same"


def damaged(chance: random.Random, good: object) -> object:
    """A JSON value with one place of it, or two, made another."""
    made = copy.deepcopy(good)
    for _ in range(chance.choice([1, 1, 1, 2])):
        places = list(_places(made))
        holder, key = chance.choice(places)
        kind = chance.randrange(5)
        if kind == 0 and isinstance(holder, dict):
            del holder[key]
        elif kind == 1 and isinstance(holder, dict):
            holder[chance.choice([*ODD[:40], *MARKUP])] = holder[key]
        elif kind == 2 and isinstance(holder, list):
            holder.extend([holder[key]] * chance.choice([1, 50]))
        elif kind == 3:
            holder[key] = deep(chance.choice([3, 60]), holder[key])
        else:
            holder[key] = chance.choice(HOSTILE)
    return made


def _places(value, depth=0):
    if depth < 6 and isinstance(value, (dict, list)):
        for key in [*value] if isinstance(value, dict) else range(min(len(value), 20)):
            yield value, key
            yield from _places(value[key], depth + 1)


def deep(levels: int, value: object) -> object:
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def file(chance: random.Random, good: dict, foreign: list[bytes]) -> tuple[str, bytes]:
    """A file's name and content: nearly right, cut, foreign, huge, deep, or of bytes that are no text."""
    name = chance.choice(NAMES)
    text = json.dumps(good).encode()
    kind = chance.randrange(12)
    if kind < 5:
        return name, json.dumps(damaged(chance, good)).encode()
    if kind == 5:
        return name, text[: chance.randrange(len(text))]
    if kind == 6:
        return name, flipped(chance, text)
    if kind == 7:
        return name, chance.choice(foreign)
    if kind == 8:
        return name, chance.choice(
            [b"", b"\0" * 1000, b"\xff\xfe" + "{}".encode("utf-16-le"), b"\xef\xbb\xbf" + text, chance.randbytes(3000)]
        )
    if kind == 9:
        depth = chance.choice([1_000, 100_000, 500_000])
        return name, chance.choice([b"[" * depth, b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth])
    if kind == 10:
        size = chance.choice([1_000_000, 3_900_000, 4_100_000])
        return name, chance.choice([b'"' + b"x" * size + b'"', b" " * size + text, b"[" + b"1," * (size // 2) + b"1]"])
    return name, json.dumps(chance.choice(HOSTILE)).encode()


def flipped(chance: random.Random, data: bytes, times: int = 1) -> bytes:
    made = bytearray(data)
    for _ in range(times):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


BOMB = 1 << 30  # bytes that a bomb unpacks to


@functools.cache
def _zeros() -> tuple[bytes, int]:
    """A gigabyte of zeros as deflate's blocks, without an end; and its checksum behind nothing."""
    size = 1 << 24
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = pack.compress(bytes(size)) + pack.flush(zlib.Z_FULL_FLUSH)
    return block * (BOMB // size), size


def bomb(head: bytes) -> bytes:
    """A gzip file, whole and right, that unpacks to ``head`` and a gigabyte of zeros."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = pack.compress(head) + pack.flush(zlib.Z_FULL_FLUSH)
    zeros, size = _zeros()
    sum_ = zlib.crc32(head)
    for _ in range(BOMB // size):
        sum_ = zlib.crc32(bytes(size), sum_)
    last = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    start = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03"
    return (
        start + first + zeros + last + sum_.to_bytes(4, "little") + ((len(head) + BOMB) % 2**32).to_bytes(4, "little")
    )


def table(chance: random.Random, packed: bytes, others: list[bytes]) -> tuple[str, bytes | str]:
    """What was done to a table, and its bytes; or the text that stands where its base64 was."""
    raw = gzip.decompress(packed)
    length = int.from_bytes(raw[:4], "little")
    header, blob = json.loads(raw[4 : 4 + length]), raw[4 + length :]

    def again(head: object, rest: bytes = blob) -> bytes:
        words = json.dumps(head).encode()
        return gzip.compress(len(words).to_bytes(4, "little") + words + rest, 1)

    made = {
        "flipped": lambda: flipped(chance, packed, chance.choice([1, 5])),
        "cut": lambda: packed[: chance.randrange(len(packed))],
        "longer": lambda: packed + chance.randbytes(40),
        "nothing": lambda: b"",
        "zeros": lambda: bytes(500),
        "noise": lambda: chance.randbytes(500),
        "no gzip": lambda: raw,
        "short": lambda: gzip.compress(raw[: chance.randrange(4)]),
        "header cut": lambda: gzip.compress(raw[: 4 + chance.randrange(length)]),
        "another version": lambda: again(header | {"version": chance.choice([0, 2, 4, "3", None, [3]])}),
        "no header": lambda: again(chance.choice([None, [], 3, "x", True])),
        "another's": lambda: chance.choice([one for one in others if one != packed]),
        "no base64": lambda: chance.choice(["!!", "AAA", "\0", "x" * 999, *MARKUP]),
        "bomb": lambda: bomb(raw),
    }
    kind = chance.choice([*made])
    return kind, made[kind]()


def text_of(made: bytes | str) -> str:
    return made if isinstance(made, str) else base64.b64encode(made).decode()
