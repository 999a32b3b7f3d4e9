"""The glossary as frozen dataclasses and enums; imports nothing of ours, does nothing.

letter      what was received, as content, and what reading made of it (Message)
place       mailboxes, folders, receipts: where letters lie
judgement   what triage found: scope, elements, decision, reasons
case        a complaint from receipt to close: events, states, clocks
post        what is written: intents, outbox rows
refusal     why a server would not have us
trouble     alarms, letters set aside
"""
