"""The command line: run, demo, org, invite, due, calendar, check, export, simulate, audit, keys, backup, restore."""

import sys

import typer

from bot.key_commands import backup, keys_cli, restore
from bot.logs import set_up_logs
from bot.office_commands import calendar, due, invite, organisation_cli, revoke
from bot.reading_commands import audit_cli, check, erasures, export, outbox
from bot.serving_commands import demo, run, simulate_cli, unhook
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import DialogueError, SettingsError

# A command imports what it needs when it is called: --help answers at once.
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
for command in (run, demo, check, invite, revoke, due, calendar, outbox, erasures, unhook, export, backup, restore):
    cli.command()(command)
for name, group in (
    ("org", organisation_cli),
    ("simulate", simulate_cli),
    ("audit", audit_cli),
    ("keys", keys_cli),
):
    cli.add_typer(group, name=name)


def main() -> None:
    """Run the command; a problem of the settings is told line by line, without a traceback."""
    set_up_logs()
    try:
        cli()
    except SettingsError as error:
        for line in problem_lines(error):
            print(line, file=sys.stderr)
        sys.exit(2)
    except DialogueError as error:
        print(type(error).__name__, file=sys.stderr)
        sys.exit(1)


def problem_lines(error: SettingsError) -> list[str]:
    """A settings error in words, one line a problem."""
    return [say(DEFAULT_LANGUAGE, problem.text_key, **problem.arguments) for problem in error.problems_found]


if __name__ == "__main__":
    main()
