"""Addresses of the package."""

from django.urls import path

from phusa.insight.dashboards.web import views

app_name = "dashboards"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("overview/agencies/", views.agencies, name="agencies"),
]
