"""A form with a question of every type, and what somebody might answer."""

from forms_app.engine.definition import Definition, parse


def words(text: str, **more: str) -> dict[str, str]:
    return {"ar": f"{text} بالعربية", "fr": f"{text} en français"} | more


def question(key: str, type: str, **more: object) -> dict:
    return {"key": key, "type": type, "label": words(key), **more}


def choices(*codes: str, **more: object) -> list[dict]:
    return [{"value": code, "label": words(code), **more} for code in codes]


def form_of(*steps: list[dict], **more: object) -> dict:
    return {
        "title": words("form"),
        "steps": [{"key": f"step{number}", "title": words(f"step{number}"), "questions": asked} for number, asked in enumerate(steps, 1)],
    } | more


def step_of(*asked: dict) -> object:
    return parse(form_of(list(asked))).steps[0]


EVERY = form_of(
    [
        question("name", "short_text", hint=words("hint"), autocomplete="name", sensitive=True),
        question("story", "long_text", max_length=300, required=False),
        question("number", "number", min=1, max=500),
        question("price", "money", min="0.50"),
        question("born", "date", max="today", autocomplete="bday"),
    ],
    [
        question("status", "choice", choices=choices("single", "married", hint=words("more"), pictogram="home")),
        question("needs", "multiple", choices=choices("a", "b", "c"), min=1, max=2),
        question("idea", "yes_no"),
        question("phone", "phone", required=False),
        question("mail", "email", required=False),
    ],
    [
        question("card", "cin", sensitive=True, hint=words("hint")),
        question("company", "ice", required=False),
        question("town", "commune"),
        question("helper", "centre", required=False),
        question("papers", "file", required=False, max_files=2, accept=["image", "pdf"]),
    ],
    [
        question("members", "group", min_rows=1, max_rows=3, questions=[question("who", "short_text"), question("since", "date", required=False)]),
        question("notice", "information", text=words("A long notice.\n\nIn two parts.")),
        question("agree", "consent", text=words("The controller is {controller}.")),
        question("write", "consent", required=False),
    ],
)
FORM: Definition = parse(EVERY)

#: Posted by a browser; every value is a list or a string, as in a query.
POSTED = {
    "step1": {"name": "فاطمة", "story": "", "number": "١٢", "price": "1 250,5 DH", "born-day": "٧", "born-month": "3", "born-year": "1990"},
    "step2": {"status": "married", "needs": ["c", "a"], "idea": "no", "phone": "0612345678", "mail": "A@Example.ORG"},
    "step3": {"card": "ab ١٢٣٤٥٦", "company": "", "town": "تيزنيت"},
    "step4": {"members-rows": "2", "members-0-who": "أمينة", "members-0-since-year": "", "members-1-who": "", "agree": "on"},
}


def saved(town: str) -> dict[str, dict[str, object]]:
    """The same as it is kept."""
    return {
        "step1": {"name": "فاطمة", "number": 12, "price": "1250.50", "born": "1990-03-07"},
        "step2": {"status": "married", "needs": ["a", "c"], "idea": "no", "phone": "+212612345678", "mail": "A@example.org"},
        "step3": {"card": "AB123456", "town": town},
        "step4": {"members": [{"who": "أمينة"}], "agree": "yes", "write": "no"},
    }
