"""What the settings of every chat platform have in common, and how they can be wrong."""

import re
from dataclasses import dataclass
from typing import Final

from bot.config import Settings
from storage.domain.errors import Problem, SettingsError

_TOKEN: Final = re.compile(r"\d+:[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlatformSettings:
    """A bot's token, another server than the platform's own, and the secret of its webhook; "" where not set.

    ``secret_form`` is what the platform takes as a secret.
    """

    token: str
    base: str
    secret: str
    secret_form: re.Pattern[str]

    def check(self, settings: Settings, problems: tuple[str, str, str, str]) -> None:
        """Raises SettingsError with all that is wrong, by the text keys for token, base, secret and webhook."""
        wrong = (
            not _TOKEN.fullmatch(self.token),
            bool(self.base) and not self.base.startswith(("http://", "https://")),
            bool(self.secret) and not self.secret_form.fullmatch(self.secret),
            # A server of one's own may call without TLS; the platform's calls nobody so.
            bool(self.secret) and not self.base and not settings.public_url.startswith("https://"),
        )
        if any(wrong):
            raise SettingsError(*(Problem(key) for key, is_wrong in zip(problems, wrong, strict=True) if is_wrong))
