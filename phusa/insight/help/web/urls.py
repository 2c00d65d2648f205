"""Addresses of the package."""

from django.urls import path

from phusa.insight.help.web import views

app_name = "help"
urlpatterns = [path("help/", views.help_page, name="help")]
