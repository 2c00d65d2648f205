"""Addresses of the package."""

from django.urls import path

from phusa.foundation.search.web import views

app_name = "search"
urlpatterns = [path("search/", views.find, name="find")]
