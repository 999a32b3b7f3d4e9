"""mailcare looks after an organisation's complaint mailboxes.

A letter's journey, one line per room:

    mailbox ──intake──▶ Message ──triage──▶ Judgement ──casework──▶ Case ──correspondence──▶ mail

    cli             what people type
    daemon          the clockwork: loops, workers, heartbeats, calendar jobs, signals, systemd
    wiring          config → parts; the only place that constructs parts
    pipeline        a letter's journey in two steps: receive, handle
    supervision     capacity, overdue, alarms, digests
    records         backups, and putting them back
    learning        pure: figures, suggestions and warnings from letters that people labelled
    correspondence  templates · compose (intent → bytes) · deliver (claim, send, settle)
    casework        pure: (case, judgement or command, now) → events and intents
    triage          pure: Message → Judgement
    intake          which UIDs to take · receive · reading (bytes → Message) in reader processes
    store           tables, migrations, unit of work, claims; one repository per aggregate
    vault           sealed blobs and the keyring
    wire            IMAP, SMTP, TLS, deadlines
    config          schema, loading, suggestions; an immutable snapshot
    model           the glossary as frozen dataclasses and enums
"""

__version__ = "0.1.0"
