"""Addresses of the package."""

from django.urls import path

from phusa.insight.audit.web import views

app_name = "audit"
urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/<uuid:uid>/", views.record, name="record"),
]
