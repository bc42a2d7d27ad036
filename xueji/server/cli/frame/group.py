"""A group whose commands are known by name and one line each, and imported only when one of them is run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Member:
    """A command: the module that holds it as `command`, and its line in the list of commands."""

    module: str
    line: str


COMMANDS: Mapping[str, Member] = {
    "demo": Member("demo", "开办一座虚构的训练城市。 Run an invented training city."),
    "setup": Member("setup", "开办一座真实的城市。 Set up a real city."),
    "serve": Member("serve", "运行网页服务。 Run the web server."),
    "worker": Member("worker", "运行后台任务。 Run background jobs."),
    "migrate": Member("migrate", "升级数据库。 Bring the database to this version."),
    "import": Member("import_", "导入外来名单。 Import lists from outside."),
    "takeover": Member("takeover", "从文件接管已有学籍。 Take an existing register over from files."),
    "seed": Member("seed", "生成任意规模的虚构学生。 Invent a city of any size."),
    "exchange": Member("border.exchange", "与全国系统收发、对账。 Exchange with the national system."),
    "nation": Member("nation", "运行、操纵虚构的全国系统。 Run and steer a pretend national system."),
    "rulebook": Member("rulebook", "检查、查看规则集。 Check or show rulebooks."),
    "clocks": Member("clocks", "查看办理时限，重算在办业务的到期日。 Show periods; move open due dates."),
    "backup": Member("keeping.backup", "备份整座城市，运行中也可。 Back a city up while it runs."),
    "restore": Member("keeping.restore", "从备份恢复到空处。 Restore a backup into an empty place."),
    "verify": Member(
        "keeping.verify", "核对备份，或核对数据是否合规。 Check a backup, or the city's rows against the law."
    ),
    "account": Member(
        "keeping.account", "为无人能救的账号重置口令。 Let an account in again that nobody else can help."
    ),
    "doctor": Member("doctor", "检查本机缺少什么。 Say what is missing and how to mend it."),
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is looked up, not when the program starts."""

    def __init__(self, *args: object, members: Mapping[str, Member], **options: object) -> None:
        """Keep the table of commands; the rest is click's."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.members = members

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of a first day."""
        del ctx
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that was asked for."""
        del ctx
        member = self.members.get(cmd_name)
        if member is None:
            return None
        command = importlib.import_module(f"xueji.server.cli.{member.module}").command
        assert isinstance(command, click.Command), f"{member.module}.command is no command"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing none of them."""
        del ctx
        with formatter.section("命令 Commands"):
            formatter.write_dl([(name, member.line) for name, member in self.members.items()])
