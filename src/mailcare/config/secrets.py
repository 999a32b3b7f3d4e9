"""Reading a password at the moment it is needed, from where the config points to."""

import os
from pathlib import Path

from mailcare.config.base import Section
from mailcare.errors import ConfigError


def read_secret(section: Section, name: str = "password") -> str:
    """Return the secret called `name` of a table of the config without its closing line end.

    Raises:
        ConfigError: there is none; the text names the place, never the content.
    """
    env, credential, file = (
        getattr(section, f"{name}_{kind}") for kind in ("env", "credential", "file")
    )
    if env is not None:
        return _from_environment(env)
    if credential is not None:
        return _from_file(_credential(credential), name)
    if file is not None:
        return _from_file(file, name)
    raise ConfigError(f"no {name.replace('_', ' ')} is configured")


def _from_environment(name: str) -> str:
    secret = os.environ.get(name, "")
    if not secret:
        raise ConfigError(f"the environment variable {name} is not set or empty; set it")
    return secret


def _credential(name: str) -> Path:
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if not folder:
        raise ConfigError(
            f"the credential {name} is only there under systemd: add "
            f"LoadCredential={name}:FILE to the service, or use password_file"
        )
    return Path(folder, name)


def _from_file(path: Path, name: str) -> str:
    what = name.replace("_", " ")
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the {what} file {path} can't be read: {_why(error)}") from None
    if not secret or "\n" in secret:
        raise ConfigError(f"the {what} file {path} must hold one line, the {what}")
    return secret


def _why(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "unknown") if isinstance(error, OSError) else "it isn't UTF-8"
