"""Tables of tasks can be imported."""

from phusa.foundation.imports.registry import register
from phusa.planning.schemes.importing.target import TasksTarget

register(TasksTarget())
