"""Addresses of coordination programmes."""

from django.urls import path

from phusa.planning.cooperation.web.views import briefing, deciding, drafting, linking, promising, reading, reviewing

app_name = "cooperation"
urlpatterns = [
    path("cooperation/", reading.programmes, name="list"),
    path("cooperation/new/", drafting.new, name="new"),
    path("cooperation/promise/", promising.promise, name="promise"),
    # Projects, results, commitments and reviews by themselves
    path("cooperation/projects/<uuid:uid>/", linking.project, name="project"),
    path("cooperation/projects/<uuid:uid>/edit/", linking.project_edit, name="project_edit"),
    path("cooperation/projects/<uuid:uid>/remove/", linking.project_remove, name="project_remove"),
    path("cooperation/results/<uuid:uid>/", linking.result, name="result"),
    path("cooperation/results/<uuid:uid>/edit/", linking.result_edit, name="result_edit"),
    path("cooperation/results/<uuid:uid>/remove/", linking.result_remove, name="result_remove"),
    path("cooperation/commitments/<uuid:uid>/", promising.edit, name="commitment_edit"),
    path("cooperation/commitments/<uuid:uid>/withdraw/", promising.withdraw, name="commitment_withdraw"),
    path("cooperation/reviews/<uuid:uid>/", reviewing.review, name="review"),
    path("cooperation/reviews/<uuid:uid>/edit/", reviewing.edit, name="review_edit"),
    path("cooperation/reviews/<uuid:uid>/adopt/", reviewing.adopt, name="review_adopt"),
    # Reading one programme
    path("cooperation/<uuid:uid>/", reading.programme, name="programme"),
    path("cooperation/<uuid:uid>/text/", reading.text, name="text"),
    path("cooperation/<uuid:uid>/commitments/", reading.commitments, name="commitments"),
    path("cooperation/<uuid:uid>/requests/", reading.requests, name="requests"),
    path("cooperation/<uuid:uid>/projects/", reading.projects, name="projects"),
    path("cooperation/<uuid:uid>/results/", reading.results, name="results"),
    path("cooperation/<uuid:uid>/reviews/", reading.reviews, name="reviews"),
    path("cooperation/<uuid:uid>/history/", reading.history, name="history"),
    path("cooperation/<uuid:uid>/briefing/", briefing.briefing, name="briefing"),
    path("cooperation/<uuid:uid>/briefing/word/", briefing.word, name="briefing_word"),
    path("cooperation/<uuid:uid>/briefing/freeze/", briefing.freeze, name="briefing_freeze"),
    # Deciding
    path("cooperation/<uuid:uid>/sign/", deciding.sign, name="sign"),
    path("cooperation/<uuid:uid>/end/", deciding.end, name="end"),
    path("cooperation/<uuid:uid>/renew/", deciding.renew, name="renew"),
    path("cooperation/<uuid:uid>/discard/", deciding.discard, name="discard"),
    # The text of a draft
    path("cooperation/<uuid:uid>/edit/", drafting.edit, name="edit"),
    path("cooperation/<uuid:uid>/signatories/", drafting.signatories, name="signatories"),
    path("cooperation/<uuid:uid>/grounds/", drafting.grounds, name="grounds"),
    path("cooperation/<uuid:uid>/grounds/<uuid:part>/remove/", drafting.ground_remove, name="ground_remove"),
    path("cooperation/<uuid:uid>/clauses/new/", drafting.clause_new, name="clause_new"),
    path("cooperation/<uuid:uid>/clauses/<uuid:part>/", drafting.clause_edit, name="clause_edit"),
    path("cooperation/<uuid:uid>/clauses/<uuid:part>/remove/", drafting.clause_remove, name="clause_remove"),
    # What is recorded under it
    path("cooperation/<uuid:uid>/commitments/new/", promising.new, name="commitment_new"),
    path("cooperation/<uuid:uid>/meetings/", briefing.meetings, name="meetings"),
    path("cooperation/<uuid:uid>/meetings/<uuid:part>/remove/", briefing.meeting_unlink, name="meeting_unlink"),
    path("cooperation/<uuid:uid>/projects/new/", linking.project_new, name="project_new"),
    path("cooperation/<uuid:uid>/results/new/", linking.result_new, name="result_new"),
    path("cooperation/<uuid:uid>/plans/new/", reviewing.plan_new, name="plan_new"),
    path("cooperation/<uuid:uid>/plans/<int:year>/", reviewing.plan_edit, name="plan_edit"),
    path("cooperation/<uuid:uid>/reviews/new/", reviewing.new, name="review_new"),
]
