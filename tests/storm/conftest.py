"""The storm uses the fixtures of the acceptance tests."""

from acceptance.conftest import make_hosts, make_site, pair

__all__ = ["make_hosts", "make_site", "pair"]
