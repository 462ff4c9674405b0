"""English then, English now and a translation: what changed, what came and went, and what has been taken up."""

from __future__ import annotations

import pytest
from parallint.changes import Change, changed_since
from parallint.model import SINCE, Pair
from parallint.pairs import Text, pair_of
from parallint.unlinked import gaps

THEN = """# Send a parcel

The post office on the square is open until 18:00.

Write the address on the upper side, and yours on the back.

Never send cash or jewellery in a parcel.

Stamps for 20 grams cost 85 cents.

Parcels of more than 30 kg go by rail; see [the list](rail.md).

```sh
track --parcel 4711
```

Ask at the counter for a receipt, and keep it until the parcel has arrived.
"""

SPANISH = """# Enviar un paquete

La oficina de correos de la plaza está abierta hasta las 18:00.

Escriba la dirección en la cara superior y la suya en el reverso.

Nunca envíe dinero ni joyas en un paquete.

Los sellos para 20 gramos cuestan 85 céntimos.

Los paquetes de más de 30 kg van por ferrocarril; consulte [la lista](rail.md).

```sh
track --parcel 4711
```

Pida un recibo en el mostrador y consérvelo hasta que haya llegado el paquete.
"""


def made(now: str, translation: str = SPANISH, then: str = THEN) -> Pair:
    return pair_of("", Text("en.md", now), Text("es.md", translation, "es"), Text("then.md", then))


def changes(now: str, translation: str = SPANISH) -> list[Change]:
    return list(changed_since(made(now, translation)))


def lacking(pair: Pair) -> tuple[list[str], list[str]]:
    """What the translation lacks, and what it has besides; English gained or lost all of it since."""
    found = [[*gaps(pair, "source")], [*gaps(pair, "target")]]
    assert all(gap.since for side in found for gap in side)
    missing, extra = ([segment.text for gap in side for segment in gap.segments] for side in found)
    return missing, extra


def test_nothing_changed() -> None:
    pair = made(THEN)
    assert list(changed_since(pair)) == []
    assert lacking(pair) == ([], [])


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("The post office on the square is", "The post office\non the square is"),
        ("upper side, and yours", "upper side and yours"),
        ("Never send cash or jewellery in", "Never send **cash** or jewelery in"),
        ("# Send a parcel", "## Send a Parcel"),
    ],
)
def test_what_asks_nothing_of_a_translator(then: str, now: str) -> None:
    assert then in THEN
    assert changes(THEN.replace(then, now)) == []


@pytest.mark.parametrize(
    ("then", "now", "hard"),
    [
        ("until 18:00", "until 19:00", True),
        ("(rail.md)", "(trains.md)", True),
        ("--parcel 4711", "--parcels 4711", True),
        ("Never send cash", "Do send cash", False),
        ("yours on the back", "that of the sender on the back", False),
        ("of more than 30 kg", "of ≥ 30 kg", False),
    ],
)
def test_what_changed(then: str, now: str, *, hard: bool) -> None:
    assert then in THEN
    (change,) = changes(THEN.replace(then, now))
    assert change.hard is hard
    assert len(change.then) == len(change.now) == len(change.target) == 1
    assert change.edits


def test_a_code_block_that_became_text() -> None:
    code, text = "```sh\ntrack --parcel 4711 --with-history\n```", "`track --parcel 4711 --with-history`"
    then, translation = THEN.replace("4711", "4711 --with-history"), SPANISH.replace("4711", "4711 --with-history")
    (change,) = changed_since(made(then.replace(code, text), translation, then))
    assert change.turned
    assert list(changed_since(made(then.replace(code, text), translation.replace(code, text), then))) == []


def test_what_came_and_went() -> None:
    came = "Parcels to an island take two days more."
    pair = made(THEN.replace("Never send cash or jewellery in a parcel.\n", "").replace("Ask at", came + "\n\nAsk at"))
    assert list(changed_since(pair)) == []
    assert lacking(pair) == ([came], ["Nunca envíe dinero ni joyas en un paquete."])


def test_what_only_moved_is_neither_missing_nor_extra() -> None:
    line = "Never send cash or jewellery in a parcel.\n\n"
    pair = made(THEN.replace(line, "") + "\n" + line)
    assert lacking(pair) == ([], [])
    assert [pair.source.segments[link.source[0]].text for link in pair.links if link.moved] == [line.strip()]


def test_what_was_never_translated_is_missing_and_not_stale() -> None:
    pair = made(
        THEN.replace("cash or jewellery", "cash, letters or jewellery"),
        SPANISH.replace("Nunca envíe dinero ni joyas en un paquete.\n\n", ""),
    )
    assert list(changed_since(pair)) == []
    (gap,) = gaps(pair, "source")
    assert gap.segments[0].text.startswith("Never send")
    assert not gap.since


def test_what_came_and_was_taken_up() -> None:
    now = THEN.replace("Ask at", "Parcels to an island take 2 days more.\n\nAsk at")
    pair = made(now, SPANISH.replace("Pida un", "Los paquetes a una isla tardan 2 días más.\n\nPida un"))
    assert lacking(pair) == ([], [])


def test_a_changed_token_that_was_taken_up() -> None:
    now = THEN.replace("85 cents", "90 cents").replace("(rail.md)", "(trains.md)")
    assert len(changes(now)) == 2
    assert [change.gained for change in changes(now, SPANISH.replace("(rail.md)", "(trains.md)"))] == [
        (("number", "90"),)
    ]


def test_code_that_was_taken_up() -> None:
    now = THEN.replace("--parcel 4711", "--parcel 4711 --all")
    assert len(changes(now)) == 1
    assert changes(now, SPANISH.replace("4711", "4711 --all")) == []


def test_a_page_that_followed_is_compared_with_todays_english() -> None:
    now = THEN.replace("until 18:00", "until 19:30").replace("85 cents", "95 cents").replace("30 kg", "31 kg")
    now = now.replace("on the square", "at the station").replace("track --parcel", "trace --parcel")
    came = SPANISH.replace("18:00", "19:30").replace("85", "95").replace("30 kg", "31 kg")
    pair = made(now, came.replace("track --parcel", "trace --parcel"))
    assert pair.uptake is not None
    assert pair.uptake.followed
    assert not any(evidence.name == SINCE for link in pair.links for evidence in link.evidence)
    assert lacking(pair) == ([], [])
    assert not made(now).uptake or not made(now).uptake.followed  # type: ignore[union-attr]


def test_a_base_of_another_page_is_not_believed() -> None:
    other = "\n\n".join(f"Nothing of sentence {n} has to do with any of that here." for n in range(20))
    pair = made(THEN, then=other)
    assert {len(link.target) for link in pair.links if link.source} == {1}


def test_front_matter_that_came_since_is_linked() -> None:
    pair = made("---\ntitle: x\n---\n" + THEN, "---\ntitle: y\n---\n" + SPANISH)
    assert (pair.links[0].source, pair.links[0].target) == ((0,), (0,))
