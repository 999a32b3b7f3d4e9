"""What receivers of our mail can check about its domain: SPF and DMARC (RFC 7208, RFC 7489)."""

from collections.abc import Callable, Iterator

from mailcare.cli.findings import Finding, Verdict
from mailcare.config import Config
from mailcare.errors import WireError
from mailcare.wire import dns

_RESERVED = (".example", ".test", ".invalid", ".localhost", "localhost")
"""RFC 2606: nobody can ask for these."""
Lookup = Callable[[str], list[str]]


def examine_domains(config: Config, names: tuple[str, ...]) -> Iterator[Finding]:
    """Look at the domain of each mailbox once."""
    boxes = [config.mailboxes[name] for name in names or config.mailboxes]
    for domain in dict.fromkeys(box.address.rpartition("@")[2].lower() for box in boxes):
        yield from examine_domain(domain, dns.texts)


def examine_domain(domain: str, look_up: Lookup) -> Iterator[Finding]:
    """Look up what a domain publishes about the mail that bears its name."""
    if domain.endswith(_RESERVED):
        yield Finding(domain, "spf", Verdict.OK, "an example's domain: not looked up")
        return
    try:
        yield _spf(domain, look_up(domain))
        yield _dmarc(domain, look_up(f"_dmarc.{domain}"))
    except WireError:
        todo = "run doctor once more where names can be looked up; nothing else depends on it"
        yield Finding(domain, "spf", Verdict.WARN, "DNS does not answer: not looked at", todo)


def _spf(domain: str, records: list[str]) -> Finding:
    found = [one for one in records if one.lower().split(" ")[0] == "v=spf1"]
    if not found:
        todo = "publish the record that the provider names, so that our mail isn't held for forged"
        return Finding(domain, "spf", Verdict.WARN, "no SPF record", todo)
    if len(found) > 1:
        todo = "keep one of them: several count as none (RFC 7208 4.5)"
        return Finding(domain, "spf", Verdict.WARN, f"{len(found)} SPF records", todo)
    words = found[0].lower().split()
    if {"+all", "all", "?all"} & set(words):
        todo = "end it with -all or ~all: as it is, anybody may send in the domain's name"
        return Finding(domain, "spf", Verdict.WARN, found[0], todo)
    return Finding(domain, "spf", Verdict.OK, found[0])


def _dmarc(domain: str, records: list[str]) -> Finding:
    found = [one for one in records if one.lower().replace(" ", "").startswith("v=dmarc1;")]
    if len(found) != 1:
        what = "no DMARC record" if not found else f"{len(found)} DMARC records"
        todo = f'publish one at _dmarc.{domain}, such as "v=DMARC1; p=none; rua=mailto:…"'
        return Finding(domain, "dmarc", Verdict.WARN, what, todo)
    return Finding(domain, "dmarc", Verdict.OK, found[0])
