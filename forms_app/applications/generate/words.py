"""Words that made-up files are filled with. Family names are put together from syllables, so that they are nobody's."""

import random

GIVEN = {
    "ar": (
        "فاطمة", "خديجة", "عائشة", "مريم", "زينب", "نعيمة", "سعاد", "حليمة", "رشيدة", "نزهة", "السعدية", "مليكة", "حسناء", "إيمان", "سناء", "نجاة", "لطيفة",
        "ربيعة", "أسماء", "هند", "سلمى", "إلهام", "وفاء", "حنان", "بشرى", "كلثوم", "يامنة", "تودة", "إطو", "فاظمة",
    ),
    "fr": (
        "Fatima", "Khadija", "Aïcha", "Meryem", "Zineb", "Naïma", "Souad", "Halima", "Rachida", "Nezha", "Saadia", "Malika", "Hasnaa", "Imane", "Sanaa",
        "Najat", "Latifa", "Rabia", "Asmae", "Hind", "Salma", "Ilham", "Wafae", "Hanane", "Bouchra", "Keltoum", "Yamna", "Touda", "Itto", "Fadma",
    ),
}  # fmt: skip
_SYLLABLES = {
    "ar": ("تاز", "ور", "إيم", "نوف", "زكر", "لام", "ديس", "فرت", "مون", "سول", "غان", "بير", "جوط", "ريف", "كاد", "شوم"),
    "fr": ("Taz", "or", "im", "nouf", "zek", "lam", "dis", "fert", "moun", "soul", "ghan", "bir", "jout", "rif", "kad", "choum"),
}
PROJECTS = {
    "ar": (
        "أنسج الزرابي في البيت وأريد بيعها مع نساء الدوار",
        "أصنع الكسكس وأبيعه في السوق الأسبوعي",
        "أستخلص زيت أركان وأبحث عن تعليب مرخص",
        "مطبخ صغير للوجبات قرب المدرسة",
        "خياطة الجلابة والقفطان حسب الطلب",
        "تربية الدجاج البلدي وبيع البيض",
        "حضانة للأطفال في حي لا توجد فيه حضانة",
        "تجفيف الأعشاب الطبية والعطرية",
        "محل للحلاقة والتجميل",
        "حلويات تقليدية للمناسبات",
    ),
    "fr": (
        "Je tisse des tapis à la maison et je veux les vendre avec les femmes du village",
        "Je prépare du couscous que je vends au marché de la semaine",
        "J’extrais de l’huile d’argan et je cherche un conditionnement autorisé",
        "Une petite cuisine près de l’école",
        "Couture de djellabas et de caftans sur commande",
        "Élevage de poulets fermiers et vente d’œufs",
        "Une garderie dans un quartier qui n’en a pas",
        "Séchage de plantes médicinales et aromatiques",
        "Un salon de coiffure et de beauté",
        "Pâtisserie traditionnelle pour les fêtes",
    ),
}  # fmt: skip
CARD_LETTERS = (
    "A",
    "AB",
    "BE",
    "BK",
    "C",
    "CD",
    "D",
    "EE",
    "F",
    "G",
    "HH",
    "I",
    "JB",
    "JC",
    "K",
    "LB",
    "M",
    "N",
    "OD",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "UA",
    "V",
    "W",
    "X",
    "Z",
)


def written(language: str) -> str:
    """The script names and sentences are written in for a file in this language."""
    return "fr" if language == "fr" else "ar"


def full_name(rng: random.Random, language: str) -> str:
    """A given name and a family name that no register has."""
    script = written(language)
    family = "".join(rng.choice(_SYLLABLES[script]) for _each in range(3)).capitalize()
    return f"{rng.choice(GIVEN[script])} {family}"


def sentence(rng: random.Random, language: str, longest: int) -> str:
    """One sentence about a project, not longer than the question allows."""
    text = rng.choice(PROJECTS[written(language)])
    return text[:longest].rstrip() if longest else text
