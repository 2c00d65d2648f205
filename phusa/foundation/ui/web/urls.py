"""Addresses of a person's preferences, of what is kept about lists, and of the gallery."""

from django.urls import path

from phusa.foundation.ui.web import views

app_name = "ui"
urlpatterns = [
    path("preferences/language/", views.language, name="language"),
    path("preferences/theme/", views.theme, name="theme"),
    path("preferences/capacity/", views.capacity, name="capacity"),
    path("lists/<str:listing>/views/", views.save_view, name="save_view"),
    path("lists/<str:listing>/columns/", views.columns, name="columns"),
    path("lists/views/<uuid:uid>/delete/", views.delete_view, name="delete_view"),
    path("gallery/", views.gallery, name="gallery"),
]
