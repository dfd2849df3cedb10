"""Invented values for the style page: what no block shows is shown with these. Never on a public page."""

from django import forms

from .charts import chart


class SampleForm(forms.Form):
    """One field of each shape, one of them refused."""

    name = forms.CharField(label="الاسم", help_text="كما هو مكتوب في البطاقة", required=True)
    choice = forms.ChoiceField(label="الاختيار", choices=[("one", "نعم"), ("two", "لا")], widget=forms.RadioSelect, required=False)


def style_samples() -> dict:
    """Context of ``components/samples.html``: a call, facts, a line of steps, a chart, chips, a form with an error."""
    return {
        "samples": {
            "call": {"title": "مثال", "url": "#card", "state": "open", "state_label": "open", "where": "سوس-ماسة", "until": "15 دجنبر 2026"},
            "facts": [{"label": "الجماعة", "value": "تيزنيت"}, {"label": "الهاتف", "value": "06 00 00 00 00", "dir": "ltr"}],
            "line": [{"title": "تملئين الطلب", "state": "done"}, {"title": "تدرسه اللجنة", "state": "now"}, {"title": "القرار"}],
            "chart": chart(caption="تسجيلات للمثال", columns=("الجهة", "التسجيلات"), rows=[("سوس-ماسة", 1240), ("الشرق", 310)]),
            "chips": [{"title": "الكل", "url": "#chips", "current": True}, {"title": "مفتوح", "url": "#chips", "current": False}],
        },
        "form": SampleForm({"name": ""}),
    }
