"""What every figure of one body is made of: its bones as meshes, its muscles, its skin, all in the standing posture.

In: a body and the knowledge. Out: `Parts`, each worked out when first needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from turnout.body.engine import Array
from turnout.body.figure.bones import bones_of
from turnout.body.figure.mesh import Mesh
from turnout.body.figure.muscles import Strand, strands_of
from turnout.body.figure.places import Places, lengths_of, matrices
from turnout.body.figure.skin import Cover, covers_of
from turnout.body.model import Body
from turnout.knowledge import Knowledge

POINTS = 10
"""Of a muscle's path."""


@dataclass(frozen=True)
class Parts:
    """Of one body.

    Attributes:
        body: whose.
        k: what the muscles' groups are read from, and words.
    """

    body: Body
    k: Knowledge

    @cached_property
    def bones(self) -> dict[str, Mesh]:
        """By node."""
        return bones_of(self.body.engine_model)

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(self.bones)

    @cached_property
    def strands(self) -> tuple[Strand, ...]:
        """The muscles, in the order of the body file."""
        return strands_of(self.body, self.k)

    @cached_property
    def rest(self) -> tuple[Array, Array]:
        """Places (n, 3) and unit quaternions (n, 4) of the nodes in the standing posture, glTF axes."""
        return self.standing().bodies()

    @cached_property
    def inverses(self) -> Array:
        """What brings a point of the world into each node, in the standing posture, (n, 4, 4)."""
        at, turn = self.rest[0], matrices(self.rest[1])
        out = np.tile(np.eye(4), (len(at), 1, 1))
        out[:, :3, :3] = turn.transpose(0, 2, 1)
        out[:, :3, 3] = -np.einsum("nji,nj->ni", turn, at)
        return out

    @cached_property
    def usual(self) -> Array:
        """Length of each muscle's path in standing [m], for which the radii are."""
        places = self.standing()
        return lengths_of(np.array([places.path(strand.tendon, POINTS) for strand in self.strands]))

    @cached_property
    def covers(self) -> list[Cover]:
        """Skin and clothes; none where MakeHuman's data are not installed."""
        return covers_of(self.nodes, *self.rest, self.bones)

    def standing(self) -> Places:
        """A working space in the standing posture."""
        places = Places(self.body.engine_model, self.nodes)
        places.take(self.body.engine_model.qpos0)
        return places
