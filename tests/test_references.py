"""Changes of links that one definition brought."""

from __future__ import annotations

from parallint.comparison import token_changes
from parallint.model import Document, Pair, Token, TokenKind
from parallint.pairs import Text, pair_of
from parallint.references import by_definition

USES = "See [one][Name].\n\nSee [two][name] and [Name].\n\nSee [other](/c/).\n\n"


def changes(english: str, translation: str) -> list[tuple[str, str, int]]:
    pair: Pair = pair_of("pair", Text("en.md", english), Text("uk.md", translation, "uk"))

    def key(token: Token, document: Document) -> str:
        return token.value

    def likeness(lost: Token, added: Token) -> float:
        return 0.5

    found = token_changes(pair, frozenset({TokenKind.LINK}), key, likeness)
    return [
        (change.lost.value, change.added.value, uses)
        for change, uses in by_definition(pair, found)
        if change.lost and change.added
    ]


def test_links_of_one_definition_are_one_change() -> None:
    assert changes(f"{USES}[Name]: /a/\n", f"{USES}[Name]: /b/\n") == [("/a/", "/b/", 3)]


def test_a_translated_label_is_the_same_definition() -> None:
    other = USES.replace("[Name]", "[Назва]").replace("[name]", "[назва]")
    assert changes(f"{USES}[Name]: /a/\n", f"{other}[Назва]: /b/\n") == [("/a/", "/b/", 3)]


def test_a_link_by_another_definition_stands_for_itself() -> None:
    both = "[Name]: /a/\n[Else]: /b/\n"
    target = USES.replace("[one][Name]", "[one][Else]")
    assert changes(USES + both, target + both) == [("/a/", "/b/", 0)]


def test_links_with_addresses_of_their_own_stand_for_themselves() -> None:
    english, translation = "[a](/a/) and\n\n[b](/a/)\n", "[a](/b/) and\n\n[b](/b/)\n"
    assert changes(english, translation) == [("/a/", "/b/", 0), ("/a/", "/b/", 0)]
