/**
 * Runs a session on the page: the machine, a clock, the screens, what is heard, and what is kept.
 *
 * In: a plan, a state to begin with, and the outside world. Out: `finished` or `left` when it is over. Every change is
 * kept on the device before anything else may happen to the page.
 */
import type { Fact, Today } from "../offline/types";
import * as answers from "./answers";
import type { Controls } from "./controls";
import type { Follower } from "./course";
import { signalOf, toldAloud } from "./cues";
import * as machine from "./machine";
import { type Place, placeOf } from "./place";
import { itemOf, moveOf, nameOf, type Plan } from "./plan";
import { Stage } from "./screens/stage";
import type { Settings } from "./settings";
import { hurtSheet, settingsSheet, skipSheet, stopSheet } from "./sheets";
import type { Sounds } from "./sound";
import { vibrate } from "./sound";
import type { Voice } from "./speak";
import { type Env, running, type Stamp, type State } from "./state";
import { type View, viewOf } from "./view";
import type { Wake } from "./wake";

const TICK_MS = 100;
/** A page that was not looked after for longer than this slept, as when the phone went dark. */
const ASLEEP_MS = 10_000;
const KEEP_MS = 1000;
export const NO_WAKE = "This browser cannot keep the screen on. Set the screen to stay on for a while.";

export interface World {
  readonly now: () => number;
  readonly stamp: () => Stamp;
  readonly voice: Voice;
  readonly sounds: Sounds;
  readonly wake: Wake;
  /** Shows the figure in its place, where there is one. */
  readonly figure?: (place: HTMLElement) => Follower;
  readonly symptoms: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly settings: () => Settings;
  readonly keepSettings: (settings: Settings) => void;
  /** Keeps the place, and facts where there are new ones; says what the day is after them. */
  readonly keep: (facts: readonly Fact[], place: Place | null) => Promise<Today | null>;
}

export type Outcome = { readonly kind: "finished" } | { readonly kind: "left"; readonly today: Today };

export class Player {
  private readonly plan: Plan;
  private readonly world: World;
  private readonly root: HTMLElement;
  private readonly stage: Stage;
  private readonly told: Set<string>;
  private state: State;
  private seen: View | null = null;
  private lastMs: number;
  private keptMs = 0;
  private keptState: State | null = null;
  private keeping = false;
  private waiting = false;
  /** Open sheets, and whether the session goes on when the last is closed. */
  private sheets = 0;
  private goesOn = false;
  private timer: ReturnType<typeof setInterval> | null = null;
  private over: ((outcome: Outcome) => void) | null = null;

  constructor(root: HTMLElement, plan: Plan, state: State, told: Iterable<string>, world: World) {
    this.root = root;
    this.plan = plan;
    this.state = state;
    this.told = new Set(told);
    this.world = world;
    this.lastMs = world.now();
    this.stage = new Stage(plan, this.controls, world.symptoms, world.figure);
  }

  get atEnd(): State {
    return this.state;
  }

  /** Shows the session and runs it; the outcome comes when it is over. */
  run(): Promise<Outcome> {
    this.root.replaceChildren(this.stage.root);
    this.timer = setInterval(() => this.act((state) => state), TICK_MS);
    document.addEventListener("visibilitychange", this.hidden);
    void this.world.wake.hold().then((held) => {
      if (!held) this.stage.notice = NO_WAKE;
      this.show();
    });
    return new Promise((resolve) => {
      this.over = resolve;
      this.act((state, env) => machine.settled(this.plan, state, env));
    });
  }

  readonly controls: Controls = {
    begin: () => {
      this.world.sounds.unlock();
      this.act((state, env) => machine.begin(this.plan, state, env));
    },
    toggle: () => this.act((state, env) => (running(state) ? machine.pause(state, env) : machine.go(state, env))),
    done: () => this.act((state, env) => machine.done(this.plan, state, env)),
    easy: () => this.act((state) => ({ ...state, easy: !state.easy })),
    again: () => this.act((state, env) => machine.again(state, env)),
    enough: () => this.act((state, env) => machine.enough(this.plan, state, env)),
    answer: (id, values) => this.act((state, env) => machine.answered(this.plan, state, env, id, values)),
    clean: (key, clean) =>
      this.act((state, env) => machine.settled(this.plan, answers.answerClean(state, key, clean), env)),
    reopen: (ask) => this.act((state) => answers.reopen(state, ask)),
    weighs: (item) => moveOf(this.plan, item).weighs,
    hurt: () => this.openHurt(),
    felt: (id) => this.openHurt(id),
    skip: () => this.openSkip(),
    stop: () => {
      if (this.state.phase !== "end") stopSheet(this.controls.enough, this.standing());
    },
    settings: () => settingsSheet(this.world.settings(), (settings) => this.take(settings), this.standing()),
  };

  private take(settings: Settings): void {
    this.world.keepSettings(settings);
    if (!settings.voice) this.world.voice.quiet();
    this.act((state) => ({ ...state, auto: settings.auto, nextPace: settings.pace }));
  }

  /** Pauses while a sheet is open; what comes back is called when it is closed. */
  private standing(): () => void {
    const { phase } = this.state;
    this.sheets += 1;
    this.goesOn ||= running(this.state);
    this.world.voice.quiet();
    this.act((state, env) => machine.pause(state, env));
    return () => {
      this.sheets -= 1;
      if (this.sheets > 0) return;
      if (this.goesOn && this.state.phase === phase) this.act((state, env) => machine.go(state, env));
      this.goesOn = false;
      this.focusHeading();
    };
  }

  private openHurt(id?: string): void {
    const { plan, state } = this;
    const working = state.phase === "work";
    const one = state.sets.find((set) => set.id === (id ?? machine.lastOpen(state)?.id));
    if (!working && (one === undefined || one.sealed)) return;
    const item = working ? itemOf(plan, state.turn) : answers.itemFor(plan, one?.key ?? "");
    const resume = this.standing();
    const go = () => this.act((now, env) => machine.go(now, env));
    hurtSheet(
      {
        heading: working ? "That hurt" : "What did you feel?",
        limit: plan.limit,
        symptoms: this.world.symptoms,
        pain: working ? state.hurt : (one?.pain ?? null),
        bothLegs: (item?.loads.length ?? 1) > 1,
      },
      ({ pain, symptoms }) => {
        this.act((now, env) =>
          working
            ? machine.hurt(plan, now, env, pain, symptoms)
            : machine.answered(plan, now, env, one?.id ?? "", { pain, symptoms }),
        );
        if (working) this.goesOn = false; // whether to go on is now the person's to say
        return working && this.state.phase === "work";
      },
      working ? { go, end: this.controls.done } : null,
      resume,
    );
  }

  private openSkip(): void {
    const keys = machine.skippable(this.plan, this.state);
    const [first, ...others] = keys.map((key) => this.plan.items.find((item) => item.key === key));
    if (first === undefined) return;
    const other = others.length === 0 ? null : "The other side as well";
    const tell = (reason: string, both: boolean): void =>
      this.act((state, env) => machine.skip(this.plan, state, env, both ? keys : keys.slice(0, 1), reason));
    skipSheet(nameOf(first), other, this.world.reasons, tell, this.standing());
  }

  // -- time and change -------------------------------------------------------------------------------------------

  private act(change: (state: State, env: Env) => State): void {
    if (this.over === null) return;
    const env: Env = { now: this.world.now(), stamp: this.world.stamp };
    this.wakeUp(env);
    this.state = change(machine.tick(this.plan, this.state, env), env);
    this.show();
    const due = this.state.phase === "work" && running(this.state) && env.now - this.keptMs >= KEEP_MS;
    if (this.state !== this.keptState || due) this.keep(env.now);
  }

  /** A page that slept did not count along: the session stands where it fell asleep. */
  private wakeUp(env: Env): void {
    const slept = env.now - this.lastMs > ASLEEP_MS && running(this.state);
    if (slept) {
      const then = { ...env, now: this.lastMs };
      this.state = machine.pause(machine.tick(this.plan, this.state, then), then);
    }
    this.lastMs = env.now;
  }

  private show(): void {
    const view = viewOf(this.plan, this.state, this.world.now());
    const signal = signalOf(this.seen, view);
    const moved = this.seen?.phase !== view.phase || this.seen.turn !== view.turn;
    this.seen = view;
    if (view.phase === "end") this.stage.rest();
    else this.stage.show(view, this.state, toldAloud(view));
    if (moved) this.arrive();
    if (signal.say !== undefined) this.world.voice.say(signal.say);
    if (signal.tone !== undefined && this.world.settings().sound) this.world.sounds.play(signal.tone);
    if (signal.buzz !== undefined) vibrate(signal.buzz, this.world.settings().vibration);
  }

  /** At a new phase the page stands at its top, and the focus is not left on something that is gone. */
  private arrive(): void {
    window.scrollTo({ top: 0 });
    this.focusHeading();
  }

  /** From the heading Space and Enter are the player's; the next Tab leads to its buttons. */
  private focusHeading(): void {
    if (document.querySelector("dialog[open]") !== null) return;
    this.stage.root.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  /** Keeps the newest state; while that is being written, only the last of those that follow is kept. */
  private keep(now: number): void {
    this.keptState = this.state;
    this.keptMs = now;
    if (this.keeping) {
      this.waiting = true;
      return;
    }
    this.keeping = true;
    void this.write(this.state, now).finally(() => {
      this.keeping = false;
      if (this.waiting && this.over !== null) this.keep(this.world.now());
      this.waiting = false;
    });
  }

  private async write(state: State, now: number): Promise<void> {
    const facts = answers.factsOf(this.plan, state).filter((fact) => !this.told.has(fact.id));
    const told = [...this.told, ...facts.map((fact) => fact.id)];
    const place = state.phase === "end" ? null : placeOf(this.plan, state, told, now);
    const today = await this.world.keep(facts, place).catch(() => undefined);
    if (today === undefined) return this.notKept();
    for (const { id } of facts) this.told.add(id);
    if (state.phase === "end") this.leave({ kind: "finished" });
    else if (today !== null) this.heed(today);
  }

  /** What was told may change the day: a question, a stop, something left out. */
  private heed(today: Today): void {
    if (today.kind === "stop" || today.kind === "ask") this.leave({ kind: "left", today });
    if (today.kind !== "going") return;
    const withheld = today.steps.filter((step) => step.status === "withheld");
    if (withheld.length === 0) return;
    const why = Object.fromEntries(withheld.map((step) => [step.item.key, step.whyClosed]));
    this.act((state, env) => machine.withhold(this.plan, state, env, why));
  }

  private notKept(): void {
    this.keptState = null;
    const says = "This could not be kept on the device just now. The session goes on and tries again.";
    if (this.root.querySelector(".wrong[data-kept]") !== null) return;
    const alert = Object.assign(document.createElement("p"), { className: "wrong", textContent: says });
    alert.dataset.kept = "no";
    alert.setAttribute("role", "alert");
    this.stage.root.prepend(alert);
  }

  private readonly hidden = (): void => {
    if (document.visibilityState !== "hidden") return;
    this.state = machine.endedTold(this.state);
    this.keep(this.world.now());
  };

  private leave(outcome: Outcome): void {
    document.removeEventListener("visibilitychange", this.hidden);
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.world.wake.release();
    for (const open of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) open.close();
    this.over?.(outcome);
    this.over = null;
  }
}
