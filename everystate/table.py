"""The state table: every state's coordinates and words, packed to travel with the page.

A table is gzip of: four bytes (little-endian length of the header), the header (JSON, ``version`` first), the numbers.
A channel of numbers holds its distinct rows once, and for each state which row it shows. Rows are differences, along
the row or from the row before (whichever packs better), zigzag-coded, low bytes first and then high bytes.
"""

import gzip
import json
import zlib

import numpy as np

VERSION = 3
_ALONG_ROW, _DOWN_ROWS, _BOTH = 0, 1, 2


class Packer:
    """Collects channels; each call returns the channel's entry for the header."""

    def __init__(self) -> None:
        self._blob = bytearray()

    def numbers(self, rows: np.ndarray) -> dict:
        """Entry of a channel: ``rows`` is (states, length), int16 steps of the picture or uint8 levels of an image."""
        distinct, index = _distinct(rows)
        entry = {"rows": len(distinct), "length": rows.shape[1]}
        if rows.dtype == np.uint8:
            packed = _differences(distinct, _DOWN_ROWS).tobytes() if len(distinct) > 1 else distinct.tobytes()
            entry |= {"type": "levels", "at": self._add(packed)}
        else:
            mode, packed = _smallest(distinct.astype(np.int16))
            entry |= {"type": "steps", "mode": mode, "at": self._add(packed)}
        return entry | self._index(index, len(distinct))

    def words(self, words: list) -> dict:
        """Entry of a channel of strings (or numbers, or tuples of them), one a state."""
        distinct = list(dict.fromkeys(words))
        place = {word: i for i, word in enumerate(distinct)}
        index = np.array([place[word] for word in words])
        return {"words": distinct} | self._index(index, len(distinct))

    def pack(self, header: dict) -> bytes:
        """The whole table; the same input gives the same bytes."""
        text = json.dumps({"version": VERSION, **header}, ensure_ascii=False, separators=(",", ":")).encode()
        length = len(text).to_bytes(4, "little")
        return gzip.compress(length + text + bytes(self._blob), 9, mtime=0)

    def _index(self, index: np.ndarray, count: int) -> dict:
        if count == 1:
            return {}
        if count > 65_536:
            raise ValueError(f"a channel may have at most 65,536 distinct rows, not {count:,}")
        kind, wide = (np.uint8, 1) if count <= 256 else (np.uint16, 2)
        return {"index": self._add(index.astype(kind).tobytes()), "wide": wide}

    def _add(self, data: bytes) -> int:
        at = len(self._blob)
        self._blob += data
        if len(self._blob) % 2:  # a browser reads two-byte numbers at even places only
            self._blob.append(0)
        return at


def unpack(data: bytes) -> tuple[dict, bytes]:
    """The header and the numbers of a table. Raises ``ValueError`` for a damaged table or another version's."""
    try:
        raw = gzip.decompress(data)
        length = int.from_bytes(raw[:4], "little")
        header = json.loads(raw[4 : 4 + length])
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise ValueError(f"the state table is damaged: {error}") from error
    if header.get("version") != VERSION:
        raise ValueError(f"the state table has version {header.get('version')!r}; this code reads {VERSION}")
    return header, raw[4 + length :]


def row(entry: dict, blob: bytes, state: int) -> np.ndarray | str:
    """What a channel shows in a state: steps, levels or a word. The inverse of what ``Packer`` wrote."""
    which = 0
    if "index" in entry:
        kind = np.uint8 if entry["wide"] == 1 else np.dtype("<u2")
        which = int(np.frombuffer(blob, kind, state + 1, entry["index"])[state])
    if "words" in entry:
        return entry["words"][which]
    shape = entry["rows"], entry["length"]
    size = shape[0] * shape[1]
    low = np.frombuffer(blob, np.uint8, size, entry["at"]).reshape(shape)
    if entry["type"] == "levels":
        return np.cumsum(low, axis=0, dtype=np.uint8)[which]
    high = np.frombuffer(blob, np.uint8, size, entry["at"] + size).reshape(shape)
    zigzag = low.astype(np.uint16) | (high.astype(np.uint16) << 8)
    steps = ((zigzag >> 1) ^ (-(zigzag & 1).astype(np.int16)).astype(np.uint16)).astype(np.uint16)
    if entry["mode"] in (_DOWN_ROWS, _BOTH):
        steps = np.cumsum(steps, axis=0, dtype=np.uint16)
    if entry["mode"] in (_ALONG_ROW, _BOTH):
        steps = np.cumsum(steps, axis=1, dtype=np.uint16)
    return steps[which].astype(np.int16)


def _distinct(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if (rows == rows[0]).all():
        return rows[:1], np.zeros(len(rows), int)
    places: dict[bytes, int] = {}
    index = np.array([places.setdefault(one.tobytes(), len(places)) for one in rows])
    first = np.unique(index, return_index=True)[1]
    return rows[first], index


def _smallest(rows: np.ndarray) -> tuple[int, bytes]:
    modes = (_ALONG_ROW, _DOWN_ROWS, _BOTH) if len(rows) > 1 else (_ALONG_ROW,)
    packed = {mode: _planes(_differences(rows.view(np.uint16), mode)) for mode in modes}
    mode = min(packed, key=lambda mode: len(zlib.compress(packed[mode], 3)))
    return mode, packed[mode]


def _differences(rows: np.ndarray, mode: int) -> np.ndarray:
    zero = rows.dtype.type(0)
    if mode in (_ALONG_ROW, _BOTH):
        rows = np.diff(rows, axis=1, prepend=zero)
    if mode in (_DOWN_ROWS, _BOTH):
        rows = np.diff(rows, axis=0, prepend=zero)
    return rows


def _planes(differences: np.ndarray) -> bytes:
    signed = differences.view(np.int16)
    zigzag = ((signed.astype(np.int32) << 1) ^ (signed.astype(np.int32) >> 15)).astype(np.uint16)
    return (zigzag & 255).astype(np.uint8).tobytes() + (zigzag >> 8).astype(np.uint8).tobytes()
