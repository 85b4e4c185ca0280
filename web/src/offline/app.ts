/**
 * The shell page, `/offline`: what the worker shows in the place of Today, the morning and "something is wrong" when the
 * server cannot be reached.
 *
 * In: the pack and the facts kept on this device. Out: the same pages, worked out here; what is told is kept here and goes
 * out when there is a connection. The address stays the one that was asked for.
 */
import "../../styles/offline.css";
import { localTime, newFact } from "./facts";
import type { Pack } from "./pack";
import { type Local, openLocal } from "./store";
import type { Fact, Today } from "./types";
import { askView } from "./views/ask";
import { morningView, openMorning } from "./views/morning";
import { missingView, notSentView, refusedView } from "./views/plain";
import { stopView } from "./views/stop";
import { emptyView, type Scene, todayView } from "./views/today";
import { type PainTold, wrongView } from "./views/wrong";
import { today } from "./walk";

type View = "today" | "ask" | "morning" | "wrong";

/** What the shell works with at one moment. */
interface Moment {
  readonly pack: Pack | null;
  readonly facts: readonly Fact[];
  readonly at: string;
  readonly day: string;
}

/** The morning's question was left open on purpose. */
const LEFT_OPEN = "morning=unknown";
const PATHS: Readonly<Record<string, View>> = { "/morning": "morning", "/wrong": "wrong" };

class Shell {
  private view: View;
  private shown = "";
  private note: readonly string[] = [];
  private readonly root: HTMLElement;
  private readonly local: Local;

  constructor(root: HTMLElement, local: Local, path: string) {
    this.root = root;
    this.local = local;
    this.view = PATHS[path] ?? "today";
    local.watch(() => void this.renew());
    addEventListener("popstate", () => void this.open(PATHS[location.pathname] ?? "today"));
    document.addEventListener("visibilitychange", () => void this.renew());
  }

  /** Shows a view from scratch. Today begins with the morning after, where that is still open. */
  async open(view: View): Promise<void> {
    const now = await this.moment();
    const asks = view === "today" && now.pack !== null && openMorning(now.pack, now.facts, now.day) !== null;
    this.view = asks && !location.search.includes(LEFT_OPEN) ? "morning" : view;
    this.shown = keyOf(now);
    if (now.pack === null) emptyView(this.scene(now));
    else this.draw(now.pack, now, today(now.pack, now.facts, { day: now.day, at: now.at }));
  }

  /** Shows Today anew when something arrived, but never under somebody who is answering. */
  private async renew(): Promise<void> {
    if (this.view !== "today" || keyOf(await this.moment()) === this.shown) return;
    await this.open("today");
  }

  private draw(pack: Pack, now: Moment, day: Today): void {
    if (day.kind === "stop") stopView(this.root, day.stop);
    else if (this.view === "ask" && day.kind === "ask") this.ask(day);
    else if (this.view === "morning") this.morning(pack, now);
    else if (this.view === "wrong") this.wrong(pack, day);
    else todayView(this.scene(now), day);
    this.note = [];
  }

  private ask({ flags, why }: Extract<Today, { kind: "ask" }>): void {
    const onAnswer = async (answers: Readonly<Record<string, boolean>>, last: boolean): Promise<void> => {
      await this.local.add(newFact("screen", { answers }));
      if (last) await this.open("today");
    };
    askView(this.root, flags, onAnswer, why);
  }

  private morning(pack: Pack, now: Moment): void {
    morningView(this.root, now.day, openMorning(pack, now.facts, now.day), async (answers) => {
      await this.tell(answers.map(({ side, pain }) => newFact("next-day", { side, pain })));
    });
  }

  private wrong(pack: Pack, day: Today): void {
    const back = day.kind === "going" ? "/play" : "/";
    wrongView(this.root, pack.rules.pain_stop, back, {
      pain: async (told) => {
        this.note = told.map((one) => meaning(pack, one));
        await this.tell(told.map(({ side, now, site }) => newFact("pain", { side, now, site })));
      },
      other: async () => {
        await this.local.add(newFact("screen", { anything_new: true }));
        await this.open("ask");
      },
    });
  }

  private async tell(facts: Fact[]): Promise<void> {
    await this.local.add(...facts);
    history.pushState(null, "", "/");
    await this.open("today");
  }

  private scene({ pack, facts, day }: Moment): Scene {
    const morning = pack !== null && openMorning(pack, facts, day) !== null;
    const moves = pack?.moves ?? {};
    return { root: this.root, day, moves, morning, note: this.note, open: (view) => void this.open(view) };
  }

  private async moment(): Promise<Moment> {
    const [pack, facts] = await Promise.all([this.local.pack(), this.local.facts()]);
    const at = localTime(new Date());
    return { pack, facts, at, day: at.slice(0, 10) };
  }
}

/** What pain told a moment ago means for today; as the server says it. */
function meaning({ rules }: Pack, { side, now }: PainTold): string {
  const pain = `Pain ${now} of 10 on the ${side}`;
  if (now > rules.pain_stop) return `${pain}: nothing loads this side today.`;
  if (now > rules.pain_progress) return `${pain}: go on only as far as it stays there or falls.`;
  return `${pain}: noted.`;
}

/** Marks where one is, as the server does on Today. */
function markPlace(): void {
  document.querySelector(".site-nav a[href='/']")?.setAttribute("aria-current", "page");
}

/** What makes another page necessary: another pack, another fact, another day. */
function keyOf({ pack, facts, day }: Moment): string {
  return JSON.stringify([pack?.made_at, day, facts.map((fact) => fact.id)]);
}

async function start(root: HTMLElement): Promise<void> {
  const { view } = document.documentElement.dataset;
  if (view === "not-sent") return notSentView(root);
  if (view === "missing") return missingView(root);
  markPlace();
  try {
    await new Shell(root, await openLocal(), location.pathname).open(PATHS[location.pathname] ?? "today");
  } catch (error) {
    refusedView(root, error instanceof Error ? error.message : String(error));
  }
}

const root = document.querySelector<HTMLElement>("[data-shell]");
if (root !== null) void start(root);
