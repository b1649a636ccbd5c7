"""The channel's name, and the addresses it has on our server."""

from typing import Final

CHANNEL: Final = "zalo"
WEBHOOK: Final = "/zalo"
FILES: Final = "/zalo/tep"
UPLOADS: Final = "/zalo/gui"
