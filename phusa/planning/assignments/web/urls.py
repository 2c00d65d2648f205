"""Addresses of the package."""

from django.urls import path

from phusa.planning.assignments.web import views

app_name = "assignments"
urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("assignments/", views.assignments, name="list"),
    path("assignments/readings/deadline/", views.deadline_reading, name="deadline_reading"),
    path("assignments/readings/party/", views.party_reading, name="party_reading"),
    path("assignments/<uuid:uid>/", views.assignment, name="assignment"),
    path("assignments/<uuid:uid>/progress/", views.report, name="report"),
    path("assignments/<uuid:uid>/confirm/", views.confirm, name="confirm"),
    path("assignments/<uuid:uid>/handling/", views.handling, name="handling"),
    path("assignments/<uuid:uid>/parts/", views.parts, name="parts"),
    path("assignments/<uuid:uid>/reports/<uuid:report_uid>/evidence/", views.evidence, name="evidence"),
]
