"""Who may do what, and who may see what: `access.may(user, "schemes.submit_scheme", scheme)`."""

from phusa.foundation.access.capacities import provide_capacities, standing
from phusa.foundation.access.permissions import may, permission, require, scope, visible
from phusa.foundation.access.vocabulary import DRAFTERS, LEADERS, OFFICE, Capacity, Role, Standing

__all__ = [
    "DRAFTERS",
    "LEADERS",
    "OFFICE",
    "Capacity",
    "Role",
    "Standing",
    "may",
    "permission",
    "provide_capacities",
    "require",
    "scope",
    "standing",
    "visible",
]
