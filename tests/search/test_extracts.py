"""The passage that is shown of a text: where its words stand together, found in the words the register keeps line by line."""

from search.extracts import extract, marked
from search.normalise import tokens

SOUGHT = frozenset({"safran", "taliouine"}).intersection
FAR = "\n".join([*["Une ligne sans rien."] * 40, "Le safran, plus loin.", *["Encore rien."] * 40, "Le <safran> de Taliouine ici.", "Fin."])


def kept(text: str) -> tuple[str, str]:
    """A text as the register keeps it."""
    return text, "\n".join(" ".join(tokens(line, "fr")) for line in text.split("\n"))


def test_the_line_with_most_words_is_shown_however_far_it_stands() -> None:
    shown = extract([kept("Un résumé."), kept(FAR)], SOUGHT, "fr")
    assert shown == "… Le &lt;<mark>safran</mark>&gt; de <mark>Taliouine</mark> ici. Fin."


def test_words_of_the_next_line_are_marked_too() -> None:
    assert extract([kept("Du safran.\nDe Taliouine.")], SOUGHT, "fr") == "Du <mark>safran</mark>. De <mark>Taliouine</mark>."


def test_words_kept_without_their_lines_lead_to_the_same_passage() -> None:
    text, lines = kept(FAR)
    assert extract([(text, lines.replace("\n", " "))], SOUGHT, "fr") == extract([(text, lines)], SOUGHT, "fr")


def test_without_any_of_the_words_the_first_text_is_shown_from_its_beginning() -> None:
    assert extract([kept(""), kept("Rien & <rien>."), kept("Autre.")], SOUGHT, "fr") == "Rien &amp; &lt;rien&gt;."
    assert extract([], SOUGHT, "fr") == ""


def test_a_summary_that_has_as_many_words_comes_before_the_body() -> None:
    assert extract([kept("Un safran."), kept("Le safran.")], SOUGHT, "fr") == "Un <mark>safran</mark>."


def test_a_title_is_marked_and_escaped() -> None:
    assert marked("L’or & le Safran", SOUGHT, "fr") == "L’or &amp; le <mark>Safran</mark>"
