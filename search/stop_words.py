"""Words that say nothing by themselves. A query of nothing else keeps them."""

from .normalise import tokens

_ARABIC = """
في من إلى على عن مع هل ما ماذا لماذا متى أين كيف هذا هذه ذلك تلك التي الذي هو هي هم أنا أنت نحن أو ثم لا لم لن قد كل بعد قبل عند أي أن إن
كان كانت يكون ليس ليست
لي لك لها له لنا بي بك فيه فيها منه منها عليه عليها كم كي حتى إذا إن لو بين أريد أبغي بغيت ديال شنو شنا فين علاش واش كيفاش شحال عندي يمكن
يمكنني كنت جدا أيضا لدي مني عندكم ديالي ليا غادي عنديش وقتاش فوقاش امتى نسيت ضاع ضيعت و"""
_FRENCH = """
le la les un une des du de d l au aux à et ou où en dans sur sous par pour avec sans chez ce cet cette ces mon ma mes ton ta tes son sa ses
notre nos votre vos leur leurs
je tu il elle on nous vous ils elles me te se lui y que qui quoi quel quelle quels quelles dont est es suis sont être ai as a ont avoir avez
peut peux faut fait faire comment quand
combien pourquoi ne pas plus si mais car est-ce s c j n t m qu puis-je veux voudrais"""
_AMAZIGH = """ⵏ ⴷ ⴳ ⵖ ⵖⵔ ⵙ ⵙⴳ ⵅⴼ ⵖⴼ ⵉ ⴰⴷ ⴰ ⵏⵏⴰ ⵏⵏⵎ ⵏⵏⵙ ⵉⵏⵓ ⵉⵙ ⵎⴰ ⵎⴰⴷ ⵎⴰⵏⵎⴽ ⵎⴰⵏⵉ ⵎⴽ ⵓⵔ ⵔⴰⴷ ⴷⴰ ⴰⵔ ⵃⵎⴰ ⵏⵖ ⵎⴽⴰⵏ ⵉⴳⴰ ⵉⵍⵍⴰ ⵜⴳⴰ n d g gh s sg xf i ad"""

#: Their tokens, in whatever language the text around them is.
STOP_WORDS = frozenset(
    token for language, text in (("ar", _ARABIC), ("fr", _FRENCH), ("zgh", _AMAZIGH), ("zgh", "n d g s sg xf i ad is ma")) for token in tokens(text, language)
)
