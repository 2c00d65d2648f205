"""Addresses of requests; an item is named by its number in the letter."""

from django.urls import path

from phusa.planning.requests.web.views import drafting, handling, packages, reading

app_name = "requests"
ITEM = "requests/<uuid:uid>/items/<int:number>"
urlpatterns = [
    path("requests/", reading.requests, name="list"),
    path("requests/new/", drafting.new, name="new"),
    # Packages, keys, rules
    path("requests/packages/take-in/", packages.take_in, name="take_in"),
    path("requests/packages/<uuid:uid>/", packages.download, name="download"),
    path("requests/packages/<uuid:uid>/check/", packages.accept, name="accept"),
    path("requests/keys/", packages.keys, name="keys"),
    path("requests/keys/<uuid:uid>/end/", packages.key_end, name="key_end"),
    path("requests/rules/", packages.rules, name="rules"),
    path("requests/rules/new/", packages.rule_new, name="rule_new"),
    path("requests/rules/<uuid:uid>/end/", packages.rule_end, name="rule_end"),
    # One request
    path("requests/<uuid:uid>/", reading.request, name="request"),
    path("requests/<uuid:uid>/notes/", reading.note, name="note"),
    path("requests/<uuid:uid>/edit/", drafting.edit, name="edit"),
    path("requests/<uuid:uid>/send/", drafting.send, name="send"),
    path("requests/<uuid:uid>/withdraw/", drafting.withdraw, name="withdraw"),
    path("requests/<uuid:uid>/package/", packages.package, name="package"),
    # One item
    path("requests/<uuid:uid>/items/new/", drafting.item_new, name="item_new"),
    path(f"{ITEM}/", drafting.item_edit, name="item_edit"),
    path(f"{ITEM}/remove/", drafting.item_remove, name="item_remove"),
    path(f"{ITEM}/term/", handling.due, name="due"),
    path(f"{ITEM}/units/", handling.assign, name="assign"),
    path(f"{ITEM}/forward/", handling.forward, name="forward"),
    path(f"{ITEM}/pause/", handling.pause, name="pause"),
    path(f"{ITEM}/resume/", handling.resume, name="resume"),
    path(f"{ITEM}/answer/", handling.answer, name="answer"),
    path(f"{ITEM}/reopen/", handling.reopen, name="reopen"),
]
