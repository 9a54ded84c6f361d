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
    scenario: Annotated[str, typer.Argument(help="Scenario folder, or the name of a built-in one.")],
    *,
    score: Annotated[bool, typer.Option(help="Compare the alerts with the truth: one JSON object, last line.")] = False,
    minutes: Annotated[
        float | None, typer.Option(help="Minutes between two looks; none: 10, or what the built-in one asks.", min=1)
    ] = None,
    keep: Annotated[bool, typer.Option(help="Keep the graph of the replay afterwards; scores stand in it.")] = False,
) -> None:
    """Run a scenario through the real flows into a graph of its own, as fast as it goes.

    Example: cyberimpact replay penurie-carburant --score
    """
    from flows.exercise.generate import prepared
    from flows.exercise.scenarios import names
    from flows.replay import replay as run

    if not Path(scenario).is_dir() and scenario not in names():
        raise typer.BadParameter(f"{scenario} is no folder, and no scenario of {', '.join(names())}.")
    with failures():
        folder, step = prepared(scenario)
        result = run(
            folder,
            step=step if minutes is None else timedelta(minutes=minutes),
            keep=keep,
            scored=score,
            progress=lambda line: console.print(line, markup=False),
        )
        if score:
            typer.echo(json.dumps(result.score(), ensure_ascii=False))
