"""A record that is filled quickly is the record it was: its signature, its defaults, its ice."""

import copy
import pickle
from dataclasses import FrozenInstanceError, astuple, dataclass, field, fields, replace
from inspect import signature

import pytest

from policies.quick import quick


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    count: int = 3
    said: list[str] = field(default_factory=list)
    none: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    count: int = 3
    said: list[str] = field(default_factory=list)
    none: str | None = None


def test_it_holds_what_a_slow_one_holds() -> None:
    made = Quick("a", said=["x"])
    assert astuple(made) == astuple(Slow("a", said=["x"])) == ("a", 3, ["x"], None)
    assert type(made) is Quick


def test_it_takes_the_same_in_the_same_order() -> None:
    assert list(signature(Quick).parameters) == list(signature(Slow).parameters)
    assert [one.name for one in fields(Quick)] == [one.name for one in fields(Slow)]
    with pytest.raises(TypeError, match=r"Quick.__init__\(\) missing 1 required .* 'name'"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        Quick("a", nmae="b")  # type: ignore[call-arg]


def test_what_is_made_for_each_is_nobody_elses() -> None:
    assert Quick("a").said is not Quick("a").said


def test_nothing_in_it_can_be_changed() -> None:
    made = Quick("a")
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.count
    with pytest.raises(AttributeError):
        object.__setattr__(made, "other", 1)


def test_it_is_compared_matched_copied_and_kept_as_before() -> None:
    made = Quick("a", 5)
    assert made == Quick("a", 5) != Quick("a")
    assert replace(made, count=6) == Quick("a", 6)
    assert copy.copy(made) == pickle.loads(pickle.dumps(made)) == made
    assert repr(made) == "Quick(name='a', count=5, said=[], none=None)"
    match made:
        case Quick(name, count):
            assert (name, count) == ("a", 5)


def test_one_with_a_parent_is_refused() -> None:
    class Child(Slow):
        """More than a record."""

    with pytest.raises(TypeError, match="`Child` is more than a frozen record"):
        quick(Child)


def test_one_that_does_more_once_it_is_filled_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        name: str

        def __post_init__(self) -> None:
            """Look at it."""

    with pytest.raises(TypeError, match="cannot be filled quickly"):
        quick(Checked)


def test_one_of_a_kind_made_just_now_is_filled_as_a_slow_one_is() -> None:
    @quick
    @dataclass(frozen=True, slots=True)
    class Fresh:
        name: str
        count: int = 3
        said: list[str] = field(default_factory=list)
        none: str | None = None

    made = Fresh("a", said=["x"])
    assert (type(made), astuple(made)) == (Fresh, ("a", 3, ["x"], None))
    assert Fresh("a").said == []
    assert Fresh("a").said is not Fresh("a").said
    assert list(signature(Fresh).parameters) == list(signature(Slow).parameters)
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError, match=r"Fresh.__init__\(\) missing 1 required .* 'name'"):
        Fresh()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        object.__setattr__(made, "other", 1)


def test_one_whose_fields_are_not_given_in_order_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Worked:
        name: str
        out: int = field(default=1, init=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        name: str

    for kind in (Worked, Named):
        with pytest.raises(TypeError, match="cannot be filled quickly"):
            quick(kind)
