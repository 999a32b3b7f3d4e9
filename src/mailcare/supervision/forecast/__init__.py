"""When a mailbox will be full: samples of fullness → a forecast that says how sure it is; pure.

hours     samples → what came and went in each hour
rhythm    working days, days off, hours of the day: what a day usually brings
level     how much that is now: bursts and lasting changes told apart, trend
project   the hours to come, added up until the room is used
"""

from mailcare.supervision.forecast.hours import Point
from mailcare.supervision.forecast.project import Basis, Forecast, forecast

__all__ = ["Basis", "Forecast", "Point", "forecast"]
