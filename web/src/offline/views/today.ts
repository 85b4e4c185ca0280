/**
 * Today, worked out on the device: what is due, how long it takes, one button, why now.
 *
 * In: what the day is (walk.ts). Out: the page, in the look and the words of the server's today.html.
 */
import type { Step, Today } from "../types";
import { type Child, h, head, link, show } from "./dom";
import { type Moves, moveList } from "./moves";
import { count, longDay, relativeDay, titleOf } from "./words";

export interface Scene {
  readonly root: Element;
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly moves: Moves;
  /** Whether the morning after is still to be asked. */
  readonly morning: boolean;
  /** What follows from what was told a moment ago. */
  readonly note: readonly string[];
  /** Opens another view of the shell. */
  readonly open: (view: "ask" | "morning") => void;
}

type Of<K extends Today["kind"]> = Extract<Today, { kind: K }>;

/** Shows the day. A stop and open questions have views of their own (stop.ts, ask.ts). */
export function todayView(scene: Scene, today: Exclude<Today, { kind: "stop" }>): void {
  switch (today.kind) {
    case "ask":
      askFirst(scene, today);
      break;
    case "due":
      due(scene, today);
      break;
    case "going":
      going(scene, today);
      break;
    case "done":
      done(scene, today);
      break;
    case "rest":
      rest(scene, today);
      break;
    case "nothing":
      page(scene, "Nothing can be offered today", today.why, null, []);
      break;
    case "expired":
      expired(scene, today);
  }
}

function due(scene: Scene, { session, why }: Of<"due">): void {
  const items = [h("h2", {}, "What is due"), moveList(session.items, [], scene.moves)];
  page(scene, titleOf(session.items, session.minutes), why, link("Begin", "/play", "main"), items);
}

function going(scene: Scene, { session, steps }: Of<"going">): void {
  const open = steps.filter((step) => step.status === "open").map((step) => step.item);
  const why = ["You have begun today’s session. It waits for you where you left it."];
  page(scene, titleOf(open, session.minutes, true), why, link("Go on", "/play", "main"), sofar(scene, steps));
}

function done(scene: Scene, { steps, finished }: Of<"done">): void {
  const why = ["Tomorrow morning we ask how each hip is. The answer decides what the next session may be."];
  page(
    scene,
    "Done for today",
    why,
    finished ? null : link("Finish the session", "/play", "main"),
    sofar(scene, steps),
  );
}

function rest(scene: Scene, { next, why }: Of<"rest">): void {
  const nearest = next === null ? [] : [`The next session is ${relativeDay(next, scene.day)}.`];
  page(scene, "Rest today", [...why, ...nearest], null, []);
}

function expired(scene: Scene, { until }: Of<"expired">): void {
  const why = [
    `The sessions kept on this device ended on ${longDay(until)}. What is right now depends on what only the server works out.`,
    "Please connect once; then there are two more weeks. What you told here is kept and goes out at the same time.",
  ];
  page(scene, "Turnout must be online once", why, again(), []);
}

/** There is no plan on this device. */
export function emptyView(scene: Scene): void {
  const why = [
    "Nothing is kept on this device yet. Please open Turnout once with a connection; from then on it works without.",
  ];
  page(scene, "Turnout must be online once", why, again(), []);
}

function askFirst(scene: Scene, { why, flags }: Of<"ask">): void {
  const lede = `They are asked again because ${why}. ${count(flags.length, "question", "questions")}, yes or no.`;
  const first = "They find the few things that exercise must not touch before a clinician has.";
  const answer = h("button.button.button--main", { type: "button" }, "Answer them");
  answer.addEventListener("click", () => scene.open("ask"));
  const title = why === "" ? "First, the safety questions" : "The safety questions, once more";
  page(scene, title, [why === "" ? first : lede], answer, [
    h("p.faint.reading", {}, "Until they are answered no exercise and no test is offered."),
  ]);
}

function page(scene: Scene, title: string, why: readonly string[], main: Child, rest: readonly Child[]): void {
  const [lede, ...more] = why;
  show(
    scene.root,
    scene.note.length > 0 &&
      h(
        "div.note",
        { role: "status" },
        h("h2", {}, "Noted"),
        scene.note.map((says) => h("p", {}, says)),
      ),
    head(
      longDay(scene.day),
      title,
      lede !== undefined && h("p.lede", {}, lede),
      more.map((says) => h("p", {}, says)),
      scene.morning && morningLine(scene),
      h("p.buttons", {}, main, link("Something is wrong", "/wrong", "text")),
    ),
    rest,
  );
}

function morningLine(scene: Scene): HTMLElement {
  const open = h("a", { href: "/morning" }, "How are the hips the morning after?");
  open.addEventListener("click", (event) => {
    event.preventDefault();
    scene.open("morning");
  });
  return h("p", {}, open);
}

function sofar({ moves }: Scene, steps: readonly Step[]): Child[] {
  const items = steps.map((step) => step.item);
  return [h("h2", {}, "Today’s session"), moveList(items, steps, moves)];
}

function again(): HTMLElement {
  return link("Try again", "/", "main");
}
