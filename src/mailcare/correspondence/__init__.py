"""Writing: templates, compose (pure: intent → bytes), deliver (claim, send, settle).

In: intents and case texts. Out: sealed outbox rows, then mail on the wire. Only here jinja2
(in templates).
"""
