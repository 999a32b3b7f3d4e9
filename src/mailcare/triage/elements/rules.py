"""What an organisation tells the search for elements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mailcare.model.judgement import ElementName

_NO_LABELS: Mapping[str, ElementName] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ElementRules:
    """What an organisation tells the search for elements; all of it may be left out."""

    area_code: str = "021"
    """Of fixed lines written without one."""
    own_numbers: frozenset[str] = frozenset()
    """Our hotlines and public numbers, however written: never a user's phone or device."""
    own_addresses: frozenset[str] = frozenset()
    """Our mailboxes and staff addresses, lower case: never a device."""
    own_domains: frozenset[str] = frozenset()
    """Domains in which only colleagues have addresses, lower case: no device, no user's mail."""
    service_domains: frozenset[str] = frozenset()
    """Domains that all our mail users share, lower case: alone they tell no mailbox."""
    staff_names: frozenset[str] = frozenset()
    """Never a contact."""
    form_fields: Mapping[str, ElementName] = field(default_factory=lambda: _NO_LABELS)
    """Labels of the mailbox's web forms, as written there, and what they hold."""
    sender_name_counts: bool = True
    """Whether a From name that is plainly a real name may be the contact."""

    def is_ours(self, address: str) -> bool:
        """Say whether a mail address or a host is ours or a colleague's."""
        host = address.lower().rpartition("@")[2]
        suffixes = _suffixes(host)
        return address.lower() in self.own_addresses or not self.own_domains.isdisjoint(suffixes)

    def serves_all(self, host: str) -> bool:
        """Say whether a host is one of a domain that all our mail users share."""
        return not self.service_domains.isdisjoint(_suffixes(host.lower()))


def _suffixes(host: str) -> tuple[str, ...]:
    return (host, *(host[at + 1 :] for at, char in enumerate(host) if char == "."))
