"""A knowledge folder of one exercise, one measure and one programme: sound, and quick to load."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "exercises/clam.md": """---
id: clam
name: Clam
kind: strength
role: work
position: side-lying
equipment: [mat]
sides: each
family: clam
demands: [floor]
needs: [er-strength]
muscles: {source: ours, primary: [piriformis], secondary: []}
ladder:
  - {id: no-band, name: No band, motion: {hip_flexion_deg: 45}, load: {kg: 0}, source: text}
  - {bands: [band-yellow, band-red], equipment: loop-band, source: text, says: Above the knees.}
doses:
  - {source: text, row: t_clam, sets: 3, reps: [12, 15], says: as written}
prescribe: {source: ours, sets: 3, reps: [12, 20], step: 2}
tempo: {source: ours, up_s: 2, hold_s: 1, down_s: 3}
rest: {source: ours, rest_s: 45}
rows: [t_clam]
decisions:
  - {id: D-01, says: "Feet together, not knees."}
---
Opens the top knee.

## Steps
1. Lie on your side.

## Cues
- Heels together.

## Avoid
- Rolling back.

## Stop
- A pinch.
""",
    "measures/prone-er.yaml": """id: prone-er
name: Outward rotation
kind: range
what: How far the thigh turns out.
position: prone
posture: On the front.
sides: each
unit: deg
better: neither
demands: [floor]
methods: [phone]
bounds: {source: ours, low: -10, high: 90}
trials: {source: ours, count: 3}
alone: [Lie down.]
norms:
  - {source: text, mean: 40, sd: 8, sex: f, age: [20, 60]}
bands:
  - {source: ours, name: low, low: -10, high: 20, says: Low.}
error:
  - {source: text, methods: [phone], who: self, mdc: 12}
tells: [Range.]
cannot_tell: [Why.]
rows: [t_test]
""",
    "programmes/two-phases.yaml": """id: two-phases
name: Two phases
summary: First without, then with a band.
evidence: {source: text, grade: expert opinion, says: One text.}
who_for: Everybody.
not_for: [Nobody.]
excludes: [new-hip]
affected: none
frequency: {source: ours, sessions: 3}
phases:
  - id: first
    number: 1
    name: First
    says: No band.
    weeks: {source: text, start: 0, end: 4}
    gate: gate-1
    items:
      - {exercise: clam, to_level: no-band, dose: {source: text, sets: 3, reps: 15, per_week: 3}}
  - id: second
    number: 2
    name: Second
    says: With a band.
    weeks: {source: text, start: 4}
    items:
      - {exercise: clam, from_level: band-yellow, dose: {source: text, sets: 3, reps: 15, per_week: 3}}
measures: [prone-er]
rows: [t_all]
""",
    "criteria/gate-1.yaml": """id: gate-1
says: The clam 3 x 15.
why: The text says so.
source: text
test:
  all:
    - {days_since: {since: phase, at_least: 28}}
    - any:
        - {dose_met: {exercise: clam, level: no-band, sets: 3, reps: 15}}
        - not: {reading: {measure: prone-er, at_most: 20}}
""",
    "safety/red-flags.yaml": """- id: cannot-bear-weight
  urgency: now
  name: Cannot stand
  asks: Can you not stand?
  says: Get help.
  why: It may be broken.
  source: text
""",
    "safety/conditions.yaml": """- id: new-hip
  name: New hip
  asks: A new hip?
  says: Care.
  demands: [floor]
  entries: [clam]
  source: text
""",
    "safety/demands.yaml": "- {id: floor, says: getting down to the floor}\n",
    "safety/rules.yaml": "- {id: gap-days, value: 14, unit: days, says: a gap this long steps back, source: ours}\n",
    "muscles.yaml": """- id: piriformis
  name: Piriformis
  group: deep-rotators
  nerve: its own
  roots: S1-S2
  origin: sacrum
  insertion: trochanter
  role: Turns the thigh out.
  actions:
    - {flexion_deg: [0, 45], does: external-rotation, moment_arm_mm: [20, 29], source: text}
  source: text
""",
    "needs.yaml": """- id: er-strength
  name: Strength
  says: Weak.
  muscles: {piriformis: 1}
  kinds: [strength]
  source: ours
""",
    "bands.yaml": """- {id: band-yellow, name: Yellow band, force_kg_at_100: 1.3, source: text}
- {id: band-red, name: Red band, force_kg_at_100: 1.7, source: text}
""",
    "sources.yaml": """text: {cite: "A text", kind: text, year: 2018, sure: verified}
ours: {cite: "Ours", kind: design, sure: design}
""",
    "rows.yaml": """t1:
  t_clam: ["Clam", strength]
  t_test: ["Test", test]
  t_all: ["Programme", programme]
""",
}


def write(folder: Path) -> Path:
    """Writes the folder."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder
