"""Pure: (case, judgement or command, now) → events and intents; states, clocks, threading, tokens.

In: model values and a calendar. Out: model values. Touches nothing.
"""
