"""A `Skeleton` as an OpenSim model file, so that another program can answer the same questions.

In: the skeleton, and what the muscles can give. Out: the text of an ``.osim`` file (document version 4.0). Two ways of
writing it: with every joint free, for inverse dynamics; and ``lean``, with the joints that follow another written as
functions of it and the kneecap as moving points, as OpenSim's own models do it, so that no constraint slows it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np

from turnout.body.engine import Array
from validation.exchange import Axis, Path, Point, Segment, Skeleton, Wrap

NODES = np.linspace(0.0, 2.2, 23)
"""Knee angles at which a point of the kneecap is given [rad]."""
RESERVE, RESIDUAL = 1.0, 1000.0
"""Optimal force of the actuators of the joints and of the root [Nm or N]."""
LEAST = 0.0
"""Least activation, as in ours."""
CYLINDER_M = 0.3
"""OpenSim's cylinders end; ours do not, so they are written this long at least."""


def osim(skeleton: Skeleton, forces: Mapping[str, float] | None = None, *, lean: bool = False) -> str:
    """The model file.

    Args:
        skeleton: what is written.
        forces: greatest force of each path [N]; without them no muscle is written.
        lean: see above.
    """
    riders = {s.name: s for s in skeleton.segments if lean and _rides(s)}
    segments = [s for s in skeleton.segments if s.name not in riders]
    paths = skeleton.paths if forces else ()
    wraps = [part for path in paths for part in path.parts if isinstance(part, Wrap)]
    muscles = "".join(_muscle(path, (forces or {})[path.name], riders, skeleton) for path in paths)
    actuators = "".join(_actuator(axis) for s in segments for axis in s.axes if not (lean and axis.leader))
    bodies = "".join(_body(s, [w for w in wraps if w.segment == s.name]) for s in segments)
    joints = "".join(_joint(s, lean) for s in segments)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSimDocument Version="40000"><Model name="turnout">\n'
        "<gravity>0 0 -9.81</gravity>\n"
        f"<BodySet><objects>{bodies}</objects></BodySet>\n<JointSet><objects>{joints}</objects></JointSet>\n"
        f"<ForceSet><objects>{muscles}{actuators if forces else ''}</objects></ForceSet>\n</Model></OpenSimDocument>\n"
    )


def _rides(segment: Segment) -> bool:
    """A kneecap: every joint of it follows a joint of another segment."""
    own = {axis.name for axis in segment.axes}
    return all(axis.leader and axis.leader not in own for axis in segment.axes)


def _numbers(values: Array) -> str:
    return " ".join(f"{float(value):.10g}" for value in np.ravel(values))


def _tag(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def euler(turn: Array) -> Array:
    """Angles about x, then the new y, then the new z [rad], (3,)."""
    return np.array(
        [
            np.arctan2(-turn[1, 2], turn[2, 2]),
            np.arcsin(np.clip(turn[0, 2], -1, 1)),
            np.arctan2(-turn[0, 1], turn[0, 0]),
        ]
    )


def _body(segment: Segment, wraps: list[Wrap]) -> str:
    i = segment.inertia
    six = np.array([i[0, 0], i[1, 1], i[2, 2], i[0, 1], i[0, 2], i[1, 2]])
    return (
        f'<Body name="{escape(segment.name)}">{_tag("mass", f"{segment.mass:.10g}")}'
        f"{_tag('mass_center', _numbers(segment.centre))}{_tag('inertia', _numbers(six))}"
        f'<WrapObjectSet name="wraps"><objects>{"".join(map(_wrap, wraps))}</objects></WrapObjectSet></Body>\n'
    )


def _wrap(wrap: Wrap) -> str:
    kind = "WrapSphere" if wrap.length is None else "WrapCylinder"
    length = "" if wrap.length is None else _tag("length", f"{max(wrap.length, CYLINDER_M):.6g}")
    return (
        f'<{kind} name="{wrap.name}"><active>true</active>{_tag("xyz_body_rotation", _numbers(euler(wrap.turn)))}'
        f"{_tag('translation', _numbers(wrap.place))}<quadrant>x</quadrant>{_tag('radius', f'{wrap.radius:.10g}')}"
        f"{length}</{kind}>"
    )


def _joint(segment: Segment, lean: bool) -> str:
    own = [axis for axis in segment.axes if not (lean and axis.leader)]
    coordinates = "".join(
        f'<Coordinate name="{axis.name}"><default_value>0</default_value><range>-10 10</range><clamped>false</clamped>'
        "</Coordinate>"
        for axis in own
    )
    above = f"/bodyset/{segment.parent}" if segment.parent else "/ground"
    where = segment.place + segment.turn @ segment.pivot
    name = segment.name
    return (
        f'<CustomJoint name="{name}_joint"><socket_parent_frame>{name}_above</socket_parent_frame>'
        f"<socket_child_frame>{name}_below</socket_child_frame><coordinates>{coordinates}</coordinates><frames>"
        f"{_frame(f'{name}_above', above, where, euler(segment.turn))}"
        f"{_frame(f'{name}_below', f'/bodyset/{name}', segment.pivot, np.zeros(3))}</frames>"
        f"<SpatialTransform>{_transform(segment, lean)}</SpatialTransform></CustomJoint>\n"
    )


def _frame(name: str, parent: str, place: Array, angles: Array) -> str:
    return (
        f'<PhysicalOffsetFrame name="{name}"><socket_parent>{escape(parent)}</socket_parent>'
        f"{_tag('translation', _numbers(place))}{_tag('orientation', _numbers(angles))}</PhysicalOffsetFrame>"
    )


def _transform(segment: Segment, lean: bool) -> str:
    turns = [axis for axis in segment.axes if not axis.slides]
    slides = [axis for axis in segment.axes if axis.slides]
    return _three("rotation", turns, lean) + _three("translation", slides, lean)


def _three(kind: str, axes: list[Axis], lean: bool) -> str:
    lines = [axis.along for axis in axes]
    while len(lines) < 3:  # OpenSim wants three independent axes; the others stand still
        spare = min(np.eye(3), key=lambda e: sum(abs(float(e @ line)) for line in lines))
        lines.append(np.asarray(spare))
    parts: list[str] = []
    for n, line in enumerate(lines):
        axis = axes[n] if n < len(axes) else None
        parts.append(f'<TransformAxis name="{kind}{n + 1}">{_moves(axis, line, lean)}</TransformAxis>')
    return "".join(parts)


def _moves(axis: Axis | None, line: Array, lean: bool) -> str:
    along = _tag("axis", _numbers(line))
    if axis is None:
        return f'<coordinates></coordinates>{along}<Constant name="function"><value>0</value></Constant>'
    if lean and axis.leader:
        polynomial = _tag("coefficients", _numbers(np.array(axis.follows[::-1])))
        function = f'<PolynomialFunction name="function">{polynomial}</PolynomialFunction>'
        return f"<coordinates>{axis.leader}</coordinates>{along}{function}"
    function = '<LinearFunction name="function"><coefficients>1 0</coefficients></LinearFunction>'
    return f"<coordinates>{axis.name}</coordinates>{along}{function}"


def _muscle(path: Path, force: float, riders: Mapping[str, Segment], skeleton: Skeleton) -> str:
    points: list[str] = []
    wraps: list[str] = []
    for part in path.parts:
        if isinstance(part, Point):
            points.append(_point(f"{path.name}_{len(points) + 1}", part, riders, skeleton))
        else:
            between = f"{len(points)} {len(points) + 1}"
            wraps.append(
                f'<PathWrap name="{part.name}_on"><wrap_object>{part.name}</wrap_object><method>hybrid</method>'
                f"<range>{between}</range></PathWrap>"
            )
    return (
        f'<DeGrooteFregly2016Muscle name="{path.name}"><min_control>{LEAST:g}</min_control><max_control>1</max_control>'
        f'<GeometryPath name="geometrypath"><PathPointSet><objects>{"".join(points)}</objects></PathPointSet>'
        f"<PathWrapSet><objects>{''.join(wraps)}</objects></PathWrapSet></GeometryPath>"
        f"{_tag('max_isometric_force', f'{force:.8g}')}<optimal_fiber_length>0.1</optimal_fiber_length>"
        "<tendon_slack_length>0.2</tendon_slack_length><ignore_tendon_compliance>true</ignore_tendon_compliance>"
        f"<ignore_activation_dynamics>true</ignore_activation_dynamics></DeGrooteFregly2016Muscle>\n"
    )


def _point(name: str, point: Point, riders: Mapping[str, Segment], skeleton: Skeleton) -> str:
    rider = riders.get(point.segment)
    if rider is None:
        return (
            f'<PathPoint name="{name}"><socket_parent_frame>/bodyset/{escape(point.segment)}</socket_parent_frame>'
            f"{_tag('location', _numbers(point.place))}</PathPoint>"
        )
    leader = rider.axes[0].leader
    home = next(s for s in skeleton.segments if any(axis.name == leader for axis in s.axes))
    coordinate = f"/jointset/{home.name}_joint/{leader}"
    places = np.array([_carried(rider, home, point.place, float(angle)) for angle in NODES])
    sockets = "".join(_tag(f"socket_{axis}_coordinate", coordinate) for axis in "xyz")
    lines = "".join(
        f"<{axis}_location><SimmSpline>{_tag('x', _numbers(NODES))}{_tag('y', _numbers(places[:, n]))}</SimmSpline>"
        f"</{axis}_location>"
        for n, axis in enumerate("xyz")
    )
    parent = _tag("socket_parent_frame", f"/bodyset/{escape(home.name)}")
    return f'<MovingPathPoint name="{name}">{parent}{sockets}{lines}</MovingPathPoint>'


def _carried(rider: Segment, home: Segment, place: Array, leader: float) -> Array:
    """Where a point of a kneecap is in the shin's frame when the knee is bent by so much [rad]."""
    moved, turned = _posed(rider, leader)
    origin, turn = _posed(home, leader)
    return turn.T @ (moved + turned @ place - origin)


def _posed(segment: Segment, leader: float) -> tuple[Array, Array]:
    """Place and turn of a segment in its parent's frame."""
    from turnout.body.ik import about_axis

    moved, turned = np.zeros(3), np.eye(3)
    for axis in segment.axes:
        amount = sum(c * leader**n for n, c in enumerate(axis.follows)) if axis.leader else leader
        if axis.slides:
            moved = moved + turned @ axis.along * amount
        else:
            turned = turned @ about_axis(axis.along, float(np.degrees(amount)))
    place = segment.place + segment.turn @ (moved + segment.pivot - turned @ segment.pivot)
    return place, segment.turn @ turned


def _actuator(axis: Axis) -> str:
    force = RESIDUAL if axis.name.startswith("root_") else RESERVE
    return (
        f'<CoordinateActuator name="{axis.name}_reserve"><min_control>-1000</min_control>'
        f"<max_control>1000</max_control><coordinate>{axis.name}</coordinate>{_tag('optimal_force', f'{force:g}')}"
        "</CoordinateActuator>"
    )
