/** What a figure says in words. In: activations and names. Out: short sentences; numbers are only hinted at. */
import type { Muscle } from "./body";

export type Limb = "left" | "right";

const HOW_HARD: readonly (readonly [number, string])[] = [
  [0.02, "is at rest"],
  [0.1, "hardly works"],
  [0.25, "works lightly"],
  [0.5, "works"],
  [0.75, "works hard"],
];

/** How hard a muscle works, from 0 to 1 of all it has. */
export function howHard(activation: number): string {
  return HOW_HARD.find(([below]) => activation < below)?.[1] ?? "works very hard";
}

const SHARES: readonly (readonly [number, string])[] = [
  [0.15, "about a tenth"],
  [0.225, "about a fifth"],
  [0.29, "about a quarter"],
  [0.415, "about a third"],
  [0.58, "about half"],
  [0.71, "about two thirds"],
  [0.825, "about three quarters"],
];

/** `posterior gluteus medius, right: works, about a third of its strength`. */
export function muscleSays(muscle: Pick<Muscle, "side">, activation: number, solved: boolean): string {
  const side = muscle.side === "" ? "" : `, ${muscle.side}`;
  if (!solved) return `${side}: how hard it works here is not computed`;
  const share = activation < 0.08 ? "" : (SHARES.find(([below]) => activation < below)?.[1] ?? "nearly all");
  return `${side}: ${howHard(activation)}${share === "" ? "" : `, ${share} of its strength`}`;
}

export const otherSide = (side: Limb): Limb => (side === "left" ? "right" : "left");

/** A muscle as it is called on the figure that is shown: a mirrored one has left and right exchanged. */
export function seen<M extends Pick<Muscle, "side">>(muscle: M, mirrored: boolean): M {
  return mirrored && muscle.side !== "" ? { ...muscle, side: otherSide(muscle.side) } : muscle;
}

/** The muscles that work hardest through a repetition, hardest first. */
export function working(peaks: readonly number[], least = 0.1, most = 4): number[] {
  return peaks
    .map((peak, number) => ({ peak, number }))
    .filter(({ peak }) => peak >= least)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, most)
    .map(({ number }) => number);
}
