/**
 * From opening the page to the end of a session: what day it is, what is asked first, then the session.
 *
 * In: the outside world as `Deps`. Out: the page. Nothing here needs the network; where there is one, the plan is asked
 * for anew within a bounded time.
 */
import type { Fact, Move, Session, Step, Today } from "../offline/types";
import { askView } from "../offline/views/ask";
import { stopView } from "../offline/views/stop";
import { h } from "./dom";
import type { Keys } from "./keys";
import { again, enough } from "./machine";
import { fits, leftBehind, type Place, readPlace, takenUp } from "./place";
import { type Plan, planOf } from "./plan";
import { Player, type World } from "./run";
import { askBefore, questionsOf, type Told } from "./screens/before";
import { calm, dayWords, ELSEWHERE, NOTHING_KEPT } from "./screens/calm";
import { endScreen } from "./screens/end";
import { beginScreen, finishScreen, takeUpScreen } from "./screens/open";
import { opening, type State } from "./state";

/** What the plan on the device knows. */
export interface Known {
  readonly today: Today;
  readonly limit: number;
  readonly moves: Readonly<Record<string, Move>>;
  readonly symptoms: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

export interface Deps {
  /** The day as it stands; `wait` asks the server first, for a bounded time. `null` where no plan is kept here. */
  readonly known: (wait: boolean) => Promise<Known | null>;
  readonly fact: (kind: string, fields: Readonly<Record<string, unknown>>) => Fact;
  readonly offered: (session: Session) => Promise<Readonly<Record<string, unknown>>>;
  readonly add: (...facts: readonly Fact[]) => Promise<void>;
  readonly place: () => Promise<unknown>;
  readonly savePlace: (place: Place | null) => Promise<void>;
  /** Sends what waits; whether the server has it all. */
  readonly send: () => Promise<boolean>;
  readonly day: () => string;
  /** Whether no other window runs the player; from then on this one does. */
  readonly alone: () => Promise<boolean>;
  readonly world: Omit<World, "symptoms" | "reasons" | "keep">;
}

export class Opening {
  private readonly root: HTMLElement;
  private readonly deps: Deps;
  /** Questions that were put on this visit: one that was left open is not put twice. */
  private readonly put = new Set<string>();
  private player: Player | null = null;

  constructor(root: HTMLElement, deps: Deps) {
    this.root = root;
    this.deps = deps;
  }

  /** The keyboard's way into a running session. */
  keys(): Keys | null {
    const controls = this.player?.controls;
    if (controls === undefined) return null;
    const { toggle: pause, hurt, skip, stop } = controls;
    return { pause, hurt, skip, stop };
  }

  async open(): Promise<void> {
    this.player = null;
    if (!(await this.deps.alone())) return this.show(calm(ELSEWHERE));
    let known = await this.deps.known(true);
    if (known !== null && (await this.tidy(known.today))) known = await this.deps.known(false);
    if (known === null) return this.show(calm(NOTHING_KEPT));
    await this.lead(known);
  }

  /** A place of another day, or of a session that is over, is told as far as it is known; whether anything was. */
  private async tidy(today: Today): Promise<boolean> {
    const place = readPlace(await this.deps.place());
    if (place === null) return false;
    const lives = today.kind === "ask" || today.kind === "stop" || today.kind === "expired";
    if (place.on === this.deps.day() && (lives || (today.kind === "going" && fits(place, place.on, today.steps))))
      return false;
    const left = leftBehind(place);
    await this.deps.add(...left);
    await this.deps.savePlace(null);
    return left.length > 0;
  }

  private async lead(known: Known): Promise<void> {
    const { today } = known;
    switch (today.kind) {
      case "stop":
        return stopView(this.root, today.stop);
      case "ask":
        return this.ask(today);
      case "due":
        return this.due(known, today);
      case "going":
        return this.going(known, today.session, today.steps);
      case "done":
        return today.finished ? this.show(calm(dayWords(today, this.deps.day()))) : this.finish();
      default:
        return this.show(calm(dayWords(today, this.deps.day())));
    }
  }

  private ask({ why, flags }: Extract<Today, { kind: "ask" }>): void {
    const told = async (answers: Readonly<Record<string, boolean>>, last: boolean): Promise<void> => {
      await this.deps.add(this.deps.fact("screen", { answers }));
      if (last) await this.open();
    };
    askView(this.root, flags, told, why);
  }

  // -- before ----------------------------------------------------------------------------------------------------

  private async due(known: Known, today: Extract<Today, { kind: "due" }>): Promise<void> {
    const before = this.unput(today.before);
    if (questionsOf(before).length === 0) {
      if (this.put.size === 0) await beginScreen(today.session, today.why, (screen) => this.show(screen));
      return this.offer(today.session);
    }
    const told = await askBefore(this.root, before, known.limit);
    for (const key of questionKeys(before)) this.put.add(key);
    await this.deps.add(...this.factsOf(told));
    this.show(calm({ heading: "One moment", words: ["Looking at what that means for today."], links: [] }));
    const next = await this.deps.known(true);
    if (next !== null) await this.lead(next);
  }

  private unput(before: Extract<Today, { kind: "due" }>["before"]): typeof before {
    const sides = before.morning?.sides.filter((side) => !this.put.has(`morning-${side}`)) ?? [];
    return {
      morning: before.morning === null || sides.length === 0 ? null : { about: before.morning.about, sides },
      anythingNew: before.anythingNew && !this.put.has("new"),
      pain: before.pain.filter((side) => !this.put.has(`pain-${side}`)),
    };
  }

  private factsOf(told: Told): Fact[] {
    const { fact } = this.deps;
    return [
      ...Object.entries(told.morning).map(([side, pain]) => fact("next-day", { side, pain })),
      ...Object.entries(told.pain).map(([side, now]) => fact("pain", { side, now })),
      ...(told.anythingNew === null ? [] : [fact("screen", { anything_new: told.anythingNew })]),
    ];
  }

  private async offer(session: Session): Promise<void> {
    await this.deps.add(this.deps.fact("offered", await this.deps.offered(session)));
    const next = await this.deps.known(false);
    if (next !== null) await this.lead(next);
  }

  // -- the session -----------------------------------------------------------------------------------------------

  private async going(known: Known, session: Session, steps: readonly Step[]): Promise<void> {
    const plan = planOf(session.on, steps, known.moves, known.limit);
    if (plan.turns.length === 0) return this.show(calm(dayWords({ kind: "nothing", why: [] }, this.deps.day())));
    const place = readPlace(await this.deps.place());
    if (place === null) {
      const { auto, pace } = this.deps.world.settings();
      return this.play(plan, opening(plan, steps, { auto, pace }), [], known);
    }
    const state = takenUp(place, steps);
    const how = state.begun ? await takeUpScreen(plan, state, (screen) => this.show(screen)) : "go";
    const env = { now: this.deps.world.now(), stamp: this.deps.world.stamp };
    if (how === "again") return this.play(plan, again(state, env), place.told, known);
    if (how === "enough") return this.play(plan, enough(plan, state, env), place.told, known);
    const sinceMs = state.phase === "intro" || state.phase === "ready" || state.phase === "rest" ? env.now : null;
    return this.play(plan, { ...state, sinceMs }, place.told, known);
  }

  private async play(plan: Plan, state: State, told: readonly string[], known: Known): Promise<void> {
    const { symptoms, reasons } = known;
    const player = new Player(this.root, plan, state, told, {
      ...this.deps.world,
      symptoms,
      reasons,
      keep: (facts, place) => this.keep(facts, place),
    });
    this.player = player;
    document.title = "Session · Turnout";
    const outcome = await player.run();
    this.player = null;
    if (outcome.kind === "left") return this.open();
    this.ended(plan, player.atEnd);
  }

  private async keep(facts: readonly Fact[], place: Place | null): Promise<Today | null> {
    if (facts.length > 0) await this.deps.add(...facts);
    await this.deps.savePlace(place);
    if (facts.length === 0) return null;
    return (await this.deps.known(false))?.today ?? null;
  }

  private ended(plan: Plan, state: State): void {
    const kept = h("p", { class: "faint", role: "status" }, "Kept on this device.");
    this.show(endScreen(plan, state, kept));
    void this.deps.send().then((all) => {
      kept.textContent = all
        ? "Kept in your record."
        : "Kept on this device. It is sent by itself once the server can be reached.";
    });
  }

  /** Everything was done or closed elsewhere; only the end was not told. */
  private async finish(): Promise<void> {
    await finishScreen((screen) => this.show(screen));
    await this.deps.add(this.deps.fact("session", { done: true }));
    await this.open();
  }

  private show(screen: HTMLElement): void {
    this.root.replaceChildren(screen);
    document.title = `${screen.querySelector("h1")?.textContent ?? "Session"} · Turnout`;
    screen.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }
}

function questionKeys(before: Extract<Today, { kind: "due" }>["before"]): string[] {
  return questionsOf(before).map((question) => (question.kind === "new" ? "new" : `${question.kind}-${question.side}`));
}
