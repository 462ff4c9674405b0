from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallint.align import align
from parallint.align.lexicon import Lexicon
from parallint.align.sentences import lost_sentences
from parallint.align.visible import sentences
from parallint.pairs import Text, pair_of
from parallint.read.markdown import read_markdown
from parallint_rules.missing_sentence import Options, check

if TYPE_CHECKING:
    from parallint.model import Document, SentenceGap


def cut(text: str, locale: str = "en") -> list[str]:
    """A page's sentences as they are written."""
    document = read_markdown(text, "page.md", locale)
    spans = [s.segment.span for segment in document.segments for s in sentences(document, segment) if s.sure]
    return [document.text[start:end] for start, end in spans]


def lost(english: str, translation: str, locale: str, lexicon: Lexicon | None = None) -> list[SentenceGap]:
    source, target = read_markdown(english, "en.md", "en"), read_markdown(translation, "page.md", locale)
    return list(lost_sentences(source, target, align(source, target, lexicon), lexicon))


def written(document: Document, gap: SentenceGap) -> str:
    return document.text[gap.source.start : gap.source.end]


class TestBoundaries:
    @pytest.mark.parametrize(
        ("text", "locale", "expected"),
        [
            ("Press the key. It beeps.", "en", ["Press the key.", "It beeps."]),
            ("Needs 3.2 (3.3+) or later. Then go.", "en", ["Needs 3.2 (3.3+) or later.", "Then go."]),
            ("Use a tool, e.g. this one. Go.", "en", ["Use a tool, e.g. this one.", "Go."]),
            ("Das gilt z. B. hier. Dort nicht.", "de", ["Das gilt z. B. hier.", "Dort nicht."]),
            ("Это т. е. так. Потом иначе.", "ru", ["Это т. е. так.", "Потом иначе."]),
            ("Run `a.b. C`. Then `npm` starts.", "en", ["Run `a.b. C`.", "Then `npm` starts."]),
            ("`npm` runs. `pip` waits.", "de", ["`npm` runs.", "`pip` waits."]),
            ("See [What now? This.](a.md) It helps.", "en", ["See [What now? This.](a.md) It helps."]),
            ("[One](a.md) is here. [Two](b.md) is not.", "en", ["[One](a.md) is here.", "[Two](b.md) is not."]),
            ("Made for .NET and node.js. It runs.", "en", ["Made for .NET and node.js.", "It runs."]),
            ("Go to https://a.example/b.c?d now. Stop.", "en", ["Go to https://a.example/b.c?d now.", "Stop."]),
            ("A name '.' is the folder. Leave it.", "en", ["A name '.' is the folder.", "Leave it."]),
            ("First this. (See below.) Then that.", "en", ["First this.", "(See below.)", "Then that."]),
            ("**Note.** The lid is hot.", "en", ["**Note.**", "The lid is hot."]),
            ('"I use it daily. It never stopped."', "en", ['"I use it daily.', 'It never stopped."']),
            ("打开盖子。（见下。）然后按键！完成", "zh-cn", ["打开盖子。", "（见下。）", "然后按键！", "完成"]),
            ("ふたを開ける。3.3 以上が必要です。", "ja", ["ふたを開ける。", "3.3 以上が必要です。"]),
            ("यह पहला वाक्य है। यह दूसरा है।", "hi", ["यह पहला वाक्य है।", "यह दूसरा है।"]),
            ("هل انتهيت؟ أغلق الملف.", "ar", ["هل انتهيت؟", "أغلق الملف."]),
            ("> One line\n> goes on. Then\n> another.", "en", ["One line\n> goes on.", "Then\n> another."]),
            ("| a | b |\n|---|---|\n| One. Two. | Three |", "en", ["a", "b", "One.", "Two.", "Three"]),
            ("Ends here.\r\nNext line.\r\n", "en", ["Ends here.", "Next line."]),
        ],
    )
    def test_where_sentences_end(self, text: str, locale: str, expected: list[str]) -> None:
        assert cut(text, locale) == expected

    def test_a_shortened_word_may_end_a_sentence(self) -> None:
        document = read_markdown("Nuts, bolts, etc. with a manual. Then go.", "a.md", "en")
        found = sentences(document, document.segments[0])
        assert [(s.segment.words, s.sure) for s in found] == [
            ("Nuts, bolts, etc.", True),
            ("with a manual.", False),
            ("Then go.", True),
        ]

    def test_tokens_go_with_their_sentences(self) -> None:
        document = read_markdown("Set `a` to 3. See [b](c.md) or 4.5.", "a.md", "en")
        first, second = sentences(document, document.segments[0])
        assert [t.value for t in first.segment.tokens] == ["a", "3"]
        assert [t.value for t in second.segment.tokens] == ["c.md", "4.5"]

    @given(
        st.text(alphabet="aB .!?…。！？（）()[]`*_<>\\|&#\n\r\t\"'“”1€한", max_size=120),
        st.sampled_from(["en", "zh", "xx", ""]),
    )
    def test_spans_are_in_order_and_hold_all_letters(self, text: str, locale: str) -> None:
        document = read_markdown(text, "a.md", locale)
        for segment in document.segments:
            if not segment.kind.prose:
                continue
            spans = [s.segment.span for s in sentences(document, segment)]
            assert all(segment.span.start <= start < end <= segment.span.end for start, end in spans)
            assert all(one.end <= other.start for one, other in pairwise(spans))
            covered = "".join(document.text[start:end] for start, end in spans)
            assert all(covered.count(char) >= segment.words.count(char) for char in "aB한")

    @pytest.mark.parametrize(
        "piece", [" ", "\\", "*", "[", "](", "`a` ", "[a](b) ", '."', ".)", "...", "a. ", "。", "<b>"]
    )
    def test_hostile_blocks_take_linear_time(self, piece: str) -> None:
        document = read_markdown("x" + piece * (18_000 // len(piece)) + "y", "a.md", "en")
        began = time.perf_counter()
        for segment in document.segments:
            sentences(document, segment)
        assert time.perf_counter() - began < 2


ENGLISH = """# The greenhouse

The window opens by itself when it is warmer than 28 degrees. A motor turns the shaft. It stops as soon as it begins to
rain. You can open the window by hand at any time.

Fill the tank with rain water every Monday. Tap water leaves spots on the leaves. The float shows how much is left. If
the float does not move, call `tank check` and read [Floats](floats.md).
"""
SPANISH = """# El invernadero

La ventana se abre sola cuando hay más de 28 grados. Un motor hace girar el eje. Se detiene en cuanto empieza a llover.
Puede abrir la ventana a mano en cualquier momento.

Llene el depósito con agua de lluvia todos los lunes. El agua del grifo deja manchas en las hojas. El flotador indica
cuánta queda. Si el flotador no se mueve, ejecute `tank check` y lea [Flotadores](floats.md).
"""


class TestLost:
    def test_nothing(self) -> None:
        assert lost(ENGLISH, SPANISH, "es") == []

    def test_the_sentence_and_the_point(self) -> None:
        translation = SPANISH.replace(" El agua del grifo deja manchas en las hojas.", "")
        source, target = read_markdown(ENGLISH, "en.md", "en"), read_markdown(translation, "es.md", "es")
        [gap] = lost(ENGLISH, translation, "es")
        assert written(source, gap) == "Tap water leaves spots on the leaves."
        assert target.text[: gap.target.start].endswith("todos los lunes.")
        assert gap.target.start == gap.target.end
        assert (gap.sentences, gap.words, gap.cut) == (1, 7, False)
        assert 0 < gap.confidence < 0.5, "length alone tells little of seven words in fifty"

    def test_markup_belongs_to_the_sentence(self) -> None:
        english = ENGLISH.replace("Tap water leaves spots", "**Tap water** leaves spots")
        translation = SPANISH.replace(" El agua del grifo deja manchas en las hojas.", "")
        [gap] = lost(english, translation, "es")
        assert written(read_markdown(english, "en.md"), gap) == "**Tap water** leaves spots on the leaves."

    def test_two_paragraphs_run_together_lack_nothing(self) -> None:
        assert lost(ENGLISH, SPANISH.replace("momento.\n\nLlene", "momento.\nLlene"), "es") == []

    def test_a_sentence_lost_in_two_paragraphs_run_together(self) -> None:
        translation = SPANISH.replace("momento.\n\nLlene", "momento.\nLlene")
        translation = translation.replace(" Un motor hace girar el eje.", "").replace("28 grados", "28 °C")
        source, target = read_markdown(ENGLISH, "en.md", "en"), read_markdown(translation, "es.md", "es")
        links = align(source, target)
        assert "2-1" in {link.bead for link in links}
        [gap] = lost_sentences(source, target, links)
        assert written(source, gap) == "A motor turns the shaft."

    def test_an_untranslated_block_lacks_nothing(self) -> None:
        english = ENGLISH.replace(" Tap water leaves spots on the leaves.", "")
        assert lost(ENGLISH, english, "es") == []

    def test_a_cell(self) -> None:
        english = "| Part | Use |\n|---|---|\n| `shaft` | It moves. Oil it once a year with the oil of the box. |\n"
        spanish = "| Pieza | Uso |\n|---|---|\n| `shaft` | Se mueve. |\n"
        [gap] = lost(english, spanish, "es")
        assert written(read_markdown(english, "en.md"), gap) == "Oil it once a year with the oil of the box."

    def test_a_text_that_breaks_off(self) -> None:
        [gap] = lost(
            ENGLISH,
            SPANISH.replace("deja manchas en las hojas. El flotador indica\ncuánta queda. ", "deja\n").replace(
                "Si el flotador no se mueve, ejecute `tank check` y lea [Flotadores](floats.md).", ""
            ),
            "es",
        )
        assert gap.source.end == ENGLISH.index("floats.md).") + len("floats.md).")

    def test_a_lexicon_tells_which_one(self) -> None:
        words = {"red": "rojo", "lamp": "lámpara", "green": "verde", "door": "puerta", "blue": "azul", "wheel": "rueda"}
        lexicon = Lexicon({e: {s: 0.9} for e, s in words.items()}, dict.fromkeys(words.values(), 0.02))
        english = "The red lamp is on today. The green door is shut today. The blue wheel is fast today.\n"
        spanish = "La lámpara rojo está hoy. La rueda azul va hoy.\n"
        [gap] = lost(english, spanish, "es", lexicon)
        assert written(read_markdown(english, "en.md"), gap) == "The green door is shut today."
        assert gap.confidence > 0.9

    def test_pairs_carry_them_and_bilingual_ones_do_not(self) -> None:
        translation = SPANISH.replace(" El agua del grifo deja manchas en las hojas.", "")
        pair = pair_of("p", Text("en.md", ENGLISH, "en"), Text("es.md", translation, "es"))
        assert [written(pair.source, gap) for gap in pair.sentences] == ["Tap water leaves spots on the leaves."]
        assert replace(pair, sentences=()) != pair

    def test_what_the_english_has_gained_since_is_stale_and_not_said_twice(self) -> None:
        then = ENGLISH.replace(" Tap water leaves spots on the leaves.", "")
        translation = SPANISH.replace(" El agua del grifo deja manchas en las hojas.", "")
        texts = Text("en.md", ENGLISH, "en"), Text("es.md", translation, "es")
        assert [finding.source for finding in check(pair_of("p", *texts), Options())]
        assert list(check(pair_of("p", *texts, Text("then.md", then, "en")), Options())) == []
        assert list(check(pair_of("p", *texts, Text("then.md", ENGLISH, "en")), Options()))

    def test_short_sentences_are_left_to_the_option(self) -> None:
        pair = pair_of(
            "p",
            Text("en.md", ENGLISH, "en"),
            Text("es.md", SPANISH.replace(" Un motor hace girar el eje.", ""), "es"),
        )
        found = [len(list(check(pair, Options(least_words=words)))) for words in (1, 5, 6)]
        assert found == [1, 1, 0], "five words: A motor turns the shaft"

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_no_cut_of_a_page_is_no_gap_of_itself(self, data: st.DataObject) -> None:
        """Joining and splitting a page's own sentences at will is never a loss."""
        pieces = SPANISH.split(". ")
        marks = data.draw(st.lists(st.sampled_from([". ", "; ", ". "]), min_size=len(pieces), max_size=len(pieces)))
        joined = "".join(piece + mark for piece, mark in zip(pieces, marks, strict=True)).removesuffix(marks[-1])
        assert [gap for gap in lost(ENGLISH, joined, "es") if gap.confidence >= 0.5] == []

    @settings(max_examples=60, deadline=None)
    @given(st.text(alphabet="aB .!?。`[]()*\n1", max_size=200), st.text(alphabet="bÄ .!?。`[]()*\n1", max_size=200))
    def test_any_two_texts(self, english: str, translation: str) -> None:
        source, target = read_markdown(english, "en.md", "en"), read_markdown(translation, "x.md", "de")
        before = -1
        for gap in lost_sentences(source, target, align(source, target)):
            assert before <= gap.source.start < gap.source.end <= len(english)
            assert 0 <= gap.target.start == gap.target.end <= len(translation)
            assert 0 <= gap.confidence <= 1
            assert gap.sentences >= 1
            before = gap.source.end

    def test_many_sentences_take_bounded_time(self) -> None:
        english = "The lamp of the house number 7 is on. " * 300
        began = time.perf_counter()
        lost((english + "\n\n") * 10, ("Die Lampe am Haus Nummer 7 ist an. " * 280 + "\n\n") * 10, "de")
        assert time.perf_counter() - began < 5


RIVER = """# Rivers

The gauge measures the level. It rings at night.

The lamp shines on the lid. A cable leads to the station.

Nobody paints the lid. The battery lasts a year.
"""
WORDS = {
    "gauge": "pegel", "measures": "misst", "level": "stand", "rings": "läutet", "night": "nachts", "lamp": "lampe",
    "shines": "scheint", "lid": "deckel", "cable": "kabel", "leads": "führt", "station": "station",
    "nobody": "niemand", "paints": "bemalt", "battery": "batterie", "lasts": "hält", "year": "jahr",
}  # fmt: skip
KNOWN = Lexicon(
    {english[:7]: {german[:7]: 0.9} for english, german in WORDS.items()},
    {german[:7]: 0.1 for german in WORDS.values()},
)


class TestMerging:
    FAITHFUL = (
        "# Flüsse\n\nDer Pegel misst den Stand. Er läutet nachts.\n\nDie Lampe scheint auf den Deckel. Ein Kabel führt "
        "zur Station.\n\nNiemand bemalt den Deckel. Die Batterie hält ein Jahr.\n"
    )

    def sure(self, translation: str) -> list[SentenceGap]:
        return [gap for gap in lost(RIVER, translation, "de", KNOWN) if gap.confidence >= 0.5]

    def test_a_sentence_that_is_nowhere_is_lost(self) -> None:
        (gap,) = self.sure(self.FAITHFUL.replace(" Ein Kabel führt zur Station.", ""))
        assert RIVER[slice(*gap.source)] == "A cable leads to the station."

    def test_a_sentence_that_stands_two_blocks_further_on_is_not_lost(self) -> None:
        moved = self.FAITHFUL.replace(" Er läutet nachts.", "").replace("ein Jahr.", "ein Jahr. Er läutet nachts.")
        assert self.sure(moved) == []

    def test_a_sentence_that_its_neighbour_took_in_is_not_lost(self) -> None:
        joined = self.FAITHFUL.replace("bemalt den Deckel. Die Batterie", "bemalt den Deckel, und die Batterie")
        assert self.sure(joined) == []

    def test_a_long_neighbour_speaks_against_a_loss(self) -> None:
        short = self.FAITHFUL.replace(" Ein Kabel führt zur Station.", "")
        long = short.replace("auf den Deckel.", "auf den Deckel und auch sonst auf alles, was hier herumsteht.")
        (sure,), (doubted,) = lost(RIVER, short, "de", KNOWN), lost(RIVER, long, "de", KNOWN)
        assert dict(sure.evidence)["neighbour's length"] == 0
        assert dict(doubted.evidence)["neighbour's length"] < -1
        assert doubted.confidence < sure.confidence - 0.3

    def test_on_a_page_told_in_other_words_less_is_sure(self) -> None:
        english = "\n\n".join(f"The lamp shines on the lid {k}. A cable leads to `X{k}` at night." for k in range(9))
        german = "\n\n".join(
            f"Die Lampe scheint auf den Deckel {k}." + f" Ein Kabel führt nachts zu `X{k}`." * (k != 4)
            for k in range(9)
        )
        other = Lexicon({english: {"zzz": 0.9} for english in KNOWN.translations}, KNOWN.common)
        (known,) = lost(english, german, "de", KNOWN)
        (free,) = lost(english, german, "de", other)
        assert known.confidence > 0.9
        assert free.confidence < 0.5
