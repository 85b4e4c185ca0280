import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newFact } from "../src/offline/facts";
import { keepInStep, pauseMs } from "../src/offline/pulse";
import { remind, untilMs } from "../src/offline/remind";
import { lines, momentOf, type Standing, showLines } from "../src/offline/status";
import { openLocal } from "../src/offline/store";
import { FILE, keepable, LIVE, marked, stemOf } from "../src/worker/pages";
import { due } from "./support/pack";
import { FakeServer } from "./support/server";

const NOW = new Date(2026, 10, 24, 20, 0);
const QUIET: Standing = {
  online: true,
  cached: false,
  shell: false,
  madeAt: new Date(2026, 10, 24, 18, 2).toISOString(),
  waiting: 0,
  refused: 0,
  problem: "none",
  path: "/plan",
};
const says = (standing: Partial<Standing>): string[] => lines({ ...QUIET, ...standing }, NOW).map((line) => line.says);

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the quiet line", () => {
  test("says nothing when there is nothing to say", () => {
    expect(says({})).toEqual([]);
    expect(says({ shell: true, cached: true })).toEqual([]);
  });

  test("says how old a page is", () => {
    expect(says({ online: false })).toEqual(["You are offline. This page is from 18:02 today."]);
    expect(says({ online: false, shell: true })).toEqual(["You are offline. The plan here is from 18:02 today."]);
    expect(says({ cached: true })).toEqual(["The server did not answer in time. This page is from 18:02 today."]);
    expect(says({ online: false, madeAt: null })).toEqual(["You are offline."]);
  });

  test("names the day as a person would", () => {
    expect(momentOf(new Date(2026, 10, 23, 18, 2).toISOString(), NOW)).toBe("Monday 18:02");
    expect(momentOf(new Date(2026, 10, 3, 8, 5).toISOString(), NOW)).toBe("Tuesday 3 November, 08:05");
    expect(momentOf("never", NOW)).toBe("");
  });

  test("says what waits, and what was not taken", () => {
    expect(says({ online: false, waiting: 3 })[1]).toBe(
      "3 answers wait on this device; they go out when you are connected.",
    );
    expect(says({ online: false, waiting: 1 })[1]).toBe(
      "1 answer waits on this device; it goes out when you are connected.",
    );
    const [line] = lines({ ...QUIET, waiting: 2, problem: "sign-in" }, NOW);
    expect(line?.link?.to).toBe("/sign-in?to=%2Fplan");
    expect(lines({ ...QUIET, refused: 1 }, NOW)).toEqual([
      { says: "1 answer was not taken.", link: { says: "See why", to: "/data#device" } },
    ]);
  });

  test("is written only when it changes, so that it is spoken once", () => {
    const root = document.createElement("p");
    showLines(root, [{ says: "One." }]);
    const first = root.firstChild;
    showLines(root, [{ says: "One." }]);
    expect(root.firstChild).toBe(first);
    showLines(root, []);
    expect(root.childNodes).toHaveLength(0);
  });
});

describe("keeping in step", () => {
  test("a failing server is left alone for longer and longer, up to five minutes", () => {
    expect([0, 1, 2, 3, 20].map(pauseMs)).toEqual([0, 2000, 4000, 8000, 300_000]);
  });

  test("what is told goes out by itself, also after a server that failed", async () => {
    const server = new FakeServer();
    const local = await openLocal();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const told = vi.fn();
    const end = keepInStep(local, document, told, server.fetch);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    server.fate = () => "fails";
    await local.add(newFact("set"));
    await vi.advanceTimersByTimeAsync(500);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    expect(server.facts.size).toBe(0);
    server.fate = () => "answered";
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(1000);
      expect(server.facts.size).toBe(1);
    });
    end();
  });

  test("coming online sends what waits", async () => {
    const server = new FakeServer();
    const local = await openLocal();
    await local.add(newFact("set"));
    server.fate = () => "never-arrives";
    const told = vi.fn();
    const end = keepInStep(local, document, told, server.fetch);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    server.fate = () => "answered";
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(server.facts.size).toBe(1), { timeout: 2000 });
    end();
  });
});

describe("the reminder", () => {
  const registration = () => ({ showNotification: vi.fn((_title: string) => Promise.resolve()) });

  test("waits for its time, comes once a day, and says nothing about the person", async () => {
    const local = await openLocal();
    const worker = registration();
    await local.savePack(due("2026-11-24"), new Set());
    const at = (hours: number, day = 24) => remind(local, worker as never, new Date(2026, 10, day, hours, 30));
    expect(await at(19)).toBe(false);
    await local.saveReminder({ at: "18:00", last: "" });
    expect(await at(17)).toBe(false);
    expect(await at(18)).toBe(true);
    expect(await at(20)).toBe(false);
    expect(worker.showNotification.mock.calls.map(([title]) => title)).toEqual([
      "Turnout: a session is due, 4 minutes.",
    ]);
    expect(await at(18, 25)).toBe(true);
  });

  test("does not come on a day of rest", async () => {
    const local = await openLocal();
    const worker = registration();
    await local.savePack(due("2026-11-26"), new Set());
    await local.saveReminder({ at: "18:00", last: "" });
    expect(await remind(local, worker as never, NOW)).toBe(false);
    expect(worker.showNotification).not.toHaveBeenCalled();
  });

  test("knows how long it is until then", () => {
    expect(untilMs("18:00", new Date(2026, 10, 24, 17, 0))).toBe(3_600_000);
    expect(untilMs("18:00", NOW)).toBe(0);
  });
});

describe("the worker", () => {
  const html = { "Content-Type": "text/html; charset=utf-8" };
  const keeps = (path: string, response: Response) => keepable(new Request(`http://localhost${path}`), response);

  test("keeps whole pages only, and none that is private beyond them or asks who one is", () => {
    const page = () => new Response("<html>", { headers: html });
    expect(["/plan", "/progress", "/data", "/library/clamshell"].every((path) => keeps(path, page()))).toBe(true);
    const never = ["/data/export", "/sign-in", "/sign-out", "/account", "/api/v1/facts", "/calendar/x.ics"];
    expect(never.some((path) => keeps(path, page()))).toBe(false);
    expect(keeps("/plan", new Response("<html>", { status: 404, headers: html }))).toBe(false);
    expect(keeps("/plan", new Response("{}", { headers: { "Content-Type": "application/json" } }))).toBe(false);
  });

  test("never shows a copy of what depends on what was told a moment ago", () => {
    expect(["/", "/session", "/session/3", "/morning", "/wrong", "/stop"].every((path) => LIVE.test(path))).toBe(true);
    expect(["/plan", "/play", "/sessions", "/library"].some((path) => LIVE.test(path))).toBe(false);
  });

  test("leaves files to save to the browser", () => {
    expect(["/data/export", "/data/sets.csv", "/calendar.ics", "/report.pdf"].every((path) => FILE.test(path))).toBe(
      true,
    );
    expect(["/data", "/report", "/plan"].some((path) => FILE.test(path))).toBe(false);
  });

  test("marks a copy as one, and changes nothing else", async () => {
    const page = new Response('<!doctype html>\n<html lang="en-GB"><body>x</body>', { headers: html });
    const copy = await marked(page, { view: "not-sent" });
    expect(await copy.text()).toBe(
      '<!doctype html>\n<html data-cached="yes" data-view="not-sent" lang="en-GB"><body>x</body>',
    );
    expect(copy.headers.get("Content-Type")).toContain("text/html");
  });

  test("finds today's file by the name of an old one", () => {
    expect(stemOf("/static/dist/assets/main-D4Vt8h6V.css")).toBe("main.css");
    expect(stemOf("/static/dist/assets/inter-latin-opsz-normal-BwkfbSeq.woff2")).toBe("inter-latin-opsz-normal.woff2");
  });
});
