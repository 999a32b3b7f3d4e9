"""Pure: bytes → Message; runs in reader processes; touches neither store nor vault nor wire."""

from mailcare.intake.reading.reader import read

__all__ = ["read"]
