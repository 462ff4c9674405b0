"""What documentation adds to Markdown: containers, template tags, components, includes, and what only looks like it."""

from __future__ import annotations

import pytest
from parallint.model import Document, Kind, TokenKind
from parallint.read.dialects.features import NAMES, dialects_of
from parallint.read.markdown import read_markdown

ADMONITION, DIRECTIVE, PARAGRAPH, ITEM = Kind.ADMONITION, Kind.DIRECTIVE, Kind.PARAGRAPH, Kind.ITEM


def blocks(text: str, path: str = "") -> list[tuple[Kind, str, str]]:
    """Each segment's kind, keyword and text; a list's marks left out."""
    document = read_markdown(text, path)
    return [(s.kind, "" if s.kind is ITEM else s.info, s.text) for s in document.segments]


def tokens(text: str, path: str = "") -> list[tuple[TokenKind, str, str]]:
    """Each token's kind, normal form and text."""
    return [(t.kind, t.value, t.text) for s in read_markdown(text, path).segments for t in s.tokens]


def written(document: Document) -> list[str]:
    return [document.text[slice(*t.span)] for s in document.segments for t in s.tokens]


class TestColons:
    @pytest.mark.parametrize(
        ("line", "info", "title"),
        [
            ("::: tip", "TIP", ""),
            (":::tip Consejo", "TIP", "Consejo"),
            ("::: warning **Ojo** con `esto`", "WARNING", "Ojo con esto"),
            (":::note[Nota [1]]{#id .c}", "NOTE", "Nota [1]"),
            ("::: details Abrir {open}", "DETAILS", "Abrir"),
            (':::{.callout-note title="Nota"}', "NOTE", "Nota"),
            (":::{note} Nota", "NOTE", "Nota"),
            ("::::: danger", "DANGER", ""),
        ],
    )
    def test_an_admonition(self, line: str, info: str, title: str) -> None:
        colons = line[: len(line) - len(line.lstrip(":"))]
        assert blocks(f"{line}\nText.\n{colons}\n\nEnd.\n") == [
            (ADMONITION, info, title),
            (PARAGRAPH, "", "Text."),
            (PARAGRAPH, "", "End."),
        ]

    def test_nested_in_more_colons(self) -> None:
        text = ":::: tip\n::: code-group\n```js [a.js]\nx\n```\n:::\nb\n::::\n"
        assert [b[:2] for b in blocks(text)] == [
            (ADMONITION, "TIP"),
            (DIRECTIVE, "code-group"),
            (Kind.CODE, "js"),
            (PARAGRAPH, ""),
        ]

    def test_what_is_not_closed_or_not_opened_shows(self) -> None:
        assert blocks("::: tip\na\n") == [(ADMONITION, "TIP/", ""), (PARAGRAPH, "", "a")]
        assert blocks("a\n:::\n") == [(PARAGRAPH, "", "a"), (DIRECTIVE, "/", "")]
        assert [b[1] for b in blocks("- ::: tip\n  a\n\n:::\n")] == ["TIP/", "", "/"]

    def test_in_lists_and_quotes(self) -> None:
        text = "- a\n\n  ::: tip T\n  b\n  :::\n- c\n\n> ::: info\n> d\n> :::\n"
        assert blocks(text) == [
            *((ITEM, "", "a"), (ADMONITION, "TIP", "T"), (PARAGRAPH, "", "b"), (ITEM, "", "c")),
            *((ADMONITION, "INFO", ""), (PARAGRAPH, "", "d")),
        ]

    def test_raw_html_ends_with_its_container(self) -> None:
        assert [b[:2] for b in blocks("::: tip\n<div>\na\n:::\nb\n")][-1] == (PARAGRAPH, "")

    @pytest.mark.parametrize(
        "text", ["::: opens a container.\n", "Use ::: or `:::`.\n", ":::\\\n", "a\n::: some words here\n", "::: x: y\n"]
    )
    def test_prose(self, text: str) -> None:
        assert {b[0] for b in blocks(text)} == {PARAGRAPH}

    def test_an_unknown_name_that_is_closed(self) -> None:
        assert blocks("::: frobnicate\na\n:::\n") == [(DIRECTIVE, "frobnicate", ""), (PARAGRAPH, "", "a")]

    def test_a_picture_of_learn_s_in_a_paragraph_wherever_its_lines_break(self) -> None:
        picture = (TokenKind.IMAGE, "c/d.png", "Una captura")
        for text in (
            '- Paso :::image type="content" source="c/d.png" alt-text="Una captura":::\n',
            '- Paso\n  :::image type="content" source="c/d.png" alt-text="Una captura":::\n',
            '- Paso :::image type="content"\n  source="c/d.png" alt-text="Una captura":::\n',
        ):
            assert [b[0] for b in blocks(text)] == [ITEM]
            assert tokens(text) == [picture]
        broken = ':::image type="content"\nsource="c/d.png" alt-text="Una captura":::\n'
        assert [b[0] for b in blocks(broken)] == [Kind.IMAGE]
        assert tokens(broken) == [picture]

    def test_a_picture_with_a_description_below_is_a_container(self) -> None:
        text = 'a\n:::image type="complex" source="d.png" alt-text="b":::\nc\n:::image-end:::\n'
        assert [b[0] for b in blocks(text)] == [PARAGRAPH, Kind.IMAGE, PARAGRAPH]

    def test_microsoft_learn(self) -> None:
        text = (
            ':::zone pivot="x"\na\n:::zone-end\n\n'
            ':::row:::\n:::column span="2":::\nb\n:::column-end:::\n:::row-end:::\n\n'
            ':::image type="content" source="c/d.png" alt-text="Una captura" lightbox="e.png":::\n\n'
            'See :::image type="icon" source="i.png" alt-text="Un icono":::.\n\n'
            ':::code language="cs" source="f.cs" id="g":::\n'
        )
        assert [b[:2] for b in blocks(text)] == [
            *((DIRECTIVE, "zone"), (PARAGRAPH, ""), (DIRECTIVE, "row"), (DIRECTIVE, "column"), (PARAGRAPH, "")),
            *((Kind.IMAGE, ""), (PARAGRAPH, ""), (DIRECTIVE, "include")),
        ]
        assert tokens(text) == [
            (TokenKind.PLACEHOLDER, 'zone pivot="x"', ""),
            (TokenKind.PLACEHOLDER, 'column span="2"', ""),
            (TokenKind.IMAGE, "c/d.png", "Una captura"),
            (TokenKind.IMAGE, "i.png", "Un icono"),
            (TokenKind.INCLUDE, 'f.cs id="g" language="cs"', ""),
        ]


class TestSlashes:
    def test_blocks(self) -> None:
        text = "//// tab | Python `3`\n    open: True\n\n/// note | Nota\nText\n///\n////\n\n/// html | div.a\n///\n"
        assert blocks(text) == [
            *((DIRECTIVE, "tab", "Python 3"), (ADMONITION, "NOTE", "Nota"), (PARAGRAPH, "", "Text")),
            (DIRECTIVE, "html", ""),
        ]
        assert (TokenKind.PLACEHOLDER, "open: True", "") in tokens(text)
        assert (TokenKind.PLACEHOLDER, "div.a", "") in tokens(text)

    @pytest.mark.parametrize("text", ["/// <summary>\n", "///// and so on\n", "file:///tmp\n"])
    def test_prose(self, text: str) -> None:
        assert [b[0] for b in blocks(text)] == [PARAGRAPH]


class TestIndented:
    def test_content_is_markdown_and_not_code(self) -> None:
        text = '!!! note inline end "Título *x*"\n    Text.\n\n    - item\n\n        code\n\n'
        text += "    ```py\n    y\n    ```\n\nEnd.\n"
        document = read_markdown(text)
        assert [(s.kind, s.depth, s.text) for s in document.segments] == [
            *((ADMONITION, 0, "Título x"), (PARAGRAPH, 1, "Text."), (ITEM, 2, "item"), (PARAGRAPH, 2, "code")),
            *((Kind.CODE, 1, "y\n"), (PARAGRAPH, 0, "End.")),
        ]
        assert (document.segments[0].info, written(document)) == ("NOTE", ["inline end"])

    def test_tabs_and_what_folds(self) -> None:
        text = '=== "Uno"\n\n    a\n\n    ??? tip\n        b\n\n=== "Dos"\n\n    ???+ warning "W"\n\n        c\n'
        assert blocks(text) == [
            *((DIRECTIVE, "tab", "Uno"), (PARAGRAPH, "", "a"), (ADMONITION, "TIP", ""), (PARAGRAPH, "", "b")),
            *((DIRECTIVE, "tab", "Dos"), (ADMONITION, "WARNING", "W"), (PARAGRAPH, "", "c")),
        ]

    @pytest.mark.parametrize(
        "text", ["!!! really\n", "!!!\n\n    code\n", "??? what is this ???\n", "===\n", "a\n===\n"]
    )
    def test_no_admonition(self, text: str) -> None:
        assert not {ADMONITION, DIRECTIVE}.intersection(b[0] for b in blocks(text))

    def test_indented_code_elsewhere_stays_code(self) -> None:
        assert [b[0] for b in blocks("!!! tip\n    a\n\nb\n\n    code\n")][-1] is Kind.CODE

    def test_definitions(self) -> None:
        document = read_markdown("Term\n: One\n  more `x`\n: Two\n\n  Second.\n\nEnd.\n")
        assert [(s.kind, s.depth, s.text) for s in document.segments] == [
            *((PARAGRAPH, 0, "Term"), (ITEM, 1, "One more x"), (ITEM, 1, "Two"), (PARAGRAPH, 1, "Second.")),
            (PARAGRAPH, 0, "End."),
        ]
        assert blocks("- `a`\n  - : What it is\n") == [(ITEM, "", "a"), (ITEM, "", "What it is")]


class TestTemplates:
    @pytest.mark.parametrize(
        ("tag", "value", "text"),
        [
            ('{{< tooltip text="卷" id="v" >}}', '{{< tooltip id="v" >}}', "卷"),
            ("{{<x  b='1' a=\"2\"/>}}", '{{< x a="2" b="1" />}}', ""),
            ("{{< / x >}}", "{{< /x >}}", ""),
            ("{{< fig src=`a b` alt=\"Un\" caption='Dos' >}}", '{{< fig src="a b" >}}', "Un | Dos"),
            ("{{< tabpane text=true >}}", "{{< tabpane text=true >}}", ""),
            ('{{% tab "Uno" %}}', "{{% tab %}}", "Uno"),
            ('{{< tab name="Uno" >}}', "{{< tab >}}", "Uno"),
            ('{{< tabs name="uno" >}}', '{{< tabs name="uno" >}}', ""),
            ('{{cssxref("a", "texto")}}', '{{cssxref("a")}}', "texto"),
            ("{{ CSSxRef( 'a' ) }}", '{{cssxref("a")}}', ""),
            ('{{jsxref("a", "t", "#b", 1)}}', '{{jsxref("a", "", "#b", 1)}}', "t"),
            ('{{ macro("a",  "b") }}', '{{ macro("a", "b") }}', ""),
            ('{% include n.html content="Hola" b="1" %}', '{% include n.html b="1" %}', "Hola"),
            ('{%  if a == "b" %}', '{% if a == "b" %}', ""),
            ("{{  page.x | y: 'z' }}", "{{ page.x | y: 'z' }}", ""),
        ],
    )
    def test_normal_form(self, tag: str, value: str, text: str) -> None:
        (token,) = tokens(f"a {tag} b\n")
        assert token == (TokenKind.PLACEHOLDER, value, text)

    def test_what_a_project_says_of_its_parameters(self) -> None:
        def read(*said: str) -> list[tuple[str, str]]:
            text = '{{< box name="N" title="T" >}}\n'
            return [(t.value, t.text) for t in read_markdown(text, dialects=frozenset(said)).segments[0].tokens]

        assert read() == [('{{< box name="N" >}}', "T")]
        assert read("text:name") == [("{{< box >}}", "N | T")]
        assert read("text:box.name", "locked:title") == [('{{< box title="T" >}}', "N")]
        assert read("text:other.name") == [('{{< box name="N" >}}', "T")]

    def test_lines_of_tags_are_marks(self) -> None:
        text = '{{% alert title="Nota" %}}\nText.\n{{% /alert %}}\n\n'
        text += '{{< tabs >}} {{% tab "A" %}}\n\nb\n\n{{% /tab %}} {{< /tabs >}}\n'
        assert blocks(text) == [
            *((ADMONITION, "ALERT", "Nota"), (PARAGRAPH, "", "Text."), (DIRECTIVE, "/alert", "")),
            *((DIRECTIVE, "tabs tab", "A"), (PARAGRAPH, "", "b"), (DIRECTIVE, "/tab /tabs", "")),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "{{% alert %}}\nText `a`.\n{{% /alert %}}\n",
            "{{% alert %}} Text `a`. {{% /alert %}}\n",
            "{{% alert %}} Text\n`a`. {{% /alert %}}\n",
            "{{% alert %}}\n\nText `a`.\n{{% /alert %}}\n",
        ],
    )
    def test_where_lines_break_means_nothing(self, text: str) -> None:
        assert blocks(text) == [(ADMONITION, "ALERT", ""), (PARAGRAPH, "", "Text a."), (DIRECTIVE, "/alert", "")]
        assert written(read_markdown(text)) == ["{{% alert %}}", "`a`", "{{% /alert %}}"]

    def test_a_pair_within_a_paragraph_stays_there(self) -> None:
        for text in (
            '{{< tip "x" >}}a{{< /tip >}} b\n',
            'b {{< tip "x" >}}a{{< /tip >}}\n',
            '- {{< tip "x" >}}a{{< /tip >}}\n',
        ):
            assert len(blocks(text)) == 1

    def test_a_lost_end_changes_nothing_else(self) -> None:
        assert blocks("{{% alert %}}\nText.\n\nEnd.\n")[1:] == [(PARAGRAPH, "", "Text."), (PARAGRAPH, "", "End.")]

    def test_english_in_comments_inside_a_shortcode(self) -> None:
        text = "{{< note >}}\n<!--\nEnglish.\n-->\n译文。\n{{< /note >}}\n"
        assert [(b[0], b[2]) for b in blocks(text)][1:3] == [
            (Kind.COMMENT, "<!--\nEnglish.\n-->"),
            (PARAGRAPH, "译文。"),
        ]

    def test_a_variable_at_the_beginning_of_a_line_is_text(self) -> None:
        assert len(blocks('Version\n{{< param "v" >}}\nis out.\n')) == 1

    def test_tags_alone(self) -> None:
        assert blocks("{{Compat}}\n\n{{A}}{{B}}\n\n[!INCLUDE [t](x.md)]\n\n{* a.py hl[1] *}\n") == [
            *((DIRECTIVE, "compat", ""), (DIRECTIVE, "a", ""), (DIRECTIVE, "include", "t"), (DIRECTIVE, "include", "")),
        ]

    def test_code_between_tags_is_code(self) -> None:
        assert blocks("{{< highlight go >}}\n# a\n\nb\n{{< /highlight >}}\n\n{% raw %}\n*c*\n{% endraw %}\n") == [
            (Kind.CODE, "highlight", "# a\n\nb\n"),
            (Kind.CODE, "raw", "*c*\n"),
        ]

    def test_liquid(self) -> None:
        text = "{% ifversion a %}\nb\n{% else %}\nc {% data x.y %}\n{% endif %}\n"
        assert [b[:2] for b in blocks(text)] == [
            *((DIRECTIVE, "if"), (PARAGRAPH, ""), (DIRECTIVE, "else"), (PARAGRAPH, ""), (DIRECTIVE, "/if")),
        ]

    def test_in_code_they_are_code(self) -> None:
        assert tokens("`{{ a }}` and ``{% b %}``\n") == [
            (TokenKind.CODE, "{{ a }}", ""),
            (TokenKind.CODE, "{% b %}", ""),
        ]


class TestMdx:
    PAGE = (
        'import Tabs from "@theme/Tabs";\nimport {\n  A,\n} from "../a";\nexport const x = {\n\n  y: 1,\n}\n\n'
        "# Title {/*id*/}\n\n"
        '<Tabs groupId="g">\n  <TabItem value="v" label="Uno">\n\n  Text {props.x}.\n\n    Indented.\n\n'
        "  </TabItem>\n</Tabs>\n\n"
        '<Note title="N">Inline.</Note>\n\n{/* a\n\nb */}\n\n<p>In *p*</p>\n\n'
        '<Image\n  src="a.png"\n  alt="Alt"\n  style={{ a: { b: 1 } }}\n/>\n\n<br/> {"said"} <Foo.Bar a={() => 1}/>\n'
    )

    def test_a_page(self) -> None:
        assert blocks(self.PAGE, "a.mdx") == [
            (DIRECTIVE, "import", ""),
            (Kind.CODE, "js", "export const x = {\n\n  y: 1,\n}\n"),
            (Kind.HEADING, "", "Title"),
            *((DIRECTIVE, "Tabs", ""), (DIRECTIVE, "TabItem", "Uno"), (PARAGRAPH, "", "Text  .")),
            *((PARAGRAPH, "", "Indented."), (DIRECTIVE, "/TabItem", ""), (DIRECTIVE, "/Tabs", "")),
            *((PARAGRAPH, "", "Inline."), (Kind.COMMENT, "", "{/* a\n\nb */}"), (PARAGRAPH, "", "In p")),
            *((DIRECTIVE, "Image", "Alt"), (PARAGRAPH, "", "said")),
        ]
        assert blocks(self.PAGE) == blocks(self.PAGE, "a.mdx")

    def test_its_tokens(self) -> None:
        found = tokens(self.PAGE, "a.mdx")
        for token in [
            (TokenKind.INCLUDE, "@theme/Tabs Tabs", ""),
            (TokenKind.INCLUDE, "../a { A, }", ""),
            (TokenKind.HEADING_ID, "id", ""),
            (TokenKind.COMPONENT, 'Tabs groupId="g"', ""),
            (TokenKind.COMPONENT, 'TabItem value="v"', "Uno"),
            (TokenKind.PLACEHOLDER, "{props.x}", ""),
            (TokenKind.COMPONENT, "/Tabs", ""),
            (TokenKind.COMPONENT, "Note", "N"),
            (TokenKind.COMPONENT, "Image style={{ a: { b: 1 } }}", ""),
            (TokenKind.IMAGE, "a.png", "Alt"),
            (TokenKind.COMPONENT, "Foo.Bar a={() => 1}", ""),
        ]:
            assert token in found

    @pytest.mark.parametrize(
        "text",
        [
            "```js\nimport a from 'b'\n```\n",
            "Then import it from 'x'.\n",
            "Write `{/* a */}`.\n",
            "<Foo>\n\na\n\n</Foo>\n",
        ],
    )
    def test_other_pages_are_none(self, text: str) -> None:
        assert "mdx" not in dialects_of(text)

    def test_said_by_the_project(self) -> None:
        assert "mdx" in dialects_of("a", said=frozenset({"mdx"}))
        assert "mdx" not in dialects_of("a", "a.mdx", frozenset({"-mdx"}))
        for name in NAMES:
            assert name not in dialects_of("", said=frozenset({f"-{name}"}))
            read_markdown(self.PAGE, dialects=frozenset({f"-{name}"}))


class TestMyst:
    def test_directives(self) -> None:
        text = "```{note} T *x*\n:class: c\n\nText.\n```\n\n````{tab-set}\n```{tab-item} Uno\na\n```\n````\n\n"
        text += "```{code-block} py\nb\n```\n"
        assert blocks(text) == [
            *((ADMONITION, "NOTE", "T x"), (PARAGRAPH, "", "Text."), (DIRECTIVE, "tab-set", "")),
            *((DIRECTIVE, "tab-item", "Uno"), (PARAGRAPH, "", "a"), (Kind.CODE, "{code-block} py", "b\n")),
        ]
        assert blocks("```{note}\na\n")[0] == (ADMONITION, "NOTE/", "")

    def test_figures_and_includes(self) -> None:
        text = "```{figure} a.png\n:alt: Alt\n:width: 3px\n\nCaption.\n```\n\n```{include} b.md\n```\n"
        assert tokens(text) == [
            (TokenKind.IMAGE, "a.png", "Alt"),
            (TokenKind.PLACEHOLDER, ":width: 3px", ""),
            (TokenKind.INCLUDE, "b.md", ""),
        ]

    def test_roles(self) -> None:
        text = "{ref}`texto <a-b>`, {doc}`c/d`, {guilabel}`Archivo`, {math}`x^2` and {}`e`\n"
        assert tokens(text) == [
            (TokenKind.REFERENCE, "{ref}a-b", "texto"),
            (TokenKind.REFERENCE, "{doc}c/d", ""),
            (TokenKind.REFERENCE, "{guilabel}", "Archivo"),
            (TokenKind.FORMULA, "x^2", ""),
            (TokenKind.CODE, "e", ""),
        ]


class TestMath:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("$x$", "x"),
            ("$a_1 + b$", "a_1+b"),
            (r"\\(x^2\\)", "x^2"),
            (r"\(a = b\)", "a=b"),
            (r"$$\frac{a}{b}$$", r"\frac{a}{b}"),
            ("$O(n)$", "O(n)"),
            (r"$f = \text{si } x$", r"f=\text{}x"),
        ],
    )
    def test_formulas(self, text: str, value: str) -> None:
        assert [t[:2] for t in tokens(f"See {text}.\n")] == [(TokenKind.FORMULA, value)]

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "$5 and $10",
                "$5-$10",
                "US$5 (or A$7)",
                "$HOME/bin:$PATH",
                "${A_B}/${C_D}",
                "$a costs b$",
                "pay $20/month$ now",
            ),
            *(r"\(see a)", r"\[x\]", "a$", "$", "$$", "`$x$`", "from $total to $rest"),
        ],
    )
    def test_prices_and_variables(self, text: str) -> None:
        assert not [t for t in tokens(f"It {text} is.\n") if t[0] is TokenKind.FORMULA]

    def test_a_block_of_its_own(self) -> None:
        text = "$$\na\n\n- b\n= c\n$$ (eq)\n\nEnd\n"
        assert [b[0] for b in blocks(text)] == [PARAGRAPH, PARAGRAPH]
        assert tokens(text) == [(TokenKind.FORMULA, "a-b=c", "")]
        assert read_markdown(text).segments[0].words == ""


class TestInline:
    @pytest.mark.parametrize(
        ("text", "token"),
        [
            (":tada:", (TokenKind.PLACEHOLDER, ":tada:", "")),
            ("<xref:System.String>", (TokenKind.REFERENCE, "xref:System.String", "")),
            ("[!code-csharp[M](~/x.cs?name=a)]", (TokenKind.INCLUDE, "~/x.cs?name=a code-csharp", "M")),
            ("{ .a  #b }", (TokenKind.HEADING_ID, "b", "")),
            ("{: .a .b }", (TokenKind.PLACEHOLDER, "{.a .b}", "")),
            ('{ title="T" }', (TokenKind.PLACEHOLDER, "{}", "T")),
            ("`x`{width=3}", (TokenKind.CODE, "x", "")),
            ('<abbr title="T" class="c" lang="en">', (TokenKind.TAG, 'abbr class="c"', "T")),
            ("<b style='a: b' B=1>", (TokenKind.TAG, 'b b="1" style="a: b"', "")),
            ("<my-box a>", (TokenKind.COMPONENT, "my-box a", "")),
            ('<Badge text="Hola" type="x" />', (TokenKind.COMPONENT, 'Badge type="x"', "Hola")),
        ],
    )
    def test_tokens(self, text: str, token: tuple[TokenKind, str, str]) -> None:
        assert tokens(f"a {text} c\n")[0] == token

    @pytest.mark.parametrize(
        "text", ["At 10:20:30", "a::b::c", "a {a=b}", "{x: 1}", "http://x:80:", ":a b:", "set {a, b}"]
    )
    def test_no_tokens(self, text: str) -> None:
        assert {t[0] for t in tokens(text + "\n")} <= {TokenKind.NUMBER, TokenKind.LINK}

    def test_the_text_of_links_and_images(self) -> None:
        text = '[a *b* `c`](d), [](e), <https://f.g>, [![h](i)](j), <a href="k">l <b>m</b></a>, ![n](o)\n'
        assert [t for t in tokens(text) if t[0] in (TokenKind.LINK, TokenKind.IMAGE)] == [
            *((TokenKind.LINK, "d", "a b c"), (TokenKind.LINK, "e", ""), (TokenKind.LINK, "https://f.g", "")),
            *((TokenKind.LINK, "j", "h"), (TokenKind.IMAGE, "i", "h"), (TokenKind.LINK, "k", "l m")),
            (TokenKind.IMAGE, "o", "n"),
        ]

    @pytest.mark.parametrize(
        ("number", "value"),
        [
            *(("1 000,5", "1000.5"), ("1.000,5", "1000.5"), ("1,000.5", "1000.5"), ("1\u202f000\u00a0000", "1000000")),
            *(("12,34,567", "1234567"), ("1'000", "1000"), ("3.11.2", "3.11.2"), ("٣٫٥", "3.5"), ("0,5", "0.5")),
        ],
    )
    def test_numbers(self, number: str, value: str) -> None:
        assert tokens(f"a {number} b\n") == [(TokenKind.NUMBER, value, "")]


class TestIncludes:
    def test_lines(self) -> None:
        text = '--8<-- "a.md"\n\n--8<--\nb.md\nc.md\n--8<--\n\n<<< @/d.js{1,2} [T]\n\n<!--@include: ./e.md-->\n'
        assert {b[:2] for b in blocks(text)} == {(DIRECTIVE, "include")}
        assert [t[1:] for t in tokens(text)] == [
            ("a.md", ""),
            ("b.md", ""),
            ("c.md", ""),
            ("@/d.js {1,2}", "T"),
            ("./e.md", ""),
        ]

    @pytest.mark.parametrize("text", ["<<< a\n", "--8<--\na\n", "<<<<<<< HEAD\n"])
    def test_no_includes(self, text: str) -> None:
        assert TokenKind.INCLUDE not in {t[0] for t in tokens(text)}


def test_raw_html_has_tokens_with_places_of_their_own() -> None:
    text = '> <div class="a">\n> <a href="b">See <b>it</b></a> {{< c >}} <img src=d alt="E">\n'
    text += '> <!-- <i> --><script>x = "<u>"</script>\n'
    document = read_markdown(text)
    (segment,) = document.segments
    assert [(t.kind.name, t.value, t.text) for t in segment.tokens] == [
        *(("TAG", 'div class="a"', ""), ("TAG", "a", ""), ("LINK", "b", "See it"), ("TAG", "b", ""), ("TAG", "/b", "")),
        *(
            ("TAG", "/a", ""),
            ("PLACEHOLDER", "{{< c >}}", ""),
            ("TAG", "img", ""),
            ("IMAGE", "d", "E"),
            ("TAG", "script", ""),
        ),
    ]
    assert written(document)[:3] == ['<div class="a">', '<a href="b">', '<a href="b">']


def test_brackets_nested_beyond_sense_are_text() -> None:
    assert tokens("![" * 20_000 + " `a`\n") == []
    assert [t[1] for t in tokens("[" * 20 + "`a`" + "]" * 20 + "(b)\n")] == ["b", "a"]
