"""Lists of words are written in one setting, parted by commas."""

from typing import Annotated, Any

from pydantic_settings import NoDecode

Words = Annotated[tuple[str, ...], NoDecode]


def split(value: Any) -> Any:
    """Return the words of a text that are parted by commas."""
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value
