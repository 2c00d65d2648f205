"""Addresses of meetings and of conclusions."""

app_name = "meetings"
urlpatterns: list = []
