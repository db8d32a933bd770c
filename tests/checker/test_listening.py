"""What is heard and what follows: every state, with a probe that says what the case says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sayso.checker import Quoted
from sayso.checker.listening import Recording, listened, weighed
from sayso.checker.spoken import runs_of
from sayso.english.numbers import cardinal, said_number
from sayso.schema import Alignment, Document, Fit, Hearing, Place, Segment, Span, Timing, Verdict

SAID = "we never saw the letter in the office".split()


def transcript(words: Sequence[str], speaker: str | None = None) -> Document:
    """A word every 300 ms."""
    text = " ".join(words)
    timings, at = [], 0
    for number, word in enumerate(words):
        timings.append(Timing(at, at + len(word), 300 * number, 300 * number + 300))
        at += len(word) + 1
    return Document(
        id="doc-1", name="note.ogg", kind="recording", text=text, bytes_digest="0" * 64, timings=tuple(timings),
        segments=(Segment(span=Span(0, len(text)), role="turn", speaker=speaker),),
    )  # fmt: skip


class Probe:
    """Hears `said`; a word fits where it was said at its number, and the free decoder takes what was said."""

    name = "by hand"

    def __init__(
        self,
        said: Sequence[str],
        gains: dict[str, float] | None = None,
        chosen: dict[str, str] | None = None,
        nowhere: bool = False,
        again: Sequence[Sequence[str]] | None = None,
    ) -> None:
        self.others = [said] if again is None else again
        self.said, self.gains, self.took, self.nowhere = list(said), gains or {}, chosen or {}, nowhere

    def find(self, words, most=4):
        if self.nowhere:
            return ()
        first = next((self.said.index(word) - at for at, word in enumerate(words) if word in self.said), 0)
        return (Place(0.9, 300 * max(0, first), 300 * (max(0, first) + len(words))),)

    def hear(self, words, start_ms, end_ms, *, free=True):
        first = start_ms // 300
        fits, score = [], 0.0
        for number, word in enumerate(words):
            was = self.said[first + number] if first + number < len(self.said) else ""
            gain = self.gains.get(word, 1.0 if word == was else -7.0)
            score += 30 * gain
            at = 300 * (first + number)
            fits.append(Fit(word, at, at + 300, gain, self.took.get(word, was)))
        return Hearing(tuple(fits), fits[0].start_ms, fits[-1].end_ms, score)

    def apart(self, one, other):
        return 0.1 if {one, other} in ({"letter", "ladder"}, {"can", "can't"}) else 0.8

    def knows(self, word):
        return word != "zorblax"

    def length(self, word):
        return len(word)

    def again(self, start_ms, end_ms):
        return tuple(tuple((word, 300 * at, 300 * at + 300) for at, word in enumerate(one)) for one in self.others)


def check(quote: str, heard: Sequence[str] = SAID, speaker: str | None = None, by: str | None = None, **probe) -> Verdict:
    return listened(Quoted.of(quote, speaker), Recording(transcript(heard, by), "note.ogg", Probe(SAID, **probe), by))


def test_what_fits_and_is_in_the_transcript_is_verbatim_with_its_times():
    found = check("never saw the letter in")
    assert found.outcome == "verbatim"
    assert (found.alignment.start_ms, found.alignment.end_ms) == (300, 1800)
    assert found.alignment.spans == (Span(3, 26),)


def test_a_word_that_the_transcript_lacks_is_not_confirmed_by_the_free_decoder():
    heard = "we never saw the ladder in the office".split()
    assert check("we never saw the letter", heard).outcome == "unchecked"
    found = check("we never saw the letter", heard, chosen={"letter": "ladder"})
    assert found.outcome == "unchecked"
    assert "listen" in found.reason
    assert "“letter”" in found.reason


def test_a_forced_fit_alone_confirms_nothing():
    found = check("we never saw the letter", ["mumble"] * 8, chosen=dict.fromkeys(SAID, ""))
    assert found.outcome == "unchecked"
    assert found.alignment.start_ms == 0


def test_another_word_is_altered_and_both_are_shown():
    found = check("we never saw the garden in the office")
    assert found.outcome == "altered"
    assert "“garden”" in found.reason
    assert "“letter”" in found.reason
    (edit,) = found.alignment.edits
    assert edit.spoken.of(transcript(SAID).text) == "letter"


def test_words_that_sound_alike_are_to_be_listened_to():
    found = check("we never saw the ladder in the office", gains={"ladder": -3.0})
    assert found.outcome == "unchecked"


def test_a_word_whose_sound_is_guessed_is_never_called_altered():
    assert check("we never saw the zorblax in the office").outcome == "unchecked"


def test_a_negation_in_print_that_nobody_hears_is_not_confirmed():
    found = check("we never saw not letter in the", heard=SAID, gains={"not": -1.0})
    assert found.outcome == "unchecked"


def test_a_negation_needs_the_transcript_too():
    heard = "we newer saw the letter in the office".split()
    found = check("we never saw the letter", heard)
    assert found.outcome == "unchecked"
    assert "“never”" in found.reason


def test_a_negation_that_print_leaves_out_is_told():
    class Without(Probe):
        """Two words are squeezed into the time of three, not badly."""

        def hear(self, words, start_ms, end_ms, *, free=True):
            if "never" in words:
                return super().hear(words, start_ms, end_ms, free=free)
            times = {"we": (0, 300), "saw": (300, 900), "the": (900, 1200), "letter": (1200, 1500)}
            fits = tuple(Fit(word, *times[word], 0.5, word) for word in words)
            return Hearing(fits, 0, 1500, 0.0)

    found = listened(Quoted.of("we saw the letter"), Recording(transcript(SAID), "note.ogg", Without(SAID)))
    assert found.outcome == "altered"
    assert found.severity == "material"
    assert "never" in found.reason


def test_a_small_word_that_is_not_clear_makes_it_cleaned_unless_it_may_hide_another():
    heard = "we never saw a letter in the office".split()
    assert check("never saw the letter in the", heard, again=[heard], gains={"the": -1.0}).outcome == "cleaned"
    assert check("never saw the letter in the", heard, again=[heard], gains={"the": -5.0}).outcome == "unchecked"


def test_one_who_hears_another_word_that_sounds_nearly_like_it_is_outvoted_only_by_three_and_never_on_a_short_word():
    other = "we never saw the ladder in the office".split()
    quote = "we never saw the letter"
    assert check(quote, again=[SAID, SAID, other]).outcome == "verbatim"
    assert check(quote, again=[SAID, other]).outcome == "unchecked"
    heard = "we can open the office".split()
    other = "we can't open the office".split()
    quoted, recording = Quoted.of("we can open the office"), transcript(heard)

    def short(gain: float) -> Verdict:
        probe = Probe(heard, {"can": gain}, again=[heard, heard, heard, other])
        return listened(quoted, Recording(recording, "note.ogg", probe))

    assert short(1.0).outcome == "unchecked"
    assert short(1.6).outcome == "verbatim"


def test_what_one_alone_hears_is_not_confirmed():
    other = "we never saw the garden in the office".split()
    assert check("we never saw the letter", other, again=[SAID, other], chosen={"letter": "garden"}).outcome == "unchecked"
    assert check("we never saw the letter", other, again=[SAID, SAID], chosen={"letter": "garden"}).outcome == "verbatim"
    assert check("we never saw the letter", other, again=[other, other]).outcome == "unchecked"


def test_what_turns_the_sense_round_must_be_in_the_transcript_itself():
    heard = "we now saw the letter in the office".split()
    assert check("we never saw the letter", heard).outcome == "unchecked"


def test_a_word_that_anybody_hears_is_not_called_another():
    quote = "we never saw the garden"
    assert check(quote).outcome == "altered"
    assert check(quote, again=["we never saw the garden".split()]).outcome == "unchecked"


def test_a_word_that_print_drops_is_noticed_by_those_who_hear_the_place_again():
    class Stretched(Probe):
        def hear(self, words, start_ms, end_ms, *, free=True):
            times = {"we": (0, 300), "saw": (300, 900), "the": (900, 1200), "letter": (1200, 1500)}
            return Hearing(tuple(Fit(word, *times[word], 0.5, word) for word in words), 0, 1500, 0.0)

    def outcome(heard: str, others: Sequence[str]) -> Verdict:
        probe = Stretched(SAID, again=[one.split() for one in others])
        return listened(Quoted.of("we saw the letter"), Recording(transcript(heard.split()), "note.ogg", probe))

    misheard = "we saw um the letter"
    assert outcome(misheard, [misheard] * 3).outcome == "verbatim"
    assert outcome(misheard, ["we twice saw the letter"] * 2).outcome == "unchecked"
    assert "twice" in outcome(misheard, ["we twice saw the letter"] * 2).reason
    assert outcome(misheard, ["we twice saw the letter", misheard, misheard]).outcome == "verbatim"
    assert outcome(misheard, ["we never saw the letter", misheard, misheard]).outcome == "unchecked"


def test_a_word_in_a_pause_of_the_fit_is_noticed():
    class Paused(Probe):
        def hear(self, words, start_ms, end_ms, *, free=True):
            times = {"we": (0, 300), "saw": (600, 900), "the": (900, 1200), "letter": (1200, 1500)}
            return Hearing(tuple(Fit(word, *times[word], 0.5, word) for word in words), 0, 1500, 0.0)

    heard = transcript("we my the letter".split())
    others = ["we gladly saw the letter".split(), "we gladly the letter and".split()]
    found = listened(Quoted.of("we saw the letter"), Recording(heard, "note.ogg", Paused(SAID, again=others)))
    assert found.outcome == "unchecked"


def test_a_small_word_where_all_hear_one_that_is_not_small_is_not_let_pass():
    heard = "we never saw garden letter in the office".split()
    assert check("never saw the letter in", heard, again=[heard, heard], gains={"the": -1.0}, chosen={"the": "a"}).outcome == "unchecked"


def test_what_is_nowhere_is_absent():
    found = check("an entirely different sentence about gardens", nowhere=True)
    assert found.outcome == "absent"
    assert found.alignment is None


def test_too_few_words_are_not_told_from_chance():
    assert check("the letter").outcome == "unchecked"
    assert check("in the of and").outcome == "unchecked"


def test_who_sent_the_note_is_who_spoke():
    assert check("never saw the letter in", speaker="Ana Cho", by="Ana Cho").outcome == "verbatim"
    found = check("never saw the letter in", speaker="Leonard Osei", by="Ana Cho")
    assert found.outcome == "misattributed"
    assert "Ana Cho" in found.reason


def test_a_marked_omission_is_abridged():
    found = check("we never saw … in the office")
    assert found.outcome == "abridged"
    assert len(found.alignment.spans) == 2


# -- together with texts -----------------------------------------------------------------------------


def verdict(outcome: str, name: str | None, reason: str = "because") -> Verdict:
    found = (
        None
        if name is None
        else Alignment(entry_id="q1", evidence_id=name, outcome=outcome, severity="none", spans=(Span(0, 1),), start_ms=5, end_ms=9)
    )
    return Verdict(entry_id="q1", evidence_id=name, outcome=outcome, severity="none", reason=reason, alignment=found)


@pytest.mark.parametrize(
    ("said", "heard", "outcome", "name"),
    [
        (verdict("unchecked", None, "no evidence"), verdict("unchecked", "a.ogg"), "unchecked", "a.ogg"),
        (verdict("absent", None), verdict("verbatim", "a.ogg"), "verbatim", "a.ogg"),
        (verdict("absent", None), verdict("absent", None), "absent", None),
        (verdict("verbatim", "t.txt"), verdict("absent", None), "verbatim", "t.txt"),
        (verdict("verbatim", "t.txt"), verdict("unchecked", "a.ogg"), "verbatim", "t.txt"),
        (verdict("verbatim", "t.txt"), verdict("altered", "a.ogg"), "altered", "a.ogg"),
        (verdict("altered", "t.txt"), verdict("verbatim", "a.ogg"), "altered", "t.txt"),
        (verdict("altered", "as-prepared.txt"), verdict("verbatim", "a.ogg"), "verbatim", "a.ogg"),
    ],
)
def test_a_recording_outranks_a_text_but_the_graver_outcome_stands(said, heard, outcome, name):
    found = weighed(said, [heard], {"as-prepared.txt"})
    assert (found.outcome, found.evidence_id) == (outcome, name)
    both = {one.evidence_id for one in (found.alignment, *found.others) if one is not None}
    assert both == {one.evidence_id for one in (said, heard) if one.evidence_id}


def test_of_several_recordings_the_one_that_has_it_counts():
    found = weighed(
        verdict("unchecked", None, "no evidence"), [verdict("absent", None), verdict("unchecked", "b.ogg"), verdict("verbatim", "a.ogg")]
    )
    assert found.evidence_id == "a.ogg"


# -- print as it would be said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("It cost $2.5m, 50% more.", "it cost two point five million dollars fifty percent more"),
        ("In 1998 and 2025", "in nineteen ninety eight and twenty twenty five"),
        ("Mr. Osei’s 21st letter", "mister osei's twenty first letter"),
        ("“Don't”, she said", "don't she said"),
        ("1,200 people at 10:30", "one thousand two hundred people at ten thirty"),
        ("the U.S. army", "the u s army"),
    ],
)
def test_print_is_said_out(printed, said):
    (run,) = runs_of(printed, (Span(0, len(printed)),))
    assert " ".join(one.text for one in run) == said
    assert all(0 <= one.printed.start < one.printed.end <= len(printed) for one in run)


def test_marks_cut_runs_and_brackets_are_not_said():
    text = "We saw it … in [the] May"
    assert [[one.text for one in run] for run in runs_of(text, (Span(0, len(text)),))] == [["we", "saw", "it"], ["in"], ["may"]]


def test_numbers_are_said():
    assert cardinal(0) == "zero"
    assert cardinal(1_000_015) == "one million fifteen"
    assert said_number("30", "th") == "thirtieth"
    assert said_number(".5") == "zero point five"
    assert said_number("1905") == "nineteen oh five"
    assert said_number("2005") == "two thousand five"


def test_a_recording_carries_where_its_file_is():
    assert Recording(transcript(SAID), "a", Probe(SAID), path=Path("a.ogg")).path == Path("a.ogg")


def test_a_word_before_which_the_fit_begins_is_noticed():
    """Print drops "clerk"; the fit puts "the" on its end, so that the word lies outside."""
    said = "the clerk never saw letters".split()

    class Late(Probe):
        def hear(self, words, start_ms, end_ms, *, free=True):
            times = {"the": (480, 600), "never": (600, 900), "saw": (900, 1200), "letters": (1200, 1500)}
            return Hearing(tuple(Fit(word, *times[word], 0.5, word) for word in words), 480, 1500, 0.0)

    def outcome(heard: Sequence[str]) -> Verdict:
        return listened(Quoted.of("the never saw letters"), Recording(transcript(heard), "note.ogg", Late(heard)))

    assert outcome(said).outcome == "unchecked"
    assert "“clerk”" in outcome(said).reason
    assert outcome("um the never saw letters".split()).outcome in ("verbatim", "cleaned")


def test_a_word_heard_in_its_order_is_not_called_changed_where_the_fit_misses_a_pause():
    class Squeezed(Probe):
        """The last word is put into the pause before it."""

        def hear(self, words, start_ms, end_ms, *, free=True):
            fits = [Fit(word, 300 * at, 300 * at + 300, -6.0 if word == "office" else 1.0, "") for at, word in enumerate(words)]
            return Hearing(tuple(fits), 0, 300 * len(words), 0.0)

    said = "never saw the letter um office".split()
    probe = Squeezed(said, again=[said, said])
    assert listened(Quoted.of("never saw the letter office"), Recording(transcript(said), "note.ogg", probe)).outcome == "unchecked"
    other = "never saw the letter um garden".split()
    probe = Squeezed(other, again=[other, other])
    assert listened(Quoted.of("never saw the letter office"), Recording(transcript(other), "note.ogg", probe)).outcome == "altered"


def test_words_that_are_heard_better_elsewhere_are_not_called_changed():
    class Twice(Probe):
        def __init__(self, first: float) -> None:
            super().__init__(SAID)
            self.first = first

        def find(self, words, most=4):
            return Place(self.first, 6000, 7800), Place(0.7, 0, 1500)

        def hear(self, words, start_ms, end_ms, *, free=True):
            if start_ms >= 4500:
                return Hearing(tuple(Fit(word, 6000, 6300, -5.0, "") for word in words), 6000, 7800, -900.0)
            return super().hear(words, start_ms, end_ms, free=free)

    quote = Quoted.of("we never saw the garden")
    assert listened(quote, Recording(transcript(SAID), "note.ogg", Twice(0.72))).outcome == "altered"
    assert listened(quote, Recording(transcript(SAID), "note.ogg", Twice(0.9))).outcome == "unchecked"


def test_an_ending_that_the_next_word_swallows_or_that_one_does_not_hear_is_to_be_listened_to():
    def outcome(printed: str, *again: str) -> str:
        said = printed.split()
        probe = Probe(said, again=[one.split() for one in again] or [said] * 3)
        return listened(Quoted.of(printed), Recording(transcript(said), "note.ogg", probe)).outcome

    assert outcome("two old engines stopped twice") == "unchecked"
    assert outcome("two old engines fail once") == "verbatim"
    assert outcome("they asked twice then") == "unchecked"
    assert outcome("they asked often then") == "verbatim"
    assert outcome("they signed the letter") == "verbatim"
    assert outcome("the engines fail once", "the engines fail once", "the engines fail once", "the engine fail once") == "unchecked"


def test_a_word_that_the_transcript_has_and_another_hearing_lacks_is_shown_once():
    import io

    from rich.console import Console

    from sayso import pipeline
    from sayso.checker.policy import policy_of
    from sayso.checker.shelf import shelf_over
    from sayso.checker.table import renderables
    from sayso.schema import Origin

    def shown(again: str) -> str:
        said = "the engines fail once".split()
        heard = Recording(transcript(said), "note.ogg", Probe(said, again=[again.split()] * 2))
        shelf = shelf_over([]).with_recordings([(heard, "heard by hand")], [])
        origin = Origin(stage="check", version="0", model_digest="none", settings_digest="00")
        report = pipeline.checked_list([(Quoted.of("the engines fail once"), shelf, {})], policy_of("strict"), origin)
        console = Console(file=io.StringIO(), width=200)
        console.print(*renderables(report, console, console.options))
        return console.file.getvalue()

    assert "inaudible: “engines”\n" in "\n".join(line.rstrip() for line in shown("the engine fail once").split("\n"))
