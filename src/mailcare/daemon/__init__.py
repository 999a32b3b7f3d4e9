"""The clockwork: loops, workers, deadlines, heartbeats, calendar jobs, signals, systemd.

In: the parts from wiring. Out: nothing; it calls pipeline and supervision when work is due.
Only here apscheduler.
"""
