"""One rule a file. A rule may object; it can never approve. Adding a file adds a rule."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from policies.rule import Rule


def _found() -> tuple[Rule, ...]:
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return tuple(sorted((module.check for module in modules), key=lambda rule: rule.name))


RULES: tuple[Rule, ...] = _found()
"""Every rule, by name."""
