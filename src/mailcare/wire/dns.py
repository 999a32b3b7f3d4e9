"""TXT records of the domain name system; only here dnspython."""

import dns.exception
import dns.resolver

from mailcare.errors import WireError

SECONDS = 4.0
"""For all servers and tries together."""


def texts(name: str, server: tuple[str, int] | None = None) -> list[str]:
    """Return the TXT records at `name`, none where the name or the record doesn't exist.

    Args:
        name: a domain.
        server: address and port of a name server, instead of this machine's own.

    Raises:
        WireError: no name server answers.
    """
    try:
        resolver = _resolver(server)
        answer = resolver.resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException:
        raise WireError("DNS does not answer", code="DNS") from None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _resolver(server: tuple[str, int] | None) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=server is None)
    if server is not None:
        resolver.nameservers, resolver.port = [server[0]], server[1]
    resolver.lifetime = SECONDS
    return resolver
