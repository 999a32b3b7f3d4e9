"""Pure: bytes → Message; runs in reader processes; touches neither store nor vault nor wire."""

from mailcare.intake.reading.read import read

__all__ = ["read"]
