"""Blocks of a page's body. Every text in them is a kind that wagtail-localize extracts; pictures are never nested (TRAPS)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from . import languages

RICH_TEXT = ["bold", "link", "ol", "ul", "h3", "document-link"]
ICONS = [
    ("training", _("Training")), ("people", _("People")), ("sprout", _("Growth")), ("coins", _("Money")), ("calendar", _("Date")),
    ("place", _("Place")), ("doc", _("Document")), ("phone", _("Telephone")), ("shield", _("Protection")), ("star", _("Star")),
    ("home", _("House")), ("pen", _("Writing")), ("check", _("Done")), ("info", _("Information")),
]  # fmt: skip


class OfferBlock(blocks.StructBlock):
    """One thing the programme gives: pictogram, title, one sentence."""

    icon = blocks.ChoiceBlock(choices=ICONS, label=_("pictogram"), help_text=_("Shown beside the title."))
    title = blocks.CharBlock(max_length=80, label=_("title"), help_text=_("Two or three words."))
    text = blocks.CharBlock(max_length=250, label=_("sentence"), help_text=_("One plain sentence."))


class StepBlock(blocks.StructBlock):
    """One step of a path."""

    title = blocks.CharBlock(max_length=120, label=_("title"), help_text=_("What happens, in a few words."))
    text = blocks.CharBlock(max_length=400, required=False, label=_("explanation"), help_text=_("Who does what. May stay empty."))


class FactBlock(blocks.StructBlock):
    """A label and its value."""

    label = blocks.CharBlock(max_length=120, label=_("label"), help_text=_("What is said about."))
    value = blocks.CharBlock(max_length=400, label=_("value"), help_text=_("What is said."))


class QuestionBlock(blocks.StructBlock):
    """A question as people ask it, and its answer."""

    question = blocks.CharBlock(max_length=200, label=_("question"), help_text=_("As a woman would ask it."))
    answer = blocks.RichTextBlock(features=RICH_TEXT, label=_("answer"), help_text=_("The answer first, then the reason."))


class TableBlock(blocks.StructBlock):
    """A table that can be translated: Wagtail's own table blocks are never extracted by wagtail-localize (TRAPS)."""

    caption = blocks.CharBlock(max_length=200, label=_("title of the table"), help_text=_("What the table shows; read out first by screen readers."))
    columns = blocks.ListBlock(blocks.CharBlock(max_length=120), label=_("headings of columns"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(max_length=600, required=False), label=_("cells")), label=_("rows"))
    note = blocks.CharBlock(max_length=600, required=False, label=_("note"), help_text=_("Source, date, and anything that does not add up."))


class NoticeBlock(blocks.StructBlock):
    """A paragraph that must not be missed."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("wait", _("Please note"))], default="info", label=_("tone"), help_text=_("Its colour and sign.")
    )
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("text"), help_text=_("One short paragraph."))


class DownloadValue(blocks.StructValue):
    """What the page says of a file before it is downloaded."""

    @property
    def file(self) -> dict | None:
        """Address, title, format, size in bytes and language; nothing when the file was deleted."""
        document = self["document"]
        if document is None:
            return None
        return {
            "url": document.url,
            "title": self["title"],
            "format": document.file_extension.upper(),
            "size": document.get_file_size(),
            "language": languages.own_name(self["language"]),
        }


class DownloadBlock(blocks.StructBlock):
    """A file to download; the page adds its format and size."""

    class Meta:
        """Block options."""

        value_class = DownloadValue

    document = DocumentChooserBlock(label=_("file"), help_text=_("PDF whenever it is only to be read."))
    title = blocks.CharBlock(max_length=150, label=_("title"), help_text=_("What the file is, not its file name."))
    language = blocks.ChoiceBlock(
        choices=[("ar", "العربية"), ("fr", "Français"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ")],
        label=_("language of the file"),
        help_text=_("Readers are told before they download."),
    )


class VideoBlock(blocks.StructBlock):
    """A film kept on this site, with captions and its words in writing."""

    title = blocks.CharBlock(max_length=150, label=_("title"), help_text=_("What the film shows."))
    video = DocumentChooserBlock(label=_("film"), help_text=_("An MP4 file, as small as possible: readers pay for their network."))
    captions = DocumentChooserBlock(required=False, label=_("captions"), help_text=_("A WebVTT file."))
    transcript = blocks.RichTextBlock(features=RICH_TEXT, label=_("transcript"), help_text=_("Everything said and shown, in writing."))


_QUESTION = {"question": "هل التسجيل مجاني؟", "answer": "<p>نعم. لا تعطي المال لأحد.</p>"}
_TABLE = {"caption": "المساهمات بالدرهم", "columns": ["المساهم", "المبلغ"], "rows": [["الوزارة", "10,000,000"]], "note": "المصدر: دليل البرنامج"}
_OFFERS = [
    {"icon": "training", "title": "التكوين", "text": "دورات في إنشاء المقاولة والتعاونية."},
    {"icon": "people", "title": "المواكبة", "text": "تتبع عن قرب."},
]
_STEPS = [{"title": "تملئين الطلب", "text": "يُحفظ ما كتبتِه بعد كل خطوة."}, {"title": "تدرسه لجنة إقليمية", "text": ""}]
#: Preview of a live block: it needs a record, which the editor chooses.
LIVE_PREVIEW = "-"


def _explained(
    name: str, block: blocks.Block, *, icon: str, label: str | Promise, description: str | Promise, preview: object = LIVE_PREVIEW
) -> tuple[str, blocks.Block]:
    """A named block with everything the editor's chooser shows; see check ``portal.E002``."""
    meta = block.meta
    meta.icon, meta.template, meta.description, meta.preview_value = icon, f"core/blocks/{name}.html", description, preview
    block.label = meta.label = label
    return name, block


def _words() -> list[tuple[str, blocks.Block]]:
    """Blocks of running text."""
    return [
        _explained(
            "heading",
            blocks.CharBlock(max_length=150),
            icon="title",
            label=_("Heading"),
            description=_("Begins a part of the page and joins its list of parts."),
            preview="من يمكنها التسجيل؟",
        ),
        _explained(
            "text",
            blocks.RichTextBlock(features=RICH_TEXT),
            icon="pilcrow",
            label=_("Text"),
            description=_("Paragraphs, lists and links."),
            preview="<p>نواكبك خطوة بخطوة، من الفكرة إلى السوق.</p>",
        ),
        _explained(
            "notice",
            NoticeBlock(),
            icon="warning",
            label=_("Notice"),
            description=_("A paragraph that must not be missed."),
            preview={"tone": "info", "text": "<p>التسجيل مجاني.</p>"},
        ),
    ]


def _structures() -> list[tuple[str, blocks.Block]]:
    """Blocks that give facts a shape."""
    return [
        _explained(
            "offers",
            blocks.ListBlock(OfferBlock()),
            icon="grip",
            label=_("What is offered"),
            description=_("Two to six services with a pictogram and one sentence each."),
            preview=_OFFERS,
        ),
        _explained(
            "steps",
            blocks.ListBlock(StepBlock()),
            icon="list-ol",
            label=_("Steps"),
            description=_("What happens first, next and last, numbered."),
            preview=_STEPS,
        ),
        _explained(
            "facts",
            blocks.ListBlock(FactBlock()),
            icon="list-ul",
            label=_("Facts"),
            description=_("Labels with short values, one under the other."),
            preview=[{"label": "المدة", "value": "12 شهرا"}],
        ),
        _explained(
            "questions",
            blocks.ListBlock(QuestionBlock()),
            icon="help",
            label=_("Questions and answers"),
            description=_("Answers that open one by one."),
            preview=[_QUESTION],
        ),
        _explained(
            "table",
            TableBlock(),
            icon="table",
            label=_("Table"),
            description=_("Figures or a comparison, with a title, headings and a note."),
            preview=_TABLE,
        ),
    ]


def _live() -> list[tuple[str, blocks.Block]]:
    """Blocks that show a record: corrected once, they change everywhere."""
    return [
        _explained(
            "figures",
            blocks.ListBlock(SnippetChooserBlock("programmes.Figure")),
            icon="order",
            label=_("Key figures (live)"),
            description=_("Figures with source and date; corrected once, they change everywhere."),
        ),
        _explained(
            "call",
            SnippetChooserBlock("calls.Call"),
            icon="date",
            label=_("Deadline of a call (live)"),
            description=_("The closing date of a call and the way to apply; follows every extension."),
        ),
        _explained(
            "centre",
            SnippetChooserBlock("regions.Centre"),
            icon="home",
            label=_("Centre (live)"),
            description=_("Address and telephone of a centre, always as last confirmed."),
        ),
    ]


def _files() -> list[tuple[str, blocks.Block]]:
    """Blocks of files kept on this site."""
    return [
        _explained(
            "downloads",
            blocks.ListBlock(DownloadBlock()),
            icon="doc-full",
            label=_("Files to download"),
            description=_("Files with their format, size and language."),
            preview=[{"document": None, "title": "دليل البرنامج", "language": "ar"}],
        ),
        _explained(
            "video",
            VideoBlock(),
            icon="media",
            label=_("Film"),
            description=_("A film kept on this site, with captions and a transcript."),
            preview={"title": "كيف تسجلين", "video": None, "captions": None, "transcript": "<p>مرحبا بك.</p>"},
        ),
    ]


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of a page's body, in the order of the editor's menu."""
    return [*_words(), *_structures(), *_live(), *_files()]
