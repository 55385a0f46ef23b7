"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.sentences import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Reed met Prof. Lane, vs. nobody. Then she left.",
            ["Dr. Reed met Prof. Lane, vs. nobody.", "Then she left."],
        ),
        (
            "Reed et al. found it. Lane et al. The rest is known.",
            ["Reed et al. found it.", "Lane et al.", "The rest is known."],
        ),
        ("Drugs, e.g. levodopa, i.e. a precursor, work.", ["Drugs, e.g. levodopa, i.e. a precursor, work."]),
        ("See Fig. 2 and No. 5. No. It is not so.", ["See Fig. 2 and No. 5.", "No.", "It is not so."]),
        ("It began on Jan. 9. In May. 12 followed.", ["It began on Jan. 9.", "In May.", "12 followed."]),
        ("It took approx. 5 h. The end.", ["It took approx. 5 h.", "The end."]),
        (
            "In the U.S. FDA rules hold. In the U.S. The rules hold.",
            ["In the U.S. FDA rules hold.", "In the U.S.", "The rules hold."],
        ),
        ("J. K. Reed wrote it. A. Lane read it.", ["J. K. Reed wrote it.", "A. Lane read it."]),
        (
            "It is in phase I. Patients wait. They lack vitamin D. Pills help.",
            ["It is in phase I.", "Patients wait.", "They lack vitamin D.", "Pills help."],
        ),
        (
            "Acme Inc. Boston sells it. Acme Inc. The firm is old.",
            ["Acme Inc. Boston sells it.", "Acme Inc.", "The firm is old."],
        ),
        (
            "She has a Ph.D. in physics. He has an M.D. They met.",
            ["She has a Ph.D. in physics.", "He has an M.D.", "They met."],
        ),
        ("The dose is 0.5 mg. The next is 1.5 mg.", ["The dose is 0.5 mg.", "The next is 1.5 mg."]),
        ("See doi:10.1234/ab.CD-5. Next.", ["See doi:10.1234/ab.CD-5.", "Next."]),
        ("Go to www.site.example/A.B today. Then rest.", ["Go to www.site.example/A.B today.", "Then rest."]),
        ("Well... It works… Or does it… not?", ["Well...", "It works…", "Or does it… not?"]),
        (
            "He asked: “Is it safe?” and left. “It is.” She nodded.",
            ["He asked: “Is it safe?” and left.", "“It is.”", "She nodded."],
        ),
        ("The question is, “Which one?” That matters.", ["The question is, “Which one?”", "That matters."]),
        (
            "It helped (in rats. It failed in mice) twice. Done.",
            ["It helped (in rats. It failed in mice) twice.", "Done."],
        ),
        ("It helped. (It was cheap. It was near.) Done.", ["It helped.", "(It was cheap.", "It was near.)", "Done."]),
        ("It helped (see above). Done.", ["It helped (see above).", "Done."]),
        ("Dose: The lowest one that helps. Route: By vein.", ["Dose: The lowest one that helps.", "Route: By vein."]),
        (
            "Read [this. Now](/a.b) please. Then [that.](/c) End.",
            ["Read [this. Now](/a.b) please.", "Then [that.](/c)", "End."],
        ),
        ("See [[a.b|The U. label]]. Next.", ["See [[a.b|The U. label]].", "Next."]),
        (
            "It improved.[3] Then it fell. [4, 5] The end.[@reed2020]",
            ["It improved.[3]", "Then it fell. [4, 5]", "The end.[@reed2020]"],
        ),
        ("It **improved.** Then _fell._ Over.", ["It **improved.**", "Then _fell._", "Over."]),
        ("It <b>rose.</b> Then <i>It</i> fell.", ["It <b>rose.</b>", "Then <i>It</i> fell."]),
        (
            "Cells died. iPSCs lived. mTOR rose. α-synuclein fell.",
            ["Cells died.", "iPSCs lived.", "mTOR rose.", "α-synuclein fell."],
        ),
        ("By 2019. 43 trials followed.", ["By 2019.", "43 trials followed."]),
        ("The neurons were lost.The cause is unknown.", ["The neurons were lost.", "The cause is unknown."]),
        ("1. Home is where it is. 2. Away", ["1. Home is where it is.", "2. Away"]),
        ("no mark at all", ["no mark at all"]),
        ("First block\n\nSecond block", ["First block", "Second block"]),
        ("A line that\nwraps. The next.", ["A line that\nwraps.", "The next."]),
        ("Yahoo! was there. Wow!! It was.", ["Yahoo! was there.", "Wow!!", "It was."]),
        ("It works.\u00a0It does.\u2009Yes.", ["It works.", "It does.", "Yes."]),
        ("An open ( bracket. It goes on. And on.", ["An open ( bracket.", "It goes on.", "And on."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_sentences_are_told_apart(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_only_the_asked_part_is_split() -> None:
    text = "Before. One. Two. After."
    assert [span.of(text) for span in sentences(text, 8, 17)] == ["One.", "Two."]


PIECES = [*"ab AB.!?…\n\t()[]\"'“”*_<>/:;,-1 \u00a0é", "Dr. ", "et al. ", "[x](/y)", "e.g. ", "[3]"]
MARKS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(MARKS | st.text(max_size=80), st.integers(0, 10), st.integers(0, 10))
def test_sentences_hold_all_that_is_no_blank_in_order(text: str, cut: int, tail: int) -> None:
    start, end = min(cut, len(text)), max(min(cut, len(text)), len(text) - tail)
    spans = sentences(text, start, end)
    place = start
    for span in spans:
        assert not text[place : span.start].strip()
        assert place <= span.start < span.end <= end
        assert span.of(text) == span.of(text).strip()
        place = span.end
    assert not text[place:end].strip()


@given(
    st.lists(
        st.sampled_from(["It helps.", "The dose is 0.5 mg!", "Dr. Reed (see Fig. 2) left?", "Reed et al. said so."])
    )
)
def test_joined_sentences_come_apart_again(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts
