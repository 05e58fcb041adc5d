"""Bytes become text by the declared charset, else UTF-8, else the best guess, else Windows-1252: never by failing."""

import codecs

SAMPLE = 4_096
SUPERSETS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
WESTERN = ("cp1252", "cp850", "mac_roman")
LIKELY = ["cp1252", "cp1250", "cp1251", "shift_jis", "gb18030", "euc_kr", "utf_16"]


def decode(data: bytes, declared: str = "") -> str:
    """Return bytes as text without zero bytes and byte order marks; nothing raises."""
    if not declared and data.isascii():
        return data.decode("ascii").replace("\x00", "")
    return _decode(data, declared.strip("\"' ").casefold()).replace("\x00", "").replace("\ufeff", "")


def _decode(data: bytes, declared: str) -> str:
    name = SUPERSETS.get(declared, declared)
    attempts = [name] if name else []
    # A Latin charset never fails, so a lying label is only seen by asking whether the bytes are UTF-8 first.
    attempts = ["utf-8", *attempts] if name in WESTERN or not name else [*attempts, "utf-8"]
    for attempt in attempts:
        text = _strict(data, attempt)
        if text is not None:
            return text
    return data.decode(_guess(data), errors="replace")


def _strict(data: bytes, name: str) -> str | None:
    try:
        if not codecs.lookup(name)._is_text_encoding:
            return None
        return data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=LIKELY, steps=2, chunk_size=512).best()
    return best.encoding if best is not None and best.percent_coherence >= 20 else "cp1252"
