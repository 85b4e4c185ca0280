import { describe, expect, test } from "vitest";
import { stepsOf, stopFor } from "../src/offline/walk";
import { clam, Phone, pack } from "./walk-world";

const KEPT = ["left 3x12 band-yellow keep", "right 3x12 band-yellow keep"];
const RAISED = ["left 4x12 band-yellow raise", "right 4x12 band-yellow raise"];

describe("doses", () => {
  test("the first session is what the server offers", () => {
    expect(new Phone(pack()).doses()).toEqual(RAISED);
  });

  test("after it nothing rises, however well it went", () => {
    const phone = new Phone(pack());
    phone.perform();
    phone.on("2026-11-24").morning(0, 0);
    expect(phone.on("2026-11-25").doses()).toEqual(["left 4x12 band-yellow keep", "right 4x12 band-yellow keep"]);
  });

  test("pain above five takes a rung on that side only", () => {
    const phone = new Phone(pack());
    phone.perform("left", { pain: 6 });
    expect(phone.on("2026-11-25").doses()).toEqual(["left 3x12 no-band lower", "right 4x12 band-yellow keep"]);
  });

  test("a symptom counts as pain above five", () => {
    const phone = new Phone(pack());
    phone.perform("right", { symptoms: ["pinch"] });
    expect(phone.on("2026-11-25").doses()[1]).toBe("right 3x12 no-band lower");
  });

  test("what hurt twice running is left out", () => {
    const phone = new Phone(pack());
    phone.perform("left", { pain: 7 });
    phone.on("2026-11-25").perform("left", { pain: 7 });
    expect(phone.on("2026-11-28").doses()).toEqual(["right 4x12 band-yellow keep"]);
  });

  test("a worse morning takes from what was done, not from what was asked", () => {
    const phone = new Phone(pack());
    const session = phone.begin();
    expect(session.items).toHaveLength(2);
    for (let set = 0; set < 2; set += 1) phone.set("left");
    for (let set = 0; set < 4; set += 1) phone.set("right");
    phone.on("2026-11-24").morning(3, 2);
    expect(phone.on("2026-11-25").doses()).toEqual(["left 2x12 band-yellow lower", "right 3x12 band-yellow lower"]);
  });

  test("half the repetitions and a worse morning leave it out", () => {
    const phone = new Phone(pack());
    phone.perform("left", { reps: 6 });
    phone.on("2026-11-24").morning(3, 0);
    expect(phone.on("2026-11-25").doses()).toEqual(["right 4x12 band-yellow keep"]);
  });

  test("the second worse morning running takes a rung", () => {
    const phone = new Phone(pack());
    phone.perform();
    phone.on("2026-11-24").morning(3, 0);
    phone.on("2026-11-25").perform();
    phone.on("2026-11-26").morning(3, 0);
    expect(phone.on("2026-11-28").doses()[0]).toBe("left 3x12 no-band lower");
  });

  test("no answer in the morning holds", () => {
    const phone = new Phone(pack());
    phone.perform();
    expect(phone.on("2026-11-25").doses()[0]).toBe("left 4x12 band-yellow keep");
  });

  test("a morning that turns out worse takes the first session's rise back", () => {
    const phone = new Phone(pack());
    phone.morning(3, 0);
    expect(phone.doses()).toEqual(["left 2x12 band-yellow lower", "right 4x12 band-yellow raise"]);
  });

  test("a new item does not come in after a worse morning", () => {
    const fresh = clam("left", {
      action: "new",
      done: [],
      root: { offer: 1, held: null, worse: null, again: null, gap: null },
    });
    const phone = new Phone(pack({ items: { "clamshell/left": fresh, "clamshell/right": clam("right") } }));
    expect(phone.doses()[0]).toBe("left 2x12 band-yellow new");
    phone.morning(3, 0);
    expect(phone.doses()).toEqual(["right 4x12 band-yellow raise"]);
  });

  test("after two weeks without it, an item steps back", () => {
    const long = clam("left", { done: ["2026-11-10"] });
    const phone = new Phone(pack({ items: { "clamshell/left": long, "clamshell/right": clam("right") } }));
    expect(phone.on("2026-11-24").doses()[0]).toBe("left 2x12 no-band lower");
  });

  test("sets that nobody offered leave the item out until the server has seen them", () => {
    const phone = new Phone(pack());
    phone.set("left", { level: "no-band" });
    expect(phone.on("2026-11-25").doses()).toEqual(["right 3x12 band-yellow keep"]);
  });
});

describe("days", () => {
  test("a session never comes a second time on one day", () => {
    const phone = new Phone(pack());
    phone.perform();
    expect(phone.today()).toMatchObject({ kind: "done", finished: true });
  });

  test("a session done late moves the ones after it", () => {
    const phone = new Phone(pack());
    phone.on("2026-11-24").perform();
    expect(phone.on("2026-11-25").today()).toMatchObject({ kind: "rest", next: "2026-11-26" });
    expect(phone.on("2026-11-26").today().kind).toBe("due");
  });

  test("three sessions a week stay three", () => {
    const phone = new Phone(pack());
    phone.perform();
    phone.on("2026-11-25").perform();
    expect(phone.on("2026-11-27").today()).toMatchObject({ kind: "rest", next: "2026-11-28" });
  });

  test("after its last day the pack offers nothing", () => {
    expect(new Phone(pack()).on("2026-12-07").today()).toEqual({ kind: "expired", until: "2026-12-06" });
  });

  test("a session that was begun and left without a set comes again", () => {
    const phone = new Phone(pack());
    phone.begin();
    expect(phone.on("2026-11-24").doses()).toEqual(RAISED);
  });

  test("what only the server can weigh holds everything back", () => {
    const phone = new Phone(pack());
    phone.tell("condition", { condition: "fai", side: "left" });
    expect(phone.today().kind).toBe("nothing");
  });

  test("a fact told before those the pack stands on holds everything back", () => {
    const phone = new Phone(pack());
    phone.on("2026-11-20").tell("pain", { side: "left", now: 1 });
    expect(phone.on("2026-11-23").today().kind).toBe("nothing");
  });
});

describe("pain before the session", () => {
  test("above five, nothing loads that side", () => {
    const phone = new Phone(pack({ rules: { ...pack().rules, pain_rise_rescreen: 11 } }));
    phone.tell("pain", { side: "left", now: 6 });
    expect(phone.due().items.map((item) => item.side)).toEqual(["right"]);
    expect(phone.today()).toMatchObject({ why: expect.arrayContaining(["Pain 6 of 10 on the left side"]) });
  });

  test("on both sides nothing is left", () => {
    const phone = new Phone(pack({ rules: { ...pack().rules, pain_rise_rescreen: 11 } }));
    phone.tell("pain", { now: 6 });
    expect(phone.today().kind).toBe("nothing");
  });

  test("what was told today is not asked again", () => {
    const phone = new Phone(pack({ last: null }));
    expect(phone.today()).toMatchObject({ before: { morning: null, anythingNew: true, pain: ["left", "right"] } });
    phone.tell("pain", { side: "left", now: 1 });
    phone.tell("screen", { anything_new: false });
    expect(phone.today()).toMatchObject({ before: { anythingNew: false, pain: ["right"] } });
  });
});

describe("red flags", () => {
  const none = Object.fromEntries(pack().flags.map((flag) => [flag.id, false]));

  test("a yes stops at once, the most urgent first, and a correction does not lift it", () => {
    const phone = new Phone(pack());
    const yes = phone.tell("screen", { answers: { soon: true, "now-one": true } });
    phone.tell("correction", { replaces: yes.id });
    expect(phone.today()).toMatchObject({ kind: "stop", stop: { urgency: "now" } });
    expect(stopFor(phone.pack, phone.facts)?.flags.map((flag) => flag.id)).toEqual(["now-one", "soon"]);
  });

  test.each([
    ["something new", "screen", { anything_new: true }],
    ["pain three higher than told before", "pain", { side: "left", now: 4 }],
    ["a morning three higher than before the session", "next-day", { side: "left", pain: 4 }],
    ["numbness", "set", { exercise: "clamshell", side: "left", reps: 3, symptoms: ["numb"] }],
  ])("%s asks them again, and answers close the question", (_, kind, fields) => {
    const phone = new Phone(pack());
    phone.tell(kind, fields);
    expect(phone.today()).toMatchObject({ kind: "ask", flags: pack().flags.map(({ id }) => ({ id })) });
    phone.tell("screen", { answers: none });
    expect(phone.today().kind).not.toBe("ask");
  });

  test("answers of four weeks ago are asked again", () => {
    const old = pack().flags.map((flag) => ({ ...flag, answered: "2026-10-27" }));
    const phone = new Phone(pack({ flags: old }));
    expect(phone.today().kind).toBe("due");
    expect(phone.on("2026-11-24").today().kind).toBe("ask");
  });

  test("a break of two weeks asks them again", () => {
    expect(new Phone(pack()).on("2026-12-04").today().kind).toBe("due");
    expect(new Phone(pack()).on("2026-12-05").today().kind).toBe("ask");
  });

  test("from the day a gate could open they are asked after each session", () => {
    const phone = new Phone(pack({ gate: { from: "2026-11-25", by_pain: false } }));
    phone.perform();
    expect(phone.on("2026-11-25").today().kind).toBe("ask");
    phone.tell("screen", { answers: none });
    phone.perform();
    expect(phone.on("2026-11-28").today().kind).toBe("ask");
  });
});

describe("the session under way", () => {
  test("each item says how far it is", () => {
    const phone = new Phone(pack());
    phone.begin();
    phone.set("left", { pain: 7 });
    phone.tell("skip", { exercise: "clamshell", side: "right", reason: "no-time" });
    const steps = stepsOf(phone.pack, phone.facts, { day: phone.day, at: "" });
    expect(steps.map((step) => [step.status, step.whyClosed])).toEqual([
      ["ended", "Pain 7"],
      ["skipped", "no-time"],
    ]);
    expect(phone.today().kind).toBe("done");
  });

  test("a set taken back is open again", () => {
    const phone = new Phone(pack());
    phone.begin();
    const slip = phone.set("left", { pain: 7 });
    phone.tell("correction", { replaces: slip.id });
    expect(phone.today()).toMatchObject({ kind: "going", steps: [{ status: "open", sets: [] }, { status: "open" }] });
  });

  test("of two devices' offers the earlier one counts", () => {
    const phone = new Phone(pack());
    const first = phone.begin();
    phone.tell("offered", { knowledge: "x", session: { ...first, items: [{ ...first.items[0], sets: 9 }] } });
    expect(phone.today()).toMatchObject({ kind: "going", session: { items: [{ sets: 4 }, { sets: 4 }] } });
  });

  test("what the server knew of today's session already is gone on with", () => {
    const phone = new Phone(pack());
    phone.begin();
    phone.set("left");
    const other = new Phone(pack({ facts: phone.facts }));
    expect(other.today()).toMatchObject({ kind: "going", steps: [{ sets: [{ reps: 12 }] }, { sets: [] }] });
    expect(other.on("2026-11-24").today().kind).toBe("rest");
  });

  test("a kept dose is followed as it was offered", () => {
    const held = pack({
      items: {
        "clamshell/left": clam("left", { rises_until: null }),
        "clamshell/right": clam("right", { rises_until: null }),
      },
    });
    expect(new Phone(held).doses()).toEqual(KEPT);
  });
});
