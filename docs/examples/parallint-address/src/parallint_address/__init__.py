"""The rules of this bundle: what the entry point in pyproject.toml names."""

from __future__ import annotations

from parallint_address import form_of_address

RULES = (form_of_address.RULE,)
