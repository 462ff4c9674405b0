"""Aligning: two Documents in, Links out, each with its confidence and the evidence for it."""

from parallint.align.blocks import align

__all__ = ["align"]
