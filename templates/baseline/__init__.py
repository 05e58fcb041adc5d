"""Baselines: plans by kind of deal, before they have people and dates."""

from templates.baseline.instantiate import instantiate
from templates.baseline.shape import NAMES, Baseline, Filled, Role, baseline

__all__ = ["NAMES", "Baseline", "Filled", "Role", "baseline", "instantiate"]
