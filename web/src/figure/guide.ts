/**
 * The figure of a running session: it moves with the person. In: which move, which side, and how far the repetition is.
 * Out: the figure in its place, or nothing, and then the session goes on without it as before.
 */
import { Pulse } from "./clock";
import { canDraw } from "./exhibit";
import { bindGestures } from "./gestures";
import { bodyOf, type Ready, trackOf, whenReady } from "./source";
import { pageTheme } from "./theme";
import { type Beat, beatOf, inLoop, momentOf, momentOfPhase } from "./timing";
import type { Track } from "./track";
import { Viewer } from "./viewer";
import type { Limb } from "./words";

export interface Move {
  readonly motion: string;
  readonly level: string;
  readonly side: Limb;
}

/** How a figure stands or moves: in a position; through a repetition that is counted; by itself, to be looked at. */
export type Course =
  /** Who only waits there does not work: no muscle is warm. */
  | { readonly kind: "stands"; readonly phase: number; readonly works: boolean }
  | {
      readonly kind: "counted";
      readonly beat: Beat | null;
      readonly repetition: number;
      readonly fraction: number;
      /** Length of a repetition [ms], and whether time runs. */
      readonly length: number;
      readonly runs: boolean;
    }
  | { readonly kind: "loops" };

/** As long as the clock of the session may be silent before the figure waits for it [ms]. */
const AHEAD_MS = 250;

export class Guide {
  private readonly place: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly still: boolean;
  private readonly able: boolean;
  private viewer: Viewer | null = null;
  private pulse: Pulse | null = null;
  private track: Track | null = null;
  private wanted = "";
  private shown = "";
  private course: Course = { kind: "stands", phase: 0, works: false };
  private told = 0;
  private begun = 0;
  private broken = false;
  /** What the last picture showed; the same is not drawn again. */
  private drawn = "";

  constructor(place: HTMLElement) {
    this.place = place;
    const page = place.ownerDocument;
    const view = page.defaultView;
    this.still = view?.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
    this.able = canDraw(page);
    this.canvas = page.createElement("canvas");
    this.canvas.className = "motion-canvas";
    this.canvas.setAttribute("role", "img");
    view?.matchMedia?.("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.viewer?.tint(pageTheme(page));
      this.drawn = "";
      this.pulse?.wake();
    });
  }

  /** Shows a move; `null` hides the figure. Asked for at every tick, it does something only when the move changes. */
  show(move: Move | null): void {
    const key = move === null ? "" : `${move.motion} ${move.level} ${move.side}`;
    if (key === this.wanted) return;
    this.wanted = key;
    if (move === null || this.broken) {
      this.hide();
      return;
    }
    void this.load(move, key);
  }

  /** How it stands or moves from now on. */
  follow(course: Course): void {
    const now = performance.now();
    if (course.kind === "loops" && this.course.kind !== "loops") this.begun = now;
    this.course = course;
    this.told = now;
    this.pulse?.wake();
  }

  private async load(move: Move, key: string): Promise<void> {
    const gone = (): boolean => this.wanted !== key;
    try {
      const ready = await whenReady(move.motion, move.level, undefined, gone);
      if (gone()) return;
      if (ready === null) return this.hide();
      if (!this.able) return this.picture(ready, move.side);
      const [body, track] = await Promise.all([bodyOf(ready.body), trackOf(ready.track)]);
      if (gone()) return;
      this.viewer ??= this.made(body);
      this.track = track;
      this.viewer.show(track, move.side);
      this.canvas.setAttribute("aria-label", `${ready.title}. ${ready.alt}`);
      if (!this.place.contains(this.canvas)) this.place.replaceChildren(this.canvas);
      this.shown = key;
      this.begun = performance.now();
      this.place.hidden = false;
      this.place.dataset.shown = "figure";
      this.pulse?.wake();
    } catch {
      if (!gone()) this.hide();
    }
  }

  private made(body: Awaited<ReturnType<typeof bodyOf>>): Viewer {
    const viewer = new Viewer(this.canvas, body, pageTheme(this.place.ownerDocument));
    viewer.lost = () => {
      this.broken = true;
      this.hide();
    };
    this.pulse = new Pulse(this.canvas, (now) => this.draw(now));
    const wake = (turn: () => void) => (): void => {
      turn();
      this.drawn = "";
      this.pulse?.wake();
    };
    bindGestures(this.canvas, {
      turn: (by) => wake(() => viewer.turn(by))(),
      step: (by) => wake(() => viewer.step(by))(),
      tap: wake(() => viewer.reset()),
    });
    this.canvas.addEventListener("figure-numbers", (event) =>
      Object.assign((event as CustomEvent).detail, viewer.numbers),
    );
    if (typeof ResizeObserver !== "undefined") new ResizeObserver(() => this.pulse?.wake()).observe(this.canvas);
    return viewer;
  }

  private hide(): void {
    this.shown = "";
    this.place.hidden = true;
  }

  /** Without WebGL: the position it begins in, as the server drew it. */
  private picture({ stills, alt }: Ready, side: Limb): void {
    const [first] = stills;
    if (first === undefined) {
      this.hide();
      return;
    }
    const image = this.place.ownerDocument.createElement("img");
    image.src = first.url;
    image.alt = alt;
    this.place.dataset.side = side;
    this.place.replaceChildren(image);
    this.place.hidden = false;
    this.place.dataset.shown = "stills";
  }

  private draw(now: number): boolean {
    const { viewer, track, course } = this;
    if (viewer === null || track === null || this.shown !== this.wanted) return false;
    const moves = !this.still && (course.kind === "loops" || (course.kind === "counted" && course.runs));
    const moving = moves || viewer.turning;
    const moment = momentFor(track, course, now - this.told, now - this.begun, this.still);
    const { clientWidth, clientHeight } = this.canvas;
    viewer.works = course.kind !== "stands" || course.works;
    const picture = `${this.shown} ${moment} ${viewer.works} ${clientWidth} ${clientHeight}`;
    if (!moving && picture === this.drawn) return false;
    this.drawn = moving ? "" : picture;
    viewer.draw(moment, now, moving);
    return moving;
  }
}

/**
 * The moment of a track that a course has come to; `silent`: how long ago it was told, `since`: since it loops
 * [ms].
 */
export function momentFor(track: Track, course: Course, silent: number, since: number, still: boolean): number {
  if (course.kind === "stands") return momentOfPhase(track, course.phase);
  if (course.kind === "loops") return still ? 0 : (since / 1000) % track.seconds;
  const beat = beatOf(track);
  const ahead = course.runs && course.length > 0 ? Math.min(AHEAD_MS, silent) / course.length : 0;
  const fraction = Math.min(1, course.fraction + ahead);
  if (still) return stepOf(momentOf(beat, course.beat, fraction), beat);
  return inLoop(momentOf(beat, course.beat, fraction), course.repetition, track.counts, track.seconds);
}

/** With reduced motion: the start, or the turning point from half the way out to half the way back. */
function stepOf(moment: number, beat: Beat): number {
  return moment >= beat.out / 2 && moment <= beat.out + beat.held + beat.back / 2 ? beat.out : 0;
}
