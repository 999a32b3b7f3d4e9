"""The config's days off by which this and the next years count as known, whenever a test runs.

Without them every daemon of a test that runs in November or December raises the alarm of the
missing year.
"""

from mailcare.clock import SystemClock

_THIS_YEAR = SystemClock().now().year
_HOLIDAYS = ", ".join(
    f"{year}-{day}"
    for year in range(_THIS_YEAR, _THIS_YEAR + 3)
    for day in ("01-01", "05-01", "10-01")
)
KNOWN_YEARS = f"[{_HOLIDAYS}]"
"""What stands behind ``holidays =``."""
