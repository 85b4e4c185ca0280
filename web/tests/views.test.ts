import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Flag, Step } from "../src/offline/types";
import { type Answers, askView } from "../src/offline/views/ask";
import { morningView, openMorning } from "../src/offline/views/morning";
import { groups, moveList } from "../src/offline/views/moves";
import { stopView } from "../src/offline/views/stop";
import { todayView } from "../src/offline/views/today";
import { relativeDay, sentence, sourceName, titleOf } from "../src/offline/views/words";
import { wrongView } from "../src/offline/views/wrong";
import { FLAGS, item, pack } from "./support/pack";

let root: HTMLElement;
const text = (selector = "*"): string => root.querySelector(selector)?.textContent ?? "";
const press = (name: string): void => {
  const found = [...root.querySelectorAll("button")].find((button) => button.textContent === name);
  if (found === undefined) throw new Error(`there is no button ${name}`);
  if (found.type === "button") found.click();
  else found.closest("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
};
const pick = (name: string, value: string): void => {
  const radio = root.querySelector<HTMLInputElement>(`input[name="${name}"][value="${value}"]`);
  if (radio === null) throw new Error(`there is no ${name} ${value}`);
  radio.checked = true;
};

beforeEach(() => {
  window.scrollTo = vi.fn();
  document.body.innerHTML = "<main><div id='root'></div></main>";
  root = document.querySelector("#root") as HTMLElement;
});

describe("the safety questions", () => {
  const seen: [Answers, boolean][] = [];
  const ask = (flags: readonly Flag[] = FLAGS, why = ""): void => {
    seen.length = 0;
    askView(root, flags, (answers, last) => void seen.push([answers, last]), why);
  };

  test("come most urgent first, what needs help at once alone, with nothing chosen", async () => {
    ask();
    expect(text("h1")).toBe("First, what would need help at once");
    expect(root.querySelectorAll("fieldset")).toHaveLength(2);
    expect(root.querySelector(":checked")).toBeNull();
    press("No to all 2: none of these is so");
    await vi.waitFor(() => expect(text("h1")).toBe("Next, what should be seen soon"));
    expect([...root.querySelectorAll("h2")].map((h2) => h2.textContent)).toEqual([
      "To be seen the same day",
      "To be seen within two weeks",
    ]);
  });

  test("hand on each page's answers, and say when nothing is left to ask", async () => {
    ask(FLAGS.slice(0, 3));
    press("No to all 2: none of these is so");
    await vi.waitFor(() => expect(text("h1")).toContain("Next"));
    pick("soon", "no");
    press("Save my answers");
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen).toEqual([
      [{ "now-one": false, "now-two": false }, false],
      [{ soon: false }, true],
    ]);
  });

  test("keep a yes only after it was confirmed, and ask nothing after it", async () => {
    ask();
    pick("now-one", "yes");
    press("Save my answers");
    expect(text("h1")).toBe("You answered yes. Is that so?");
    expect(root.textContent).toContain("Go because of now-one.");
    expect(seen).toEqual([]);
    press("Yes, it is so");
    await vi.waitFor(() => expect(seen).toEqual([[{ "now-one": true }, true]]));
  });

  test("a yes that was a slip goes back to the question, open, with the other answers as they were", () => {
    ask();
    pick("now-one", "yes");
    pick("now-two", "no");
    press("Save my answers");
    press("No, I tapped wrongly");
    expect(root.querySelector("input[name='now-one']:checked")).toBeNull();
    expect(root.querySelector<HTMLInputElement>("input[name='now-two']:checked")?.value).toBe("no");
    expect(seen).toEqual([]);
  });

  test("a missing answer is asked for, not taken for granted", () => {
    ask();
    pick("now-one", "no");
    press("Save my answers");
    expect(text(".wrongs")).toContain("Name of now-two: please answer yes or no.");
    expect(root.querySelector("#now-two")?.getAttribute("aria-invalid")).toBe("true");
    expect(seen).toEqual([]);
  });

  test("no to all is refused while a yes stands", () => {
    ask();
    pick("now-one", "yes");
    press("No to all 2: none of these is so");
    expect(text(".wrongs")).toContain("You answered yes to a question.");
    expect(seen).toEqual([]);
  });

  test("a device that keeps nothing is said, and the answers stay on the page", async () => {
    askView(root, FLAGS.slice(0, 1), () => Promise.reject(new Error("There is no room left.")));
    pick("now-one", "no");
    press("Save my answers");
    await vi.waitFor(() => expect(text(".wrongs")).toContain("There is no room left."));
    expect(root.querySelector<HTMLInputElement>("input:checked")?.value).toBe("no");
  });
});

describe("something is wrong", () => {
  test("pain is told per side, with a place, and an empty side is not told", async () => {
    const pain = vi.fn(() => Promise.resolve());
    wrongView(root, 5, "/", { pain, other: () => Promise.resolve() });
    expect(root.querySelector(":checked:not(option)")).toBeNull();
    press("Save the pain");
    expect(text(".wrongs")).toContain("Please choose a number for the side that hurts.");
    pick("pain-right", "7");
    const site = root.querySelector<HTMLSelectElement>("#site-right");
    if (site !== null) site.value = "groin";
    press("Save the pain");
    await vi.waitFor(() => expect(pain).toHaveBeenCalledWith([{ side: "right", now: 7, site: "groin" }]));
  });

  test("a place without a number asks for the number", () => {
    const pain = vi.fn(() => Promise.resolve());
    wrongView(root, 5, "/", { pain, other: () => Promise.resolve() });
    const site = root.querySelector<HTMLSelectElement>("#site-left");
    if (site !== null) site.value = "thigh";
    press("Save the pain");
    expect(text(".wrongs")).toContain("Please choose a number for pain now on the left side.");
    expect(pain).not.toHaveBeenCalled();
  });

  test("something else opens the safety questions, once however often it is tapped", async () => {
    const other = vi.fn(() => new Promise<void>(() => undefined));
    wrongView(root, 5, "/", { pain: () => Promise.resolve(), other });
    press("Ask me the safety questions");
    press("Ask me the safety questions");
    expect(other).toHaveBeenCalledTimes(1);
  });
});

describe("the morning after", () => {
  const last = {
    day: "2026-11-22",
    loads: ["left", "right"] as const,
    baseline: { left: 2, right: null },
    worse_before: [],
    mornings: { left: null, right: null },
  };

  test("is asked about the sides that were loaded, until each was told", () => {
    const here = pack({ last });
    expect(openMorning(here, [], "2026-11-23")?.sides).toEqual(["left", "right"]);
    const told = { id: "1", at: "2026-11-23T07:00:00.000+00:00", kind: "next-day", side: "left", pain: 1 };
    expect(openMorning(here, [told], "2026-11-23")?.sides).toEqual(["right"]);
    expect(openMorning(here, [], "2026-11-22")).toBeNull();
    expect(openMorning(pack(), [], "2026-11-23")).toBeNull();
  });

  test("both fine is one tap; else each side is needed", async () => {
    const on = vi.fn(() => Promise.resolve());
    const question = openMorning(pack({ last }), [], "2026-11-23");
    morningView(root, "2026-11-23", question, on);
    expect(text("h1")).toBe("How are your hips the morning after?");
    expect(root.textContent).toContain("Before that session it was 2.");
    pick("morning-left", "3");
    press("Save");
    expect(text(".wrongs")).toContain("Please choose a number from 0 to 10.");
    expect(on).not.toHaveBeenCalled();
    press("Both fine: no pain on either side");
    await vi.waitFor(() => expect(on).toHaveBeenCalledWith([
      { side: "left", pain: 0 },
      { side: "right", pain: 0 },
    ])); // biome-ignore format: one line
  });

  test("says that there is nothing to ask", () => {
    morningView(root, "2026-11-23", null, () => Promise.resolve());
    expect(text("h1")).toBe("Nothing to ask this morning");
  });
});

describe("today", () => {
  const move = {
    name: "",
    kind: "strength",
    position: "",
    steps: ["Lie on the side."],
    cues: [],
    avoid: [],
    muscles: [],
    weighs: false,
  };
  const scene = { day: "2026-11-23", morning: false, note: [] as string[], moves: { clamshell: move }, open: vi.fn() };
  const session = { on: "2026-11-23", minutes: 18, items: [item(), item({ side: "right", key: "clamshell/right" })] };
  const show = (day: Parameters<typeof todayView>[1], morning = false): void =>
    todayView({ ...scene, root, morning }, day);

  test("that is due: what, how long, one button, why", () => {
    const before = { morning: null, anythingNew: true, pain: ["left", "right"] as const };
    show({ kind: "due", session, before, why: ["Because it is Monday.", "And so on."] });
    expect(text("h1")).toBe("One move, 18 minutes");
    expect(text(".lede")).toBe("Because it is Monday.");
    expect(root.querySelector(".button--main")?.getAttribute("href")).toBe("/play");
    expect(text(".dose")).toBe("2\u00a0×\u00a012 repetitions");
    expect(text(".move-sub")).toBe("Left, then right · Without a band · as last time");
    expect(text("details > p")).toBe("2 s up – 1 s hold – 3 s down");
    expect(text("ol li")).toBe("Lie on the side.");
    expect(text(".reasons p")).toBe("As last time: 2\u00a0×\u00a012 at 30°.");
    expect(text(".reasons cite")).toBe("Our own rule");
  });

  test("that is rest: rest is the plan", () => {
    show({ kind: "rest", next: "2026-11-24", why: ["Rest is the plan: it is when what you did takes effect."] }, true);
    expect(text("h1")).toBe("Rest today");
    expect(root.textContent).toContain("Rest is the plan");
    expect(root.textContent).toContain("The next session is tomorrow.");
    expect(root.querySelector("a[href='/morning']")).not.toBeNull();
    expect(root.querySelector(".button--main")).toBeNull();
  });

  test("that is under way, and done", () => {
    const steps: Step[] = [
      { item: item(), sets: [{ id: "1", at: "x", kind: "set" }], status: "open", whyClosed: "" },
      { item: item({ side: "right" }), sets: [], status: "ended", whyClosed: "It hurt." },
    ];
    show({ kind: "going", session, steps });
    expect(text("h1")).toBe("One move left");
    expect([...root.querySelectorAll(".chip--strong")].map((chip) => chip.textContent)).toEqual([
      "Left: 1 of 2 sets",
      "Right: ended early",
    ]);
    show({ kind: "done", steps, finished: false });
    expect(text(".button--main")).toBe("Finish the session");
  });

  test("that has expired says honestly that it must be online once", () => {
    show({ kind: "expired", until: "2026-12-06" });
    expect(text("h1")).toBe("Turnout must be online once");
    expect(root.textContent).toContain("ended on Sunday 6 December");
    expect(root.querySelector(".items")).toBeNull();
  });

  test("with open questions offers only them", () => {
    show({ kind: "ask", why: "something new was reported", flags: FLAGS });
    expect(root.textContent).toContain("They are asked again because something new was reported. 5 questions");
    press("Answer them");
    expect(scene.open).toHaveBeenCalledWith("ask");
  });

  test("says first what follows from what was told", () => {
    todayView(
      { ...scene, root, note: ["Pain 6 of 10 on the left: nothing loads this side today."] },
      {
        kind: "nothing",
        why: ["Nothing can be offered today."],
      },
    );
    expect(text(".note")).toBe("NotedPain 6 of 10 on the left: nothing loads this side today.");
  });

  test("puts together only what is the same but for its side", () => {
    const other = item({ side: "right", sets: 3 });
    expect(groups([item(), item({ side: "right" }), other]).map((group) => group.items.length)).toEqual([2, 1]);
    expect(moveList([item(), other], [], {}).querySelectorAll("li.move")).toHaveLength(2);
    const raised = moveList([item(), item({ side: "right", action: "raise", why: [] })], [], {});
    expect(raised.querySelector(".move-sub")?.textContent).toContain("left as last time, right one step up");
    expect([...raised.querySelectorAll("h3")].map((h3) => h3.textContent)).toEqual(["Left side", "Right side"]);
  });
});

describe("the stop", () => {
  test("says how soon, what to do, and what was answered, and offers nothing", () => {
    const stop = { urgency: "now" as const, heading: "Please get help now", say: "", flags: FLAGS.slice(0, 1) };
    stopView(root, stop);
    expect(text(".stop-when")).toBe("Now");
    expect(text("h1")).toBe("Please get help now");
    expect(root.textContent).toContain("You answered yes to: name of now-one.");
    expect(root.querySelector("a[href='/play']")).toBeNull();
  });
});

describe("words", () => {
  test("are those of the server's pages", () => {
    expect(sentence("met 2x12 reps at 28 deg")).toBe("Met 2\u00a0×\u00a012 repetitions at 28°.");
    expect(relativeDay("2026-11-24", "2026-11-23")).toBe("tomorrow");
    expect(relativeDay("2026-11-26", "2026-11-23")).toBe("on Thursday 26 November");
    expect(titleOf([item(), item({ exercise: "b" })], 1)).toBe("Two moves, 1 minute");
    expect(["design", "a3", "thomee-1997"].map(sourceName)).toEqual(["Our own rule", "Text A3", "Thomee 1997"]);
  });
});
