"""All steps and questions of a form on one page."""

from collections import Counter
from typing import Any

from django.urls import reverse

from forms_app.engine.models import FormDefinition, FormVersion
from portal.core import languages

from . import findings
from .shape import block_id
from .words import type_name


def outline_of(form: FormDefinition) -> dict[str, Any]:
    """What the outline shows; one query, for the version that is published."""
    data = form.as_json()
    missing, advice = findings.missing(data), findings.advice(data)
    gaps, hints = Counter(finding.step for finding in missing), Counter(finding.step for finding in advice)
    version = FormVersion.objects.latest_of(form.key).first()
    steps = [
        {
            "number": number,
            "step": step,
            "place": step["key"],
            "url": reverse("form_editor:step", args=[form.pk, step["key"]]),
            "missing": gaps[step["key"]],
            "advice": hints[step["key"]],
            "questions": [
                {
                    "question": question,
                    "type": type_name(question["type"]),
                    "block": block_id(question["key"]),
                    "place": f"{step['key']}:{question['key']}",
                    "compulsory": question["type"] != "information" and question.get("required", True),
                }
                for question in step["questions"]
            ],
        }
        for number, step in enumerate(form.steps, 1)
    ]
    return {
        "definition": form,
        "outline": steps,
        "missing": missing,
        "advice": advice,
        "version": version,
        "vanished": findings.vanished(data, version.definition if version else None),
        "languages": [(code, languages.own_name(code)) for code in languages.codes()],
        "total": sum(len(step["questions"]) for step in form.steps),
    }
