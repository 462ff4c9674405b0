"""The built-in rules, one module each. They have no privilege: the same entry point and the same names as anyone's."""

from parallint_rules import (
    bilingual_markup,
    extra_segment,
    merged_segment,
    missing_segment,
    missing_sentence,
    moved_segment,
    split_segment,
    stale_segment,
    unread_markup,
    unrelated_page,
    untranslated_segment,
)

RULES = (
    bilingual_markup.RULE,
    unread_markup.RULE,
    unrelated_page.RULE,
    missing_segment.RULE,
    missing_sentence.RULE,
    extra_segment.RULE,
    moved_segment.RULE,
    merged_segment.RULE,
    split_segment.RULE,
    untranslated_segment.RULE,
    stale_segment.RULE,
)
"""Every built-in rule, in the order in which they run."""
