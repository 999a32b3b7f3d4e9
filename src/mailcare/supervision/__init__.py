"""Watching: capacity, clocks, alarms, digests.

In: figures of store and wire, and `now`. Out: alarms, digests. Touches store, wire, correspondence.
"""
