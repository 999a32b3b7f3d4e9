"""Writing: templates, compose (pure: intent → bytes), deliver (claim, send, settle).

In: intents and case texts. Out: outbox rows' bytes, then mail on the wire. Only here jinja2
(in templates); reads the outbox of the store and the vault's blobs, speaks SMTP through wire.

variables   the catalogue of what a template may say: one source for docs, checks and preview
templates   the book of templates: judged when saved, the last good one serves on
slots       a case → the values of the variables
write       an intent → mails: sender, recipients, tag, token, text, state
refusals    why a command of staff was refused
caps        how many mails may go to whom
compose     a mail → bytes
deliver     outbox rows → the wire, each at most once
"""
