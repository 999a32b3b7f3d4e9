"""Which letters servers of ours vouch for."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework.staff.proof import Method, StaffAuth, is_forged, is_proven
from mailcare.model.letter import Address, Message

STAFF = "li@telecom.example"
RESULTS = StaffAuth(Method.AUTHENTICATION_RESULTS, "mx.telecom.example")
RELAYS = StaffAuth(
    Method.INTERNAL_RECEIVED, relays=(ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
)


def letter(sender: str = STAFF, **fields: tuple[str, ...]) -> Message:
    named = {name.replace("_", "-"): values for name, values in fields.items()}
    return Message(from_=Address(sender), fields={"from": (sender,), **named})


def results(*fields: str) -> Message:
    return letter(authentication_results=fields)


@pytest.mark.parametrize(
    "field",
    [
        "mx.telecom.example; dmarc=pass header.from=telecom.example",
        "mx.telecom.example 1; spf=pass smtp.mailfrom=li@telecom.example",
        "MX.Telecom.Example; spf=pass smtp.mailfrom=bounce.telecom.example; dkim=none",
        "mx.telecom.example;\n dkim=fail header.d=x.example;\n dkim=pass header.d=telecom.example",
        'mx.telecom.example; dkim=pass (2048-bit key; a) header.d="telecom.example"',
        "mx.telecom.example; dkim=pass header.i=@mail.telecom.example",
        "(a; comment) mx.telecom.example; dmarc=pass (p=none) header.from=telecom.example",
    ],
)
def test_our_servers_word_counts(field: str) -> None:
    assert is_proven(results(field), RESULTS)


@pytest.mark.parametrize(
    "field",
    [
        "mx.telecom.example; none",
        "mx.telecom.example",
        "",
        ";;;===",
        "mx.other.example; dmarc=pass header.from=telecom.example",
        "mx.telecom.example.evil.example; dmarc=pass header.from=telecom.example",
        "mx.telecom.example; dmarc=fail header.from=telecom.example",
        "mx.telecom.example; dmarc=pass header.from=evil.example",
        "mx.telecom.example; spf=pass smtp.mailfrom=li@evil.example",
        "mx.telecom.example; spf=pass smtp.mailfrom=li@eviltelecom.example",
        "mx.telecom.example; spf=pass smtp.helo=telecom.example",
        "mx.telecom.example; dkim=pass header.d=example",
        "mx.telecom.example; dkim=pass (header.d=telecom.example)",
        "mx.telecom.example (; dmarc=pass header.from=telecom.example)",
        "mx.telecom.example; spf=softfail smtp.mailfrom=telecom.example",
        'mx.telecom.example; spf=fail smtp.mailfrom="; dmarc=pass;"@evil.example',
        "mx.telecom.example; spf=fail (of x; dmarc=pass header.from=telecom.example; y)",
        'mx.telecom.example; spf=fail (of "x); dmarc=pass header.from=telecom.example; ("',
        "mx.telecom.example; spf=fail (of \\)x; dmarc=pass header.from=telecom.example)",
        'mx.telecom.example; spf=fail reason="; dmarc=pass" smtp.mailfrom=telecom.example',
    ],
)
def test_anything_else_does_not(field: str) -> None:
    assert not is_proven(results(field), RESULTS)


def test_only_the_topmost_field_of_our_server_counts() -> None:
    ours = "mx.telecom.example; dmarc=fail header.from=telecom.example"
    forged = "mx.telecom.example; dmarc=pass header.from=telecom.example"
    assert not is_proven(results(ours, forged), RESULTS)
    assert is_proven(results("relay.example; spf=fail", forged), RESULTS)


def test_two_senders_prove_nobody() -> None:
    field = ("mx.telecom.example; dmarc=pass header.from=telecom.example",)
    twice = Message(
        from_=Address(STAFF),
        fields={"from": (STAFF, "evil@evil.example"), "authentication-results": field},
    )
    both = Message(
        from_=Address(STAFF),
        fields={"from": (f"{STAFF}, evil@evil.example",), "authentication-results": field},
    )
    assert not is_proven(twice, RESULTS)
    assert not is_proven(both, RESULTS)


def received(*fields: str) -> Message:
    return letter(received=fields)


@pytest.mark.parametrize(
    "fields",
    [
        ("from pc (pc [10.1.2.3]) by mx.telecom.example (Postfix) with ESMTPSA; Sat, 21 Nov",),
        (
            "from mx by imap with LMTP id x",
            "from a (unknown [10.9.9.9]) by mx with ESMTP",
            "by mx (local) id 7",
        ),
        ("from EX1.corp (10.3.3.3) by EX2.corp (10.3.3.4) with Microsoft SMTP Server",),
        ("from [10.1.1.1] (helo=pc) by mx with esmtp",),
        ("from pc (pc [IPv6:fd00::12]) by mx with ESMTP",),
    ],
)
def test_a_letter_that_never_left_our_networks_is_ours(fields: tuple[str, ...]) -> None:
    assert is_proven(received(*fields), RELAYS)


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("from mx by imap with LMTP id x",),
        ("from pc (pc [203.0.113.5]) by mx with ESMTP",),
        ("from [10.1.1.1] (unknown [203.0.113.5]) by mx with ESMTP",),
        ("from 10.1.1.1 ([203.0.113.5] by 10.1.1.1) by mx with ESMTP",),
        (
            "from mx1 (mx1 [10.0.0.1]) by imap with ESMTP",
            "from evil (evil [203.0.113.5]) by mx1 with ESMTP",
        ),
        ("from pc by mx with ESMTP",),
        ("from pc (pc [300.1.1.1]) by mx with ESMTP",),
        ("from pc (pc [2001:db8::1]) by mx with ESMTP",),
    ],
)
def test_a_hop_from_elsewhere_or_unknown_is_not(fields: tuple[str, ...]) -> None:
    assert not is_proven(received(*fields), RELAYS)


def test_a_code_is_asked_for_where_no_server_is_trusted() -> None:
    field = "mx.telecom.example; dmarc=pass header.from=telecom.example"
    assert not is_proven(results(field), StaffAuth())
    assert not is_proven(results(field), StaffAuth(Method.AUTHENTICATION_RESULTS))


@given(st.lists(st.text(max_size=200), max_size=4), st.sampled_from([RESULTS, RELAYS]))
def test_no_field_whatever_makes_it_fail(fields: list[str], auth: StaffAuth) -> None:
    given_fields = {"from": (STAFF,), "received": tuple(fields)}
    given_fields["authentication-results"] = tuple(fields)
    is_proven(Message(from_=Address(STAFF), fields=given_fields), auth)


@pytest.mark.parametrize(
    ("fields", "forged"),
    [
        (("mx.telecom.example; dmarc=fail header.from=users.example",), True),
        (("mx.telecom.example; spf=pass smtp.mailfrom=x@evil.example; dmarc=fail",), True),
        (("mx.telecom.example; dmarc=pass header.from=users.example",), False),
        (("mx.telecom.example; dmarc=none", "mx.telecom.example; dmarc=fail"), False),
        (("mx.telecom.example; dmarc=temperror; spf=fail smtp.mailfrom=users.example",), False),
        (("mx.other.example; dmarc=fail header.from=users.example",), False),
        (("mx.telecom.example; dmarc=fail header.from=elsewhere.example",), False),
        ((), False),
    ],
)
def test_only_our_own_server_s_plain_failure_makes_a_forgery(
    fields: tuple[str, ...], *, forged: bool
) -> None:
    message = letter("u@users.example", authentication_results=fields)
    assert is_forged(message, "mx.telecom.example") == forged
    assert not is_forged(message, "")
