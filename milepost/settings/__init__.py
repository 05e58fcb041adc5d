"""Settings are read once, from MILEPOST_... variables and an optional milepost.toml; every key has its sentence."""

from milepost.settings.described import Described, describe, example
from milepost.settings.reading import settings_for
from milepost.settings.secret import WrongSettingError
from milepost.settings.settings import Settings

__all__ = ["Described", "Settings", "WrongSettingError", "describe", "example", "settings_for"]
