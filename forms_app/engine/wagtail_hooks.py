"""What the forms engine adds to Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem
from wagtail.snippets.models import register_snippet

from .editor.viewset import FormViewSet
from .models import FormDefinition

register_snippet(FormViewSet)


@hooks.register("construct_snippet_action_menu")
def forms_stay_published(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """Files refer to a form's versions: it is never unpublished."""
    if context["model"] is FormDefinition:
        menu_items[:] = [item for item in menu_items if not isinstance(item, UnpublishMenuItem)]
