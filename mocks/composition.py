"""Puts the mocks together that are asked for: their data, their sandboxes, and one app for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from understudy.mocks.api import FEW, Api
from understudy.mocks.catalog.api import CATALOG
from understudy.mocks.control.api import control_app
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.delivery.deliverer import Deliverer
from understudy.mocks.front import Front
from understudy.mocks.sandboxes import Sandboxes, Seed, Start
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.thinkific.api import THINKIFIC

APIS: Mapping[str, Api] = {api.name: api for api in (THINKIFIC, SCHEMA, CATALOG)}


@dataclass(frozen=True)
class Options:
    """
    apis            names; none stands for all
    start           what every sandbox starts with
    records         how many records the seeded data of each has, over all collections; None leaves it to the API
    locale, recipe  of the seeded data; see `understudy.fixtures`
    data            file that keeps the state; None keeps it in memory
    """

    apis: tuple[str, ...] = ()
    start: Start = field(default_factory=Start)
    records: int | None = None
    locale: str = "en_US"
    recipe: str = "default"
    data: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Each API that is asked for, once."""
        return tuple(dict.fromkeys(self.apis or APIS))

    def records_of(self, name: str) -> int:
        """How many records an API has: few where it is not alone, so that all are ready soon."""
        if self.records is not None:
            return self.records
        return APIS[name].records if len(self.names) == 1 else FEW


def _unwatched(seed: Seed, _records: int) -> Seed:
    return seed


def sandboxes(options: Options, watch: Callable[[Seed, int], Seed] = _unwatched) -> dict[str, Sandboxes]:
    """The sandboxes of each mock, with the default one open.

    `watch` sees the seeded records go by, and is told how many there will be. Raises DataFileError.
    """
    made = {}
    for name in options.names:
        api = APIS[name]

        def seed(api: Api = api) -> Seed:
            records = options.records_of(api.name)
            made = api.generate(
                seed=options.start.seed, records=records, locale=options.locale, recipe=options.recipe
            )
            return watch(made, records)

        made[name] = api.sandboxes(seed, options.start, _data_of(name, options))
        made[name].known(DEFAULT) or made[name].make(DEFAULT)
    return made


def _data_of(name: str, options: Options) -> Path | None:
    """The data file of one API: the file itself where it is the only one, and one beside it where it is not."""
    if options.data is None or len(options.names) == 1:
        return options.data
    return options.data.with_name(f"{options.data.stem}-{name}{options.data.suffix}")


def app(mocks: Mapping[str, Sandboxes], at_root: bool) -> Front:
    """Every mock and the control API as one ASGI app; `at_root` puts the only mock there, without its name."""
    apps = {name: APIS[name].app(mock) for name, mock in mocks.items()}
    hosts = {host: name for name in mocks for host in APIS[name].hosts}
    alone = next(iter(apps.values())) if at_root else None
    return Front(apps, hosts, control_app(mocks), alone, Deliverer(mocks.values()).run)
