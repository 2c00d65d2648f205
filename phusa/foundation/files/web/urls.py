"""Addresses of the package."""

from django.urls import path

from phusa.foundation.files.web import views

app_name = "files"
urlpatterns = [path("files/<uuid:uid>/", views.download, name="download")]
