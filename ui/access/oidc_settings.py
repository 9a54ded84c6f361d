"""Settings of logging in through an OpenID Connect provider (`CYBERIMPACT_OIDC_…`); off unless an issuer is named."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.users.roles import Role


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_OIDC_ISSUER`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_OIDC_")

    issuer: str = ""
    """Address of the provider, as `https://sso.example.gouv.fr/realms/cellule`; none: nobody logs in through one."""
    client_id: str = "cyberimpact"
    """Name under which the provider knows the app."""
    client_secret: SecretStr = SecretStr("")
    """Its secret; none: a public client, held by PKCE alone."""
    address: str = ""
    """Address of the app as browsers reach it, as `https://cellule.example.org`: the provider sends them back to its
    `/login/oidc/back`."""
    scopes: str = "openid profile"
    """Scopes that are asked for."""
    login_claim: str = "preferred_username"
    """Claim that holds the login."""
    roles_claim: str = "groups"
    """Claim that holds what people are, a list or a word; dots lead inside, as `realm_access.roles`."""
    roles: dict[str, Role] = {}
    """Role for each value of that claim, as `{"cellule-veille": "veille"}`; of several, the one that may do most. Who
    has none does not get in."""
    label: str = ""
    """Name of the provider on the login page; none: its host."""
    ca: Path | None = None
    """File (PEM) of the authorities that the provider is held against; none: those of the system."""
    end_session: bool = True
    """Whether logging out also logs out at the provider, where it can."""
