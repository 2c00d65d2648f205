"""Forms of django-allauth, where this house differs."""

from typing import Any

from allauth.account.forms import ChangePasswordForm


class ChangePassword(ChangePasswordForm):
    """Without the words inside the fields: they repeat the labels, and go when one begins to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
