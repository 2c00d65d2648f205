"""Addresses of schemes. A number names a version; without one it is the version that stands for the scheme."""

from django.urls import path

from phusa.planning.schemes.web.views import deciding, drafting, reading, tasks

app_name = "schemes"
urlpatterns = [
    path("schemes/", reading.schemes, name="list"),
    path("schemes/new/", drafting.new, name="new"),
    # Reading
    path("schemes/<uuid:uid>/", reading.document, name="document"),
    path("schemes/<uuid:uid>/<int:number>/", reading.document, name="document"),
    path("schemes/<uuid:uid>/<int:number>/document.json", reading.document_json, name="document_json"),
    path("schemes/<uuid:uid>/matrix/", reading.matrix, name="matrix"),
    path("schemes/<uuid:uid>/<int:number>/matrix/", reading.matrix, name="matrix"),
    path("schemes/<uuid:uid>/agencies/", reading.agencies, name="agencies"),
    path("schemes/<uuid:uid>/<int:number>/agencies/", reading.agencies, name="agencies"),
    path("schemes/<uuid:uid>/history/", reading.history, name="history"),
    path("schemes/<uuid:uid>/compare/", reading.compare, name="compare"),
    # Deciding
    path("schemes/<uuid:uid>/submit/", deciding.submit, name="submit"),
    path("schemes/<uuid:uid>/return/", deciding.return_, name="return"),
    path("schemes/<uuid:uid>/approve/", deciding.approve, name="approve"),
    path("schemes/<uuid:uid>/record-approval/", deciding.record_approval, name="record_approval"),
    path("schemes/<uuid:uid>/identify-approval/", deciding.identify_approval, name="identify_approval"),
    path("schemes/<uuid:uid>/amend/", deciding.amend, name="amend"),
    path("schemes/<uuid:uid>/discard/", deciding.discard, name="discard"),
    path("schemes/<uuid:uid>/waive/<slug:rule>/", deciding.waive, name="waive"),
    # Drafting
    path("schemes/<uuid:uid>/edit/", drafting.edit, name="edit"),
    path("schemes/<uuid:uid>/titles/", drafting.titles, name="titles"),
    path("schemes/<uuid:uid>/titles/<int:title>/remove/", drafting.remove_title, name="remove_title"),
    path("schemes/<uuid:uid>/grounds/", drafting.grounds, name="grounds"),
    path("schemes/<uuid:uid>/grounds/<uuid:part>/remove/", drafting.remove_ground, name="remove_ground"),
    path("schemes/<uuid:uid>/results/", drafting.results, name="results"),
    path("schemes/<uuid:uid>/budget/", drafting.budget, name="budget"),
    path("schemes/<uuid:uid>/tasks/<uuid:part>/budget/", drafting.budget, name="budget"),
    path("schemes/<uuid:uid>/tasks/new/", tasks.new, name="task_new"),
    path("schemes/<uuid:uid>/tasks/<uuid:part>/", tasks.edit, name="task_edit"),
    path("schemes/<uuid:uid>/<slug:kind>/new/", drafting.part_new, name="part_new"),
    path("schemes/<uuid:uid>/<slug:kind>/<uuid:part>/", drafting.part_edit, name="part_edit"),
    path("schemes/<uuid:uid>/<slug:kind>/<uuid:part>/remove/", drafting.remove, name="remove"),
    path("schemes/<uuid:uid>/<slug:kind>/<uuid:part>/move/", drafting.move, name="move"),
]
