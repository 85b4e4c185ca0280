/**
 * A drawn figure with its buttons and its caption. In: a place, a body, a track. Out: a figure that moves while it
 * is seen;
 * with reduced motion it stands in its key positions instead.
 */
import type { Body } from "./body";
import { Caption } from "./caption";
import { Pulse } from "./clock";
import { bindGestures } from "./gestures";
import { at } from "./matrix";
import { Panel } from "./panel";
import { pictures } from "./paper";
import type { Ready } from "./source";
import { onWhite, pageTheme } from "./theme";
import { momentOfPhase } from "./timing";
import type { Track } from "./track";
import { Viewer } from "./viewer";
import type { Limb } from "./words";

const SLOW = 0.35;
const DEEP = "deep-rotators";
/** An event with an empty object, for those who measure: it comes back filled. */
export const NUMBERS = "figure-numbers";
const HELP =
  "Drag to turn it, or use the arrow keys; plus and minus come nearer and go away. Tap a muscle for its name.";

/** What is shown. `lost` is called when it can be drawn no longer. */
export interface Subject {
  readonly ready: Ready;
  readonly body: Body;
  readonly track: Track;
  readonly lost: () => void;
}

export class Show {
  private readonly place: HTMLElement;
  private ready: Ready;
  private readonly body: Body;
  private track: Track;
  private readonly viewer: Viewer;
  private readonly canvas: HTMLCanvasElement;
  private readonly caption = new Caption();
  private panel: Panel;
  private readonly pulse: Pulse;
  private readonly still: boolean;
  private playing: boolean;
  private slow = false;
  private deep = false;
  private side: Limb;
  private time = 0;
  private phase = 0;
  private before = 0;

  constructor(place: HTMLElement, { ready, body, track, lost }: Subject) {
    [this.place, this.ready, this.body, this.track] = [place, ready, body, track];
    const page = place.ownerDocument;
    const view = page.defaultView;
    this.still = view?.matchMedia("(prefers-reduced-motion: reduce)").matches ?? false;
    this.playing = !this.still;
    this.side = sideOf(place);
    this.canvas = page.createElement("canvas");
    this.canvas.className = "motion-canvas";
    this.viewer = new Viewer(this.canvas, body, pageTheme(page));
    this.panel = this.tools();
    this.pulse = new Pulse(this.canvas, (now) => this.draw(now));
    this.viewer.lost = () => {
      this.pulse.stop();
      lost();
    };
    this.listen(view);
  }

  /** Puts it on the page and lets it move. */
  begin(): void {
    this.build();
    this.pulse.wake();
  }

  /** Shows another move in the same place. */
  become({ ready, track }: Pick<Subject, "ready" | "track">): void {
    [this.ready, this.track, this.side, this.deep] = [ready, track, sideOf(this.place), false];
    this.panel = this.tools();
    this.build();
    this.pulse.wake();
  }

  private tools(): Panel {
    return new Panel(this.acts, {
      phases: this.track.phases.map(({ name }) => name),
      still: this.still,
      sides: this.place.dataset.sides === "each",
      deep: this.body.muscles.some(({ group }) => group === DEEP),
    });
  }

  private build(): void {
    const { canvas, place, ready, track } = this;
    const help = place.ownerDocument.createElement("p");
    help.className = "unseen";
    help.id = `motion-help-${track.id}`;
    help.textContent = HELP;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", ready.alt === "" ? ready.title : ready.alt);
    canvas.setAttribute("aria-describedby", help.id);
    const stage = place.ownerDocument.createElement("div");
    stage.className = "motion-stage";
    stage.append(canvas, help);
    this.viewer.show(track, this.side);
    this.caption.about(track, this.body.muscles, ready.says);
    const heading = place.querySelectorAll(":scope > .motion-heading");
    place.replaceChildren(...heading, stage, this.caption.root, this.panel.root);
    place.toggleAttribute("data-low", track.mat);
    place.dataset.shown = "figure";
    this.toPhase(0);
  }

  private listen(view: Window | null): void {
    bindGestures(this.canvas, {
      turn: (by) => this.after(() => this.viewer.turn(by)),
      step: (by) => this.after(() => this.viewer.step(by)),
      tap: (x, y) => this.tap(x, y),
    });
    view?.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.after(() => this.viewer.tint(pageTheme(this.place.ownerDocument)));
    });
    this.canvas.addEventListener(NUMBERS, (event) => Object.assign((event as CustomEvent).detail, this.viewer.numbers));
    view?.addEventListener("beforeprint", () => this.onPaper());
    if (typeof ResizeObserver !== "undefined") new ResizeObserver(() => this.pulse.wake()).observe(this.canvas);
  }

  /** The key positions as pictures, for the page that is about to be printed. */
  private onPaper(): void {
    const { canvas, place, ready, track, time } = this;
    const pose = (phase: number): void => {
      this.viewer.draw(momentOfPhase(track, track.phases[phase]?.at ?? 0), performance.now(), false);
    };
    this.viewer.tint(onWhite());
    const row = pictures(place.ownerDocument, {
      canvas,
      title: ready.title,
      phases: track.phases.map(({ name }) => name),
      pose,
    });
    place.querySelector(".motion-paper")?.remove();
    place.querySelector(".motion-stage")?.after(row);
    this.viewer.tint(pageTheme(place.ownerDocument));
    this.viewer.draw(time, performance.now(), false);
  }

  private after(change: () => void): void {
    change();
    this.pulse.wake();
  }

  private readonly acts = {
    play: () =>
      this.after(() => {
        this.playing = !this.playing;
      }),
    slow: () =>
      this.after(() => {
        this.slow = !this.slow;
      }),
    scrub: (share: number) =>
      this.after(() => {
        this.playing = false;
        this.time = share * this.track.seconds;
      }),
    phase: (number: number) => this.after(() => this.toPhase(number)),
    view: (name: "front" | "back" | "side" | "top") => this.after(() => this.viewer.look(name)),
    zoom: (by: number) => this.after(() => this.viewer.step({ zoom: by })),
    reset: () => this.after(() => this.viewer.reset()),
    deep: () =>
      this.after(() => {
        this.deep = !this.deep;
        this.viewer.only(this.deep ? (muscle) => this.body.muscles[muscle]?.group === DEEP : null);
      }),
    side: (side: Limb) =>
      this.after(() => {
        this.side = side;
        this.viewer.show(this.track, side);
        this.caption.forget();
      }),
  };

  /** Key poses: with reduced motion, and the first of them before anything moves. */
  private toPhase(number: number): void {
    this.phase = number;
    const pose = this.track.phases[number];
    if (pose !== undefined) this.time = momentOfPhase(this.track, pose.at);
  }

  private tap(x: number, y: number): void {
    const found = this.viewer.pick(x, y);
    const muscle = found === null ? undefined : this.body.muscles[this.track.muscles[found.path] ?? -1];
    if (found === null || muscle === undefined) {
      this.caption.forget();
      return;
    }
    const work = at(this.viewer.activation, found.path);
    this.caption.tell(muscle, work, this.track.solved, this.viewer.mirrored, performance.now());
  }

  /** One picture; whether another is to follow. */
  private draw(now: number): boolean {
    const since = Math.min(100, this.before === 0 ? 0 : now - this.before);
    if (this.playing) this.time = (this.time + (since / 1000) * (this.slow ? SLOW : 1)) % this.track.seconds;
    const moving = this.playing || this.viewer.turning;
    this.viewer.draw(this.time, now, moving);
    this.caption.now(this.viewer.activation, now);
    const { playing, slow, phase, deep, side } = this;
    this.panel.show({ playing, slow, share: this.time / this.track.seconds, phase, deep, side });
    this.before = moving ? now : 0;
    const follows = this.playing || this.viewer.turning;
    if (moving && !follows) this.viewer.draw(this.time, now, false);
    return follows;
  }
}

/** The side that works. */
const sideOf = (place: HTMLElement): Limb => (place.dataset.side === "left" ? "left" : "right");
