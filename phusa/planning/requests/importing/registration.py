"""Tables of requests can be imported."""

from phusa.foundation.imports.registry import register
from phusa.planning.requests.importing.target import RequestsTarget

register(RequestsTarget())
