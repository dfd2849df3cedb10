"""Forms in the admin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from forms_app.engine.models import FormDefinition

from . import views
from .form_screen import FormCompareView, FormEditView, FormHistoryView, FormInspectView, FormScreen, FormWorkflowActionView, NoUnpublishView, OutlinePanel


class StepsColumn(Column):
    """How long the form is."""

    def get_value(self, instance: FormDefinition) -> str:
        """Steps and questions."""
        return f"{len(instance.steps)} / {sum(len(step['questions']) for step in instance.steps)}"


class FormViewSet(SnippetViewSet):
    """Forms: one screen for the whole, one for each step."""

    model = FormDefinition
    icon = "form"
    menu_label = _("Forms")
    menu_name = "form-editor"
    menu_order = 155
    add_to_admin_menu = True
    base_url_path = "form-editor"
    admin_url_namespace = "form_editor"
    list_display = ["title", "key", StepsColumn("steps", label=_("Steps / questions"))]
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_view_class = FormEditView
    inspect_view_class = FormInspectView
    history_view_class = FormHistoryView
    revisions_compare_view_class = FormCompareView
    workflow_action_view_class = FormWorkflowActionView
    unpublish_view_class = NoUnpublishView
    edit_template_name = "engine/admin/edit.html"
    inspect_template_name = "engine/admin/inspect.html"
    edit_handler = ObjectList(
        [
            OutlinePanel(heading=_("Steps and questions")),
            MultiFieldPanel([FieldPanel("title"), FieldPanel("intro"), FieldPanel("key")], heading=_("The form")),
            FieldPanel("rules", heading=_("Who can apply"), classname="collapsed"),
        ],
        base_form_class=FormScreen,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's screens and ours."""
        return [
            *super().get_urlpatterns(),
            path("edit/<row:pk>/outline/", views.change_outline, name="outline"),
            path("edit/<row:pk>/step/<slug:key>/", views.edit_step, name="step"),
            path("edit/<row:pk>/step/<slug:key>/preview/<slug:language>/", views.preview_step, name="preview_step"),
        ]
