"""Logging in with access tokens instead of a password (XOAUTH2): who asks for them, and where."""

import re
from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.kinds import Day, FilePath, Line, RequiredLine


class Flow(StrEnum):
    """By what access tokens are granted."""

    CLIENT_CREDENTIALS = "client_credentials"
    """To the application itself, which may open this mailbox (Microsoft)."""
    REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a grant
    """To a person who has consented once (Microsoft, Google)."""


class OAuth(Section):
    """How access tokens for a mailbox are come by; secrets lie elsewhere."""

    flow: Flow = Flow.CLIENT_CREDENTIALS
    tenant: Line = ""
    client_id: RequiredLine
    client_secret_file: FilePath | None = None
    client_secret_credential: Line | None = None
    client_secret_env: Line | None = None
    refresh_token_file: FilePath | None = None
    refresh_token_credential: Line | None = None
    refresh_token_env: Line | None = None
    token_url: Line = Field(min_length=1)
    scope: Line = ""
    secret_expires: Day | None = None
    """When the application's secret runs out, which only its issuer's pages tell."""

    def has(self, secret: str) -> bool:
        """Say whether the config tells where `secret` lies."""
        kinds = ("file", "credential", "env")
        return any(getattr(self, f"{secret}_{kind}") is not None for kind in kinds)

    @field_validator("token_url")
    @classmethod
    def _protected(cls, url: str, info: ValidationInfo) -> str:
        if "{tenant}" in url:
            tenant = info.data.get("tenant", "")
            if not tenant:
                raise ValueError("set tenant, the organisation's id or domain there")
            url = url.replace("{tenant}", tenant)
        if not re.match(r"https://[^/\s]+/|http://(127\.\d+\.\d+\.\d+|localhost)[:/]", url):
            raise ValueError("an https URL")
        return url
