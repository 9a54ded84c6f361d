"""Where alerts may be sent, and how; nothing is sent anywhere unless these settings name it."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_DELIVERY_HOSTS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_DELIVERY_")

    hosts: tuple[str, ...] = ()
    """Hosts that webhooks may be sent to, as `["hooks.example.org", "10.1.2.3:8443"]`; none: no webhook at all."""
    inside: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks of yours in which such a host may lie, as `["10.1.2.0/24"]`; without it only public addresses are
    spoken to, whatever a name leads to."""
    domains: tuple[str, ...] = ()
    """Domains that mails may be sent to, as `["example.gouv.fr"]`; none: no mail at all."""
    address: str = ""
    """Address of the app as those who are told reach it, as `https://cellule.example.org`; none: no link."""
    smtp_host: str = ""
    """Server that takes our mails; none: no mail at all."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Port of that server."""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How it is spoken to: starttls, tls from the start, or none, on loopback only."""
    smtp_user: str = ""
    """Account on that server; none: it asks for none."""
    smtp_password: SecretStr = SecretStr("")
    """Password of that account."""
    sender: str = ""
    """Address that mails come from, as `alertes@example.gouv.fr`."""
    ca: Path | None = None
    """File (PEM) of the authorities that webhooks and the mail server are held against; none: those of the system."""
    seconds: float = Field(default=10.0, gt=0)
    """Longest time for one sending."""
    keep_days: float = Field(default=90, gt=0)
    """Days for which it is kept what was told to whom; never in what words."""
