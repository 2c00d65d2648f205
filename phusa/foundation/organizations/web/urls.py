"""Addresses of the package."""

from django.urls import path

from phusa.foundation.organizations.web import accounts, groups, organizations, people

app_name = "organizations"
urlpatterns = [
    path("organizations/", organizations.listing, name="list"),
    path("organizations/new/", organizations.add, name="new"),
    path("organizations/<uuid:uid>/", organizations.page, name="organization"),
    path("organizations/<uuid:uid>/rename/", organizations.rename, name="rename"),
    path("organizations/<uuid:uid>/names/<int:version>/", organizations.correct, name="correct"),
    path("organizations/<uuid:uid>/end/", organizations.end, name="end"),
    path("organizations/<uuid:uid>/spellings/", organizations.add_alias, name="alias_new"),
    path("organizations/<uuid:uid>/spellings/<int:alias>/remove/", organizations.remove_alias, name="alias_remove"),
    path("organizations/<uuid:uid>/successions/", organizations.add_succession, name="succession_new"),
    path("successions/<uuid:uid>/remove/", organizations.remove_succession, name="succession_remove"),
    path("groups/", groups.listing, name="groups"),
    path("groups/new/", groups.add, name="group_new"),
    path("groups/<uuid:uid>/", groups.page, name="group"),
    path("groups/<uuid:uid>/edit/", groups.edit, name="group_edit"),
    path("groups/<uuid:uid>/members/", groups.add_member, name="member_new"),
    path("groups/<uuid:uid>/members/<int:member>/remove/", groups.remove_member, name="member_remove"),
    path("people/", people.listing, name="people"),
    path("people/new/", people.add, name="person_new"),
    path("people/<uuid:uid>/", people.page, name="person"),
    path("people/<uuid:uid>/edit/", people.edit, name="person_edit"),
    path("people/<uuid:uid>/posts/", people.appoint, name="post_new"),
    path("posts/<uuid:uid>/end/", people.end_post, name="post_end"),
    path("users/", accounts.listing, name="accounts"),
    path("users/new/", accounts.add, name="account_new"),
    path("users/<uuid:uid>/", accounts.page, name="account"),
    path("users/<uuid:uid>/invitation/", accounts.invite, name="invite"),
    path("users/<uuid:uid>/close/", accounts.close, name="account_close"),
    path("users/<uuid:uid>/reopen/", accounts.reopen, name="account_reopen"),
    path("users/<uuid:uid>/roles/", accounts.grant, name="membership_new"),
    path("roles/", accounts.memberships, name="memberships"),
    path("roles/<uuid:uid>/end/", accounts.end_membership, name="membership_end"),
    path("invitation/", accounts.accept, name="invitation"),
]
