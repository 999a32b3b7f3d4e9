"""The book of templates: judged when saved, the last good version serves on (invariant 7)."""

from mailcare.correspondence.templates.book import (
    GoodTemplates,
    Rendered,
    TemplateBook,
    TemplateProblem,
)
from mailcare.correspondence.templates.pages import Html

__all__ = ["GoodTemplates", "Html", "Rendered", "TemplateBook", "TemplateProblem"]
