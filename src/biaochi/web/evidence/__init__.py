"""Evidence on screen: lists, one piece with everything beside it, forms, returns. 证据页面。"""

from django.urls import URLPattern, path

from biaochi.web.evidence import changing, filing, lists, reporting, showing

urlpatterns: list[URLPattern] = [
    path("evidence/", lists.evidence_list, name="evidence_list"),
    path("evidence/<path:code>/", showing.evidence, name="evidence"),
    path("verify/", lists.verify_list, name="verify_list"),
    path("verify/<path:code>/", changing.verify, name="evidence_verify"),
    path("withdraw/<path:code>/", changing.withdraw, name="evidence_withdraw"),
    path("exempt/<path:code>/", changing.exempt, name="evidence_exempt"),
    path("replies/", lists.replies, name="replies"),
    path("reply/<path:code>/", changing.reply, name="evidence_reply"),
    path("answer/<int:ident>/", changing.answer, name="reply_answer"),
    path("attach/<path:code>/", changing.attach, name="evidence_attach"),
    path("attachments/<int:ident>/", showing.attachment, name="attachment"),
    path("report/", reporting.report, name="evidence_report"),
    path("correct/<path:code>/", reporting.correct, name="evidence_correct"),
    path("returns/", filing.returns, name="returns"),
    path("returns/new/", filing.file_return, name="return_new"),
]
