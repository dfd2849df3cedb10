"""What a step needs to know of its call and of the answers before it."""

from forms_app.calls.models import Call
from forms_app.engine.centres import Territory
from forms_app.engine.definition import Definition, Rule, Step, matching_rules


def territory_of(call: Call) -> Territory:
    """Where the call is open, for the list of centres."""
    return Territory(
        regions=frozenset(call.regions.values_list("code", flat=True)),
        provinces=frozenset(call.provinces.values_list("code", flat=True)),
    )


def advice_before(definition: Definition, step: Step, answers: dict[str, object]) -> list[Rule]:
    """What the answers of the step just before tell about who may apply. It advises; it never refuses."""
    way = definition.shown_steps(answers)
    index = next((number for number, one in enumerate(way) if one.key == step.key), 0)
    if not index:
        return []
    asked = {question.key for question in way[index - 1].questions}
    return [rule for rule in matching_rules(definition, answers) if any(leaf.key in asked for leaf in rule.test.leaves())]
