"""What a woman types as she speaks is understood as the site's own word for it."""

import pytest

from search.understand import understand

#: As typed, and the word by which the site says it.
SPOKEN = """
كيفاش نتسجل = تسجيل
بغيت نتقيد = تسجيل
فين نمشي = قريب
ما عنديش تيليفون = هاتف
نسيت الكود = رمز
شنو الوراق = وثائق
كارط ناسيونال = بطاقة وطنية
واش قبلوني = نتائج
غلطت = خطأ
"""


@pytest.mark.django_db
@pytest.mark.parametrize("pair", SPOKEN.strip().splitlines())
def test_spoken_words_lead_to_those_of_the_site(pair: str) -> None:
    typed, meant = pair.split(" = ")
    [asked], [known] = understand(typed, "ar"), understand(meant, "ar")
    assert {said.tokens for said in asked.alternatives} == {said.tokens for said in known.alternatives}
