/**
 * What the figure shows at a moment of a session: which move, on which side, and how it stands or moves.
 *
 * In: a plan and the view of the moment. Out: a move, or `null` where there is nothing to follow, and its course.
 * Before
 * and between sets it waits in the position the coming set begins in; in a hold it stays in the position held.
 */
import type { Course, Move } from "../figure/guide";
import type { Beat } from "../figure/timing";
import type { Item } from "../offline/types";
import { moveOf, type Plan, repMs } from "./plan";
import type { View } from "./view";

/** Anything that shows a move and follows a course. */
export interface Follower {
  show(move: Move | null): void;
  follow(course: Course): void;
}

const START = 0;
const TURN = 0.5;

export function shownAt(plan: Plan, view: View, pace: number): { move: Move | null; course: Course } {
  const item = view.phase === "rest" ? (view.next?.item ?? view.item) : view.item;
  const shows = view.phase === "intro" || view.phase === "ready" || view.phase === "work" || view.phase === "rest";
  return { move: shows ? figureOf(item) : null, course: courseOf(plan, view, item, pace) };
}

export function figureOf(item: Item): Move {
  return { motion: item.exercise, level: item.level, side: item.side === "left" ? "left" : "right" };
}

function courseOf(plan: Plan, view: View, item: Item, pace: number): Course {
  if (view.phase === "intro") return { kind: "loops" };
  if (item.reps === null) return { kind: "stands", phase: TURN, works: view.phase === "work" };
  if (view.phase !== "work") return { kind: "stands", phase: START, works: false };
  return {
    kind: "counted",
    beat: beatOf(plan, item),
    repetition: view.count - 1,
    fraction: view.fraction,
    length: repMs(plan, item, pace),
    runs: view.running,
  };
}

/** Seconds out, held and back as they are counted; `null` where a repetition is one thing, such as a step. */
function beatOf(plan: Plan, item: Item): Beat | null {
  const { tempo } = item;
  if (tempo === null || moveOf(plan, item).kind === "walk" || tempo.up_s + tempo.hold_s + tempo.down_s < 1) return null;
  const down = tempo.first === "down";
  return { out: down ? tempo.down_s : tempo.up_s, held: tempo.hold_s, back: down ? tempo.up_s : tempo.down_s };
}
