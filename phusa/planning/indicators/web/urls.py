"""Addresses of the package."""

from django.urls import path

from phusa.planning.indicators.web import views

app_name = "indicators"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/new/", views.report, name="report"),
    path("figures/readings/", views.reading, name="reading"),
    path("figures/<uuid:uid>/", views.figure, name="figure"),
    path("figures/<uuid:uid>/correct/", views.correct, name="correct"),
    path("figures/<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/new/", views.add, name="new"),
    path("indicators/<uuid:uid>/", views.indicator, name="indicator"),
    path("indicators/<uuid:uid>/edit/", views.edit, name="edit"),
]
