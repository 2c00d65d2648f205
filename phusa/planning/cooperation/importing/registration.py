"""Tables of projects and of results can be imported."""

from phusa.foundation.imports.registry import register
from phusa.planning.cooperation.importing.target import ProjectsTarget, ResultsTarget

register(ProjectsTarget())
register(ResultsTarget())
