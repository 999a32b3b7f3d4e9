"""The book of templates: judged when saved, the last good version serves on (invariant 7)."""

from mailcare.correspondence.templates.book import (
    GoodTemplates,
    Rendered,
    TemplateBook,
    TemplateProblem,
)

__all__ = ["GoodTemplates", "Rendered", "TemplateBook", "TemplateProblem"]
