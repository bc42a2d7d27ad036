from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Plugs the rooms together when the program starts."""

    name = "xueji.server"
    label = "server"

    def ready(self) -> None:
        """Bind effects once every room is loaded."""
        # Models exist only now; importing the wiring at the head of this file would be too early.
        from xueji.server.wiring import wire  # noqa: PLC0415

        wire()
