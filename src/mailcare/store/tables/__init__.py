"""The tables, one file per aggregate; importing this package fills the metadata."""

from mailcare.store.tables import cases, letters, places, post, running
from mailcare.store.tables.base import metadata

__all__ = ["cases", "letters", "metadata", "places", "post", "running"]
