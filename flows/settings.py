"""All settings, found where they are: beside what they configure."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings

PACKAGES = ("graph", "signals", "flows", "ui")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands."""

    variable: str
    value: str
    default: str
    origin: str
    """default or environment."""
    meaning: str


def all_settings() -> Iterator[Setting]:
    """Yield every setting of every `Settings` class of the packages, in the order of their modules."""
    for module, meanings in _modules():
        settings = import_module(module).Settings
        if issubclass(settings, BaseSettings):
            yield from _read(settings, meanings)


def _read(settings: type[BaseSettings], meanings: dict[str, str]) -> Iterator[Setting]:
    prefix = settings.model_config.get("env_prefix", "")
    values = settings()
    for name, field in settings.model_fields.items():
        variable = f"{prefix}{name}".upper()
        yield Setting(
            variable=variable,
            value=_shown(getattr(values, name)),
            default=_shown(field.get_default(call_default_factory=True)),
            origin="environment" if variable in os.environ else "default",
            meaning=meanings.get(name, ""),
        )


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "set" if value.get_secret_value() else ""
    home = str(Path.home())
    return "" if value is None else str(value).replace(home, "~")


def _modules() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the modules that define `Settings`, found without importing the others, and what each field means."""
    for package in PACKAGES:
        spec = find_spec(package)
        root = Path(spec.origin or "").parent if spec else None
        for file in sorted(root.rglob("*.py")) if root else ():
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and node.name == "Settings":
                    yield _module(package, file, root), dict(_meanings(node))


def _module(package: str, file: Path, root: Path | None) -> str:
    parts = file.relative_to(root or file).with_suffix("").parts
    return ".".join((package, *(part for part in parts if part != "__init__")))


def _meanings(settings: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the docstring under each field."""
    for field, below in zip(settings.body, settings.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            yield field.target.id, str(below.value.value)
