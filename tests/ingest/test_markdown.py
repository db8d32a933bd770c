"""Markdown: what is taken for it, and what a reader of the file sees."""

import pytest

from sayso.errors import EmptyDocument, TooLarge
from sayso.ingest import FORMATS, from_bytes, from_text
from sayso.ingest.markdown import DEEPEST

DRAFT = """---
title: "The mill"
date: 2026-05-04
---

# Mill to close

“We *tried* [everything](https://example.org/a_b), **truly**,” she said.[^1]
The line goes on.

> Nobody asked us.
> Not once.

1986. A good year for `wool`.

- One item \\*with a star\\*
- &ldquo;Two&rdquo;

![The mill in May](mill.jpg) stands empty.

| who | what |
| --- | --- |
| Ada | “No.” |

```
print("code")
```

<!-- to check -->

<p>A paragraph in <b>tags</b>.</p>

[^1]: In a letter.
"""


def parts(text, *roles):
    document = from_bytes(text.encode(), "draft")
    return [one.span.of(document.text) for one in document.segments if one.role in roles]


def test_a_draft():
    assert parts(DRAFT, "headline") == ["Mill to close"]
    assert parts(DRAFT, "paragraph") == [
        "“We tried everything, truly,” she said. The line goes on.",
        "Nobody asked us. Not once.",
        "1986. A good year for wool.",
        "One item *with a star*",
        "“Two”",
        "stands empty.",
        "who\twhat",
        "Ada\t“No.”",
        "A paragraph in tags.",
    ]
    document = from_bytes(DRAFT.encode(), "draft")
    assert [one.reason for one in document.segments if one.role == "aside"] == ["front matter", "picture", "code", "footnote"]
    assert (document.title, document.published_at, document.kind) == ("Mill to close", "2026-05-04", "article")


def test_the_title_of_front_matter_stands_in_for_a_headline():
    assert from_bytes(b"---\ntitle: The mill\nlayout: post\n---\n\nIt closes in May.\n", "a").title == "The mill"
    assert from_bytes(b'+++\ntitle = "The mill"\n+++\n\nIt closes in May.\n', "a").title == "The mill"


def test_what_is_struck_out_stays_as_written():
    assert parts("# A\n\nWe ~~never~~ lied.\n", "paragraph") == ["We ~~never~~ lied."]


@pytest.mark.parametrize(
    "text",
    [
        "The mill closes in May.\n\n* * *\n\nNobody asked us.\n",
        "- one\n- two\n- three\n",
        "# a remark\n# and another\nmake all\n",
        "> On Monday Ada wrote:\n> We tried.\n\nDid you?\n",
        "#mill is what they wrote.\n\nIt closes.\n",
        "1. We tried.\n2. We failed.\n",
        "He earns 2 ** 3 and 4 ** 5.\n",
        "---\nMill to close\n---\nIt closes.\n",
        "---\nMAYOR LIN: We tried.\ntitle: none\n---\nMAYOR LIN: It closes.\n",
        "The file [1](see below) says so.\n",
    ],
)
def test_plain_text_stays_plain_text(text):
    assert FORMATS["markdown"].sniff(text.encode()) == 0.0
    assert from_bytes(text.encode(), "a.md").text == text


def test_text_at_hand_is_plain_text_even_where_it_looks_like_markdown():
    assert from_text(DRAFT).text == DRAFT


def test_code_alone_is_empty_and_nesting_without_end_is_refused():
    with pytest.raises(EmptyDocument):
        from_bytes(b"---\nlayout: post\n---\n\n```\ncode\n```\n", "a.md")
    with pytest.raises(TooLarge, match="nests"):
        from_bytes(b"# A\n\n" + b"> " * (DEEPEST + 5) + b"words\n", "a.md")
