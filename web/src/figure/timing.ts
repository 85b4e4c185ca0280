/**
 * From a repetition as it is counted to a moment of the track.
 *
 * In: seconds out, held and back as they are done, and how far the repetition is. Out: seconds on the track's own time
 * line, whose turning point is where its phase is 0.5. However slowly somebody moves, the figure turns when they do.
 */
import { at } from "./matrix";
import type { Track } from "./track";

/** Seconds out, held at the turning point, and back. */
export interface Beat {
  readonly out: number;
  readonly held: number;
  readonly back: number;
}

const HALF = 0.5;
const CLOSE = 1e-4;

/** The track's own beat. */
export function beatOf({ time, phase, frames }: Pick<Track, "time" | "phase" | "frames">): Beat {
  let first = 0;
  while (first < frames - 1 && at(phase, first) < HALF - CLOSE) first += 1;
  let last = frames - 1;
  while (last > first && at(phase, last) > HALF + CLOSE) last -= 1;
  return { out: at(time, first), held: at(time, last) - at(time, first), back: at(time, frames - 1) - at(time, last) };
}

/** Where on the track's time line a repetition is; `fraction` of its whole length, in the given beat. */
export function momentOf(track: Beat, done: Beat | null, fraction: number): number {
  const whole = track.out + track.held + track.back;
  const share = Math.min(1, Math.max(0, fraction));
  if (done === null) return share * whole;
  const length = done.out + done.held + done.back;
  const spent = share * length;
  if (length <= 0) return share * whole;
  if (spent < done.out) return (spent / done.out) * track.out;
  if (spent < done.out + done.held) return track.out + ((spent - done.out) / done.held) * track.held;
  if (done.back <= 0) return track.out + track.held;
  return track.out + track.held + Math.min(1, (spent - done.out - done.held) / done.back) * track.back;
}

/** A loop of several repetitions: where it is in the one that is counted. */
export function inLoop(moment: number, repetition: number, counts: number, seconds: number): number {
  return counts <= 1 ? moment : ((repetition % counts) * seconds + moment) / counts;
}

/** The moment of a phase, from 0 to 1; the turning point is the first moment at which it is reached. */
export function momentOfPhase(track: Pick<Track, "time" | "phase" | "frames">, wanted: number): number {
  const beat = beatOf(track);
  if (wanted <= HALF) return (wanted / HALF) * beat.out;
  return beat.out + beat.held + ((wanted - HALF) / HALF) * beat.back;
}
