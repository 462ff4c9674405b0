"""What the formats in XML share: text that any XML 1.0 parser takes, whatever the documents hold."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring

from parallint.patterns import pattern_of
from parallint.report import visible

# What is no character of XML 1.0 (https://www.w3.org/TR/xml/#charsets) and no lone surrogate; `visible` has the rest.
_NO_XML = pattern_of("[\ufffe\uffff]")


def clean(text: str) -> str:
    """The text on one line, everything that a parser or a terminal would stumble over written as an escape."""
    return _NO_XML.sub("\ufffd", visible(text))


def written(root: Element) -> str:
    """The document as text, with its declaration and a line end behind it."""
    indent(root)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
