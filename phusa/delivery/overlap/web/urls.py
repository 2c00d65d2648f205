"""Addresses of the package."""

from django.urls import path

from phusa.delivery.overlap.web import views

app_name = "overlap"
urlpatterns = [path("overlap/", views.check, name="check")]
