"""What all sections of the config have in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the config file: frozen, no unknown keys, values never quoted in errors."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        revalidate_instances="never",
    )
