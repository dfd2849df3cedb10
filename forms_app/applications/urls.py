"""Addresses of the applicant, below the language. ``<draft>`` is useless without this browser's cookie."""

from django.urls import path

from . import views

urlpatterns = [
    path("apply/<slug:call>/", views.start, name="apply"),
    path("apply/<slug:call>/form.pdf", views.blank_form, name="apply_blank"),
    path("apply/<slug:call>/earlier/", views.earlier, name="apply_earlier"),
    path("apply/<slug:call>/clear/", views.clear, name="apply_clear"),
    # Before the documents: a step may be called “annexes”; no document is called “upload”.
    path("apply/<slug:call>/<slug:draft>/<slug:step>/autosave/", views.autosave, name="apply_autosave"),
    path("apply/<slug:call>/<slug:draft>/<slug:step>/upload/", views.upload, name="apply_upload"),
    path("apply/<slug:call>/<slug:draft>/check/", views.check, name="apply_check"),
    path("apply/<slug:call>/<slug:draft>/receipt/", views.receipt, name="receipt"),
    path("apply/<slug:call>/<slug:draft>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("apply/<slug:call>/<slug:draft>/documents/<slug:public_id>/", views.document, name="apply_document"),
    path("apply/<slug:call>/<slug:draft>/documents/<slug:public_id>/small/", views.preview, name="apply_preview"),
    path("apply/<slug:call>/<slug:draft>/annexes/<slug:public_id>/", views.annex, name="apply_annex"),
    path("apply/<slug:call>/<slug:draft>/elsewhere/", views.elsewhere, name="apply_elsewhere"),
    path("apply/<slug:call>/<slug:draft>/correct/", views.correct, name="apply_correct"),
    path("apply/<slug:call>/<slug:draft>/withdraw/", views.withdraw_sent, name="apply_withdraw"),
    path("apply/<slug:call>/<slug:draft>/form.pdf", views.half_filled_form, name="apply_half_filled"),
    path("apply/<slug:call>/<slug:draft>/finish-later/", views.later, name="apply_later"),
    path("apply/<slug:call>/<slug:draft>/who-works/", views.people, name="apply_people"),
    path("apply/<slug:call>/<slug:draft>/hand-over/", views.hand_over, name="apply_hand_over"),
    path("apply/<slug:call>/<slug:draft>/take-over/", views.accept, name="apply_take_over"),
    path("apply/<slug:call>/<slug:draft>/<slug:step>/", views.ApplyWizard.as_view(url_name="apply_step"), name="apply_step"),
    path("track/", views.track, name="track"),
    path("track/code/", views.ask_code, name="track_ask"),
    path("track/code/file/", views.by_code, name="track_code"),
    path("track/proof/", views.proof, name="proof"),
    path("track/register/", views.register_days, name="public_register"),
    path("track/correct/", views.correct_tracked, name="track_correct"),
    path("track/withdraw/", views.withdraw_tracked, name="track_withdraw"),
    path("track/erase/", views.erase_tracked, name="track_erase"),
    path("resume/", views.resume, name="resume"),
    path("r/", views.open_link, name="open_link"),
    path("r/<str:token>/", views.private_link, name="private_link"),
]
