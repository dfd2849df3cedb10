"""Each rule of the normaliser (docs/search.md), and what holds for every text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.normalise import fold, spans, tokens
from search.normalising import arabic, arabic_lists, tifinagh

#: Words that must be found by the same token, in the language of the text they stand in.
SAME = {
    "ar": [
        "وزارة الوزارة الوِزارَة وزاره والوزارة للوزارة وزارات",
        "أكادير اكادير أڭادير إكادير",
        "تعاونية التعاونية تعاونيات والتعاونيات بالتعاونيات للتعاونيات تعاونيتي تعاونيتها",
        "مشروع المشاريع ومشاريع بالمشروع",
        "مرافقة مرافقه المرافقة مـرافـقـة",
        "نساء امرأة المرأة النساء نسا",
        "التزام الالتزام والالتزام التزامات",
        "إلكتروني الكتروني الإلكترونية",
        "على علی علي",
        "كوبيرات كوبيرات",
        "ڥيديو فيديو",
        "پلاستيك بلاستيك",
        "64,677 64677 ٦٤٦٧٧ ٦٤٬٦٧٧",
    ],
    "fr": [
        "coopérative cooperatives l’coopérative L'COOPÉRATIVES l`coopérative",
        "régional régionaux",
        "œuvre oeuvres",
        "projet projets d’projet qu’projet",
        "bureau bureaux",
        "64\u202f677 64677",
    ],
    "zgh": [
        "ⵜⴰⵎⵖⴰⵔⵜ ⵜⵎⵖⴰⵔⵜ ⵜⵉⵎⵖⴰⵔⵉⵏ tamghart tamɣart tamγart TAMGHART",
        "ⵜⵉⵍⴳⴳⵯⵉⵜ ⵜⵉⵍⴳⴳⵡⵉⵜ ⵜⵉⵍⴳⴳⵉⵜ tilggwit tilggʷit tilggit",
        "ⴰⴳⴰⴷⵉⵔ ⵓⴳⴰⴷⵉⵔ Agadir agadir",
        "ⴰⵙⵏⴼⴰⵔ ⵓⵙⵏⴼⴰⵔ ⵉⵙⵏⴼⴰⵔⵏ asnfar asenfar",
        "ⴰⵖⴰⵡⴰⵙ aghawas aɣawas",
        "ⵜⴰⵄⵔⴰⴱⵜ taɛrabt ta3rabt taεrabt",
        "ⴰⵣⵎⵎⴻⵎ azmmem azmmm",
        "ⵜⴰⵎⵏⴰⴹⵜ tamnaḍt tamnadt",
        "ⵛⵓⵛ chouch shush cuc",
        "ⵅⴰⵍⵉ khali xali",
    ],
}
#: Words that mean different things and must stay apart.
APART = {
    "ar": [("وزارة", "زارة"), ("التعاون", "التعاونية"), ("تكوين", "تكون"), ("قانون", "قان"), ("الداخلة", "داخل"), ("ولاية", "لاية"), ("ورشة", "رشة")],
    "fr": [("fès", "fe"), ("prix", "pri"), ("plus", "plu")],
    "zgh": [("ⴰⵙⵏⴼⴰⵔ", "ⵜⴰⵎⵖⴰⵔⵜ"), ("ⴰⵖⴰⵡⴰⵙ", "ⴰⵙⴰⵔⴰⴳ")],
}
TEXT = st.text(st.characters(codec=None), max_size=60)
OURS = st.text(
    st.sampled_from("اأإآبةتنهويىلكفءؤئمشرعڭڥپ\u064e\u0640ⴰⴱⴳⴷⴻⵉⵏⵔⵜⵙⵓⵯⵡⵣⵥⵖabcdeghklnostuwxyéèçœʷɣɛε3'’ -.,\u202f0123٤٦\u0301\ud800\u200f"), max_size=40
)


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, groups in SAME.items() for words in groups])
def test_spellings_of_a_word_have_one_token(language: str, words: str) -> None:
    found = {word: tokens(word, language) for word in words.split(" ")}
    assert len({tuple(one) for one in found.values()}) == 1, found
    assert all(len(one) == 1 for one in found.values()), found


@pytest.mark.parametrize(("language", "pair"), [(language, pair) for language, pairs in APART.items() for pair in pairs])
def test_other_words_keep_their_own(language: str, pair: tuple[str, str]) -> None:
    assert tokens(pair[0], language) != tokens(pair[1], language)


def test_each_word_is_folded_by_its_own_script() -> None:
    assert tokens("Jisr جسر ⵜⵉⵍⴳⴳⵯⵉⵜ", "ar") == ["jisr", "جسر", "ⵜⵍⴳⵉ"]
    assert tokens("Jisr جسر ⵜⵉⵍⴳⴳⵯⵉⵜ", "zgh") == ["ⵊⵉⵙⵔ", "جسر", "ⵜⵍⴳⵉ"]


def test_folding_cuts_nothing_off() -> None:
    assert fold("الوِزارَة Coopératives ⵜⴰⵎⵖⴰⵔⵜ", "ar") == "الوزاره cooperatives ⵜⴰⵎⵖⴰⵔⵜ"


def test_nfkc_is_never_applied() -> None:
    """It turns the labialisation mark into a letter; both are folded by our rule, after ⴳ and ⴽ only."""
    assert tifinagh.fold("ⴰⵡⴰⵍ") == "ⴰⵡⴰⵍ"
    assert tifinagh.fold("ⴰⴽⵯⴰⵍ") == tifinagh.fold("ⴰⴽⵡⴰⵍ") == "ⴰⴽⴰⵍ"


def test_words_keep_their_place_in_the_text() -> None:
    text = "L’école, 64\u202f677 femmes"
    assert [text[word.start : word.end] for word in spans(text, "fr")] == ["école", "64\u202f677", "femmes"]


@pytest.mark.parametrize("word", arabic_lists.KEEP_FIRST_LETTERS.split())
def test_listed_words_keep_their_first_letter(word: str) -> None:
    assert tokens(word, "ar")[0][0] == arabic.fold(word)[0] or arabic.fold(word) in arabic._irregular()


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@settings(max_examples=300, deadline=None)
@given(text=TEXT | OURS)
@example(text="ⵓ0ـⴰ")
@example(text="ⵓ0\u06e5ⴰ")
def test_any_text_is_folded_and_folding_again_changes_nothing(language: str, text: str) -> None:
    folded, found = fold(text, language), tokens(text, language)
    assert fold(folded, language) == folded
    assert tokens(" ".join(found), language) == found


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@settings(max_examples=150, deadline=None)
@given(text=TEXT | OURS)
def test_tokens_are_letters_and_digits_that_any_database_takes(language: str, text: str) -> None:
    found = tokens(text, language)
    assert [token for token in found if not token or not all(char.isalnum() for char in token)] == []
    assert " ".join(found).encode() == " ".join(found).encode("utf-8", "ignore")
