"""`cyberimpact exercise`: play an exercise without the app, and see where it stands."""

import secrets
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import UsageProblem, console, failures
from graph.exercise import Order, Room
from graph.exercise.known import scenarios

app = typer.Typer(help="Exercises, directed on the page Exercice of the app or from here.", no_args_is_help=True)


@app.command()
def play(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario, or a scenario folder; none: go on with the last exercise.")
    ] = None,
    *,
    speed: Annotated[float | None, typer.Option(help="Minutes of the exercise in a minute.", min=1, max=3600)] = None,
) -> None:
    """Play an exercise in a graph of its own until it is over; Ctrl-C interrupts it, and the next `play` goes on.

    Example: cyberimpact exercise play campagne-fraude --speed 60
    """
    from flows.exercise.player import Player

    with failures():
        room = Room()
        room.ask(_ordered(room, scenario, speed))
        Player(room, lambda line: console.print(line, markup=False)).run()
        console.print("the exercise is over: its account (RETEX) is on the page Exercice of the app")


def _ordered(room: Room, scenario: str | None, speed: float | None) -> Order:
    if scenario is None:
        last = room.order()
        if last is None:
            raise UsageProblem(f"there is no exercise to go on with: choose one of {', '.join(scenarios())}")
        return replace(last, want="play", asked_at=time.time(), speed=speed or last.speed)
    if room.is_played():
        raise UsageProblem("an exercise is played already: end it on the page Exercice of the app")
    if scenario not in scenarios() and not Path(scenario).is_dir():
        raise UsageProblem(f"{scenario} is no folder, and no scenario of {', '.join(scenarios())}")
    given = scenario if scenario in scenarios() else str(Path(scenario).resolve())
    return Order(id=secrets.token_hex(8), scenario=given, speed=speed or 20.0, asked_at=time.time())


@app.command()
def status() -> None:
    """Say where the exercise stands.

    Example: cyberimpact exercise status
    """
    with failures():
        room = Room()
        order, course = room.order(), room.course()
        if order is None or course is None or course.id != order.id:
            console.print("no exercise")
            return
        plays = "a process plays it" if room.is_played() else "nobody plays it"
        at = course.clock(time.time()) if room.is_played() else course.at
        console.print(
            f"{order.scenario}: {course.phase}, {plays}; it is {at:%Y-%m-%d %H:%M} UTC of "
            f"{course.end:%Y-%m-%d %H:%M}, speed x{order.speed:g}",
            markup=False,
        )
