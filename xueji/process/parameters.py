"""Numbers of the law: every value has a first day in force, a unit, a source and a tag. Read from TOML."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources.abc import Traversable

from xueji.vocabulary.text import Text

Scalar = int | bool | str


class ParameterError(ValueError):
    """A parameter file that cannot be read as one; the message names the parameter and what is wrong."""


class ParameterMissingError(LookupError):
    """A parameter that no file declares, or that has no value in force on the day asked about."""


@dataclass(frozen=True)
class DatedValue:
    """One value and the first day it governs; ``source`` is the article or slide, ``tag`` how sure we are of it."""

    since: date
    value: Scalar
    source: str
    tag: str


@dataclass(frozen=True)
class Parameter:
    """One named number of the law with all its values, oldest first."""

    name: str
    title: Text
    unit: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        """Find the value in force on a day; raise :class:`ParameterMissingError` when there is none yet."""
        in_force = [value for value in self.values if value.since <= day]
        if not in_force:
            message = (
                f"参数“{self.title.zh}”({self.name})在 {day.isoformat()} 尚无有效值; no value is in force on that day"
            )
            raise ParameterMissingError(message)
        return in_force[-1]


@dataclass(frozen=True)
class Parameters:
    """The parameters of one edition."""

    by_name: Mapping[str, Parameter]

    def __contains__(self, name: str) -> bool:
        """Is a parameter of this name declared?"""
        return name in self.by_name

    def parameter(self, name: str) -> Parameter:
        """Find a parameter by name; raise :class:`ParameterMissingError` when no file declares it."""
        if name not in self.by_name:
            message = (
                f"没有名为 {name} 的参数; no parameter is called {name}: declare it in the edition's parameters/*.toml"
            )
            raise ParameterMissingError(message)
        return self.by_name[name]

    def value(self, name: str, on: date) -> Scalar:
        """Value in force on a day, in the parameter's own unit."""
        return self.parameter(name).on(on).value

    def days(self, name: str, on: date) -> int:
        """Value in force on a day, as a whole number of days; raise :class:`ParameterError` for anything else."""
        value = self.value(name, on)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            message = f"参数 {name} 应为天数, 现为 {value!r}; {name} must be a whole number of days"
            raise ParameterError(message)
        return value

    def over(self, base: Parameters) -> Parameters:
        """Lay these parameters over a base: a name declared here replaces the base's."""
        return Parameters({**base.by_name, **self.by_name})

    def describe(self) -> tuple[Parameter, ...]:
        """List every parameter, by name."""
        return tuple(self.by_name[name] for name in sorted(self.by_name))


def parse_parameters(text: str) -> Parameters:
    """Read parameters from TOML text; raise :class:`ParameterError` with the name of the faulty one.

    Shape: one table per parameter with ``title.zh``, ``title.en``, ``unit`` and an array ``values`` of tables with
    ``from`` (a date), ``value``, ``source`` and ``tag``.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"参数文件不是合法的 TOML: {error}; the file is not valid TOML"
        raise ParameterError(message) from error
    return Parameters({name: _parameter(name, body) for name, body in document.items()})


def read_parameters(*folders: Traversable) -> Parameters:
    """Read every ``*.toml`` of the folders; a later folder lies over an earlier one."""
    result = Parameters({})
    for folder in folders:
        files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
        result = _joined(parse_parameters(item.read_text(encoding="utf-8")) for item in files).over(result)
    return result


def _joined(parts: Iterable[Parameters]) -> Parameters:
    joined: dict[str, Parameter] = {}
    for part in parts:
        for name, parameter in part.by_name.items():
            if name in joined:
                message = f"参数 {name} 在同一目录中重复; {name} is declared twice in one folder"
                raise ParameterError(message)
            joined[name] = parameter
    return Parameters(joined)


def _parameter(name: str, body: object) -> Parameter:
    if not isinstance(body, dict):
        message = f"参数 {name} 应为一个表; {name} must be a table"
        raise ParameterError(message)
    try:
        title = Text(zh=str(body["title"]["zh"]), en=str(body["title"]["en"]))
        values = tuple(_dated_value(name, value) for value in body["values"])
        unit = str(body["unit"])
    except (KeyError, TypeError) as error:
        message = f"参数 {name} 缺少 {error}; {name} lacks a title in both languages, a unit or its values"
        raise ParameterError(message) from error
    if not values or any(later.since <= earlier.since for earlier, later in itertools.pairwise(values)):
        message = f"参数 {name} 的各值须按生效日期先后排列且至少一个; values of {name} must be in order of date"
        raise ParameterError(message)
    return Parameter(name=name, title=title, unit=unit, values=values)


def _dated_value(name: str, body: Mapping[str, object]) -> DatedValue:
    since, value = body["from"], body["value"]
    if not isinstance(since, date) or isinstance(since, datetime) or not isinstance(value, int | str):
        message = f"参数 {name} 的值 {body!r} 有误; a value needs a date and a whole number, yes/no or word"
        raise ParameterError(message)
    return DatedValue(since=since, value=value, source=str(body["source"]), tag=str(body["tag"]))
