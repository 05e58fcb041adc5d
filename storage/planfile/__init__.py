"""A plan file is a plan as people write it: YAML, with every problem told by its line."""

from storage.planfile.file import PlanFile, load, loads
from storage.planfile.write import dumps

__all__ = ["PlanFile", "dumps", "load", "loads"]
