"""`cyberimpact demo` and `replay`: exercises."""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import console, failures


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(demo)
    app.command()(replay)


def demo(
    *,
    pause: Annotated[float | None, typer.Option(help="Seconds between two looks.", min=0)] = None,
    hold: Annotated[bool, typer.Option(help="Stay open when the exercise is over.")] = True,
) -> None:
    """Load the demo's history, open the app, play the crisis: an EXERCICE in a graph of its own. Ctrl-C ends all.

    Example: cyberimpact demo --pause 1
    """
    from flows.demo import Demo, Settings

    began = time.monotonic()
    with failures():
        settings = Settings() if pause is None else Settings(pause=pause)
        Demo(lambda line: console.print(f"{time.monotonic() - began:6.1f} s  {line}", markup=False), settings).run(
            hold=hold
        )


def replay(
    directory: Annotated[Path, typer.Argument(help="Scenario folder.", exists=True, file_okay=False)],
    *,
    score: Annotated[bool, typer.Option(help="Compare the alerts with the truth: one JSON object, last line.")] = False,
    minutes: Annotated[float, typer.Option(help="Minutes of the scenario between two looks.", min=1)] = 10,
    keep: Annotated[bool, typer.Option(help="Keep the graph of the replay afterwards.")] = False,
) -> None:
    """Run a scenario through the real flows into a graph of its own, as fast as it goes.

    Example: cyberimpact replay exercises/flood --score
    """
    from flows.replay import replay as run

    with failures():
        result = run(
            directory,
            step=timedelta(minutes=minutes),
            keep=keep,
            progress=lambda line: console.print(line, markup=False),
        )
        if score:
            typer.echo(json.dumps(result.score(), ensure_ascii=False))
