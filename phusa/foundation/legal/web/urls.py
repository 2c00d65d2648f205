"""Addresses of the package."""

from django.urls import path

from phusa.foundation.legal.web import views

app_name = "legal"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/days/", views.days, name="days"),
    path("calendar/days/new/", views.add, name="day_new"),
    path("calendar/days/<uuid:uid>/", views.edit, name="day_edit"),
    path("calendar/days/<uuid:uid>/remove/", views.remove, name="day_remove"),
]
