"""Operations as a table of their own: what the door checks and the documentation shows.

    cases = Area("cases", _("Cases"))

    @cases.get("/cases/{number}", _("Show a case"), returns=CaseShape, tagged=True)
    def show_case(request: http.Request, number: str) -> HttpResponse: ...

Reading needs the scope `read:cases`, everything else `write:cases`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import ninja

View = TypeVar("View", bound=Callable[..., Any])
_areas: dict[str, "Area"] = {}


@dataclass(frozen=True)
class Operation:
    """One operation. `tagged`: it answers with a single record and its ETag, and changes it only
    for whom names the ETag as If-Match, unless the record is `new`. `power`: what the person must
    be allowed to do; the action checks it too, but only after the body was looked at.

    `upload`: its body is a form with files instead of JSON. `shown_once`: its answer holds a
    secret, so it is not kept for whom asks again with the same key.

    `refuses` are problem codes of its own: (HTTP status, when it happens).
    """

    name: str
    method: str
    path: str
    area: str
    summary: Any
    scope: str
    returns: Any
    description: Any = ""
    status: int = 200
    tagged: bool = False
    new: bool = False
    power: str = ""
    refuses: Sequence[tuple[int, Any]] = ()
    upload: bool = False
    shown_once: bool = False

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, whatever its method is."""
        return self.scope.startswith("read:")

    @property
    def needs_match(self) -> bool:
        """Whether the caller must name the revision it looked at."""
        return self.tagged and not self.new and not self.reads


@dataclass
class Area:
    """A group of operations with its own pair of scopes, `read:name` and `write:name`."""

    name: str
    label: Any
    description: Any = ""
    router: ninja.Router = field(default_factory=ninja.Router)
    operations: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        _areas[self.name] = self

    def get(self, path: str, summary: Any, **more: Any) -> Callable[[View], View]:
        """Show a record or a list."""
        return self.operation("GET", path, summary, **more)

    def post(self, path: str, summary: Any, **more: Any) -> Callable[[View], View]:
        """Make something happen; with `Idempotency-Key` it happens once."""
        return self.operation("POST", path, summary, **more)

    def patch(self, path: str, summary: Any, **more: Any) -> Callable[[View], View]:
        """Change fields of a record that is `tagged`."""
        return self.operation("PATCH", path, summary, **more)

    def operation(
        self, method: str, path: str, summary: Any, *, reads: bool | None = None, **more: Any
    ) -> Callable[[View], View]:
        """Declare one operation of this area; its name is that of the function.

        reads: it needs no more than the scope for reading, though it is a POST. more: `returns`
        and what else an `Operation` has.
        """
        reads = method == "GET" if reads is None else reads
        scope = f"{'read' if reads else 'write'}:{self.name}"

        def declare(view: View) -> View:
            name = view.__name__
            one = Operation(name, method, path, self.name, summary, scope, **more)
            self.operations.append(one)
            view.operation = one  # type: ignore[attr-defined]
            answers = {one.status: one.returns}
            return self.router.api_operation(
                [method], path, response=answers, operation_id=name, summary=name, tags=[self.name]
            )(view)

        return declare


def areas() -> list[Area]:
    """All areas that have been declared so far, in the order of their names."""
    return [_areas[name] for name in sorted(_areas)]
