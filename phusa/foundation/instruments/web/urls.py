"""Addresses of the package."""

from django.urls import path

from phusa.foundation.instruments.web import views

app_name = "instruments"
urlpatterns = [
    path("instruments/", views.instruments, name="list"),
    path("instruments/new/", views.add, name="new"),
    path("instruments/<uuid:uid>/", views.page, name="page"),
    path("instruments/<uuid:uid>/edit/", views.edit, name="edit"),
    path("instruments/<uuid:uid>/files/", views.attach, name="attach"),
    path("instruments/<uuid:uid>/relations/", views.relate, name="relate"),
    path("instruments/<uuid:uid>/relations/<int:relation>/remove/", views.unrelate, name="unrelate"),
]
