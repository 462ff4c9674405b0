"""Numbers by value, in the forms that languages write them in."""

from __future__ import annotations

import pytest
from parallint.numbers import address_numbers, follows, number_forms, stated_numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,000 files", "1000"),
        ("1.000 Dateien", "1000"),
        ("1 000 fichiers", "1000"),
        ("1\u202f000 fichiers", "1000"),
        ("1'000 Dateien", "1000"),
        ("1,00,000 फ़ाइलें", "100000"),
        ("१,००० फ़ाइलें", "1000"),
        ("٢٥٠ ملفًا", "250"),
        ("۱٬۰۰۰ فایل", "1000"),
        ("３５個", "35"),
        ("2万人", "20000"),
        ("1.2 亿", "120000000"),
        ("150만 명", "1500000"),
        ("3千万円", "30000000"),
        ("1,5 Mio. Nutzer", "1500000"),
        ("2 millones de archivos", "2000000"),
        ("5 lakh users", "500000"),
        ("10k pods", "10000"),
        ("十二个命令", "12"),
        ("二〇二四年", "2024"),
        ("三百二十台", "320"),
        ("4\\.3 RTM", "4.3"),
        ("31.12.2024", "31"),
        ("MSBuild16.5", "16.5"),
        ("3,5 s", "3.5"),
    ],
)
def test_a_number_is_stated(written: str, value: str) -> None:
    assert value in stated_numbers(written)


def test_a_year_may_be_written_out() -> None:
    assert {"22", "2022"} <= number_forms("On 1/3/22 it began", 7, 9)
    assert "2022" not in number_forms("On page 22 it began", 8, 10)


def test_full_hours_state_no_midnight() -> None:
    assert "0" not in stated_numbers("в 19:00 UTC")
    assert "0" in stated_numbers("в 00:00 UTC")


@pytest.mark.parametrize(
    ("written", "value"), [("3.5.0", "3.5.1"), ("250", "25"), ("1.000", "10000"), ("12亿", "12000")]
)
def test_another_number_is_not_stated(written: str, value: str) -> None:
    assert value not in stated_numbers(written)


@pytest.mark.parametrize(
    ("text", "number", "value"),
    [
        ("10 million rows", "10", "10000000"),
        ("500-600 thousand spans", "500", "500000"),
        ("at 2 pm", "2", "14"),
        ("at 12 am", "12", "0"),
        ("at 0600 PT", "0600", "6"),
        ("1.5 billion", "1.5", "1500000000"),
        ("on 05 May", "05", "5"),
    ],
)
def test_an_english_number_may_be_another_one_elsewhere(text: str, number: str, value: str) -> None:
    start = text.index(number)
    assert value in number_forms(text, start, start + len(number))


def test_the_parts_of_a_number_may_be_divided_otherwise() -> None:
    assert follows("NuGet.targets (498, 5): error", "498,5")
    assert not follows("498 errors in 50 files", "498,5")
    assert not follows("498", "498")


def test_numbers_of_an_address_stand_alone() -> None:
    assert address_numbers("http://localhost:4317/v1?rolls=12") == ("http://localhost:0/v1?rolls=0", ("4317", "12"))
    assert address_numbers("https://a.example/2024/issue-12") == ("https://a.example/2024/issue-12", ())


def test_long_numerals_and_digits_are_read_in_no_time() -> None:
    assert stated_numbers("九" * 50_000)
    assert stated_numbers("9" * 5_000 + "万")
    assert stated_numbers("1,2" * 20_000)
