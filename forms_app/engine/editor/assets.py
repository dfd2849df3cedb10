"""Files of the browser that the editor's screens need."""

EDITOR_SCRIPT = "admin/forms/editor.js"
EDITOR_STYLE = "admin/forms/editor.css"
