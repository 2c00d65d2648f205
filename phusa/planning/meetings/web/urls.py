"""Addresses of meetings and of conclusions."""

from django.urls import path

from phusa.planning.meetings.web.views import concluding, following, reading, recording

app_name = "meetings"
urlpatterns = [
    # Reading
    path("meetings/", reading.meetings, name="list"),
    path("meetings/<uuid:uid>/", reading.meeting, name="meeting"),
    path("conclusions/", reading.conclusions, name="conclusions"),
    path("conclusions/<uuid:uid>/", reading.conclusion, name="conclusion"),
    path("conclusions/<uuid:uid>/notice.docx", reading.notice, name="notice"),
    # Keeping the record
    path("meetings/new/", recording.new, name="new"),
    path("meetings/assign/", following.assign, name="assign"),
    path("meetings/<uuid:uid>/edit/", recording.edit, name="edit"),
    path("meetings/<uuid:uid>/hold/", recording.hold, name="hold"),
    path("meetings/<uuid:uid>/cancel/", recording.cancel, name="cancel"),
    path("meetings/<uuid:uid>/delegations/new/", recording.delegation_new, name="delegation_new"),
    path("meetings/<uuid:uid>/delegations/<uuid:part>/people/new/", recording.participant_new, name="participant_new"),
    path("meetings/<uuid:uid>/delegations/<uuid:part>/remove/", recording.delegation_remove, name="delegation_remove"),
    path("meetings/<uuid:uid>/people/<uuid:part>/remove/", recording.participant_remove, name="participant_remove"),
    path("meetings/<uuid:uid>/sources/new/", recording.source_new, name="source_new"),
    path("meetings/<uuid:uid>/sources/<uuid:part>/remove/", recording.source_remove, name="source_remove"),
    path("meetings/<uuid:uid>/papers/new/", recording.paper_new, name="paper_new"),
    path("meetings/<uuid:uid>/statements/new/", recording.statement_new, name="statement_new"),
    path("meetings/<uuid:uid>/statements/<uuid:part>/", recording.statement_edit, name="statement_edit"),
    path("meetings/<uuid:uid>/statements/<uuid:part>/remove/", recording.statement_remove, name="statement_remove"),
    # Concluding
    path("meetings/<uuid:uid>/conclusion/new/", concluding.new, name="conclusion_new"),
    path("conclusions/<uuid:uid>/edit/", concluding.edit, name="conclusion_edit"),
    path("conclusions/<uuid:uid>/send/", concluding.send, name="send"),
    path("conclusions/<uuid:uid>/agree/", concluding.agree, name="agree"),
    path("conclusions/<uuid:uid>/return/", concluding.return_, name="return"),
    path("conclusions/<uuid:uid>/issue/", concluding.issue, name="issue"),
    path("conclusions/<uuid:uid>/withdraw/", concluding.withdraw, name="withdraw"),
    path("conclusions/<uuid:uid>/lines/new/", concluding.line_new, name="line_new"),
    path("conclusions/<uuid:uid>/lines/<uuid:part>/", concluding.line_edit, name="line_edit"),
    path("conclusions/<uuid:uid>/lines/<uuid:part>/remove/", concluding.line_remove, name="line_remove"),
    path("conclusions/<uuid:uid>/lines/<uuid:part>/move/", concluding.line_move, name="line_move"),
    # Following up
    path("conclusions/<uuid:uid>/lines/<uuid:part>/answer/", following.answer, name="answer"),
    path("conclusions/<uuid:uid>/lines/<uuid:part>/decide/", following.decide, name="decide"),
    path("conclusions/<uuid:uid>/lines/<uuid:part>/term/", following.term, name="term"),
]
