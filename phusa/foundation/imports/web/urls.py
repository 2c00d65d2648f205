"""Addresses of the package."""

from django.urls import path

from phusa.foundation.imports.web import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.batches, name="list"),
    path("imports/new/<slug:target>/", views.new, name="new"),
    path("imports/<uuid:uid>/", views.batch, name="batch"),
    path("imports/<uuid:uid>/columns/", views.columns, name="columns"),
    path("imports/<uuid:uid>/decisions/", views.decisions, name="decisions"),
    path("imports/<uuid:uid>/agencies/", views.answers, name="answers"),
    path("imports/<uuid:uid>/rows/<int:position>/", views.row, name="row"),
    path("imports/<uuid:uid>/apply/", views.apply, name="apply"),
    path("imports/<uuid:uid>/undo/", views.undo, name="undo"),
]
