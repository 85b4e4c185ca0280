/** A page with few words and a way on: rest days, stops, nothing stored yet. In: the words. Out: an element. */
import type { Today } from "../../offline/types";
import { longDay, relativeDay, sentence } from "../../offline/views/words";
import { h, link } from "../dom";

export interface CalmWords {
  readonly heading: string;
  readonly words: readonly string[];
  readonly links: readonly (readonly [string, string])[];
}

export function calm({ heading, words, links }: CalmWords): HTMLElement {
  return h(
    "section",
    { class: "pl-calm" },
    h("h1", { tabindex: "-1" }, heading),
    ...words.map((says) => h("p", {}, says)),
    h(
      "p",
      { class: "buttons" },
      ...links.map(([name, to], n) =>
        link(name, to, n === 0 ? { class: "button button--main", "data-main": true } : {}),
      ),
    ),
  );
}

const TODAY = ["Back to today", "/"] as const;
const PLAIN = ["The session as plain pages", "/session"] as const;

/** The words for a day without anything to do in the player. */
export function dayWords(today: Today, day: string): CalmWords {
  switch (today.kind) {
    case "rest":
      return { heading: "Rest today", words: restWords(today.why, today.next, day), links: [TODAY] };
    case "nothing":
      return { heading: "Nothing can be offered today", words: today.why.map(sentence), links: [TODAY] };
    case "expired":
      return {
        heading: "The plan here is too old",
        words: [
          `What is kept on this device reached to ${longDay(today.until)}. It needs the network once to plan anew.`,
        ],
        links: [TODAY],
      };
    case "done":
      return { heading: "Done for today", words: [TOMORROW], links: [TODAY] };
    default:
      return NOTHING_KEPT;
  }
}

export const TOMORROW = "Tomorrow morning we ask how each hip is. The answer decides what the next session may be.";

export const NOTHING_KEPT: CalmWords = {
  heading: "Nothing is kept here yet",
  words: ["This device needs the network once, to fetch your plan. After that the player works without it."],
  links: [TODAY, PLAIN],
};

export const ELSEWHERE: CalmWords = {
  heading: "The session is open in another window",
  words: ["It runs in one window at a time, so that no set is counted twice. Close the other one and try again."],
  links: [["Try again", "/play"], TODAY],
};

export const NOTHING_KEEPS = (reason: string): CalmWords => ({
  heading: "The player cannot run here",
  words: [reason],
  links: [PLAIN, TODAY],
});

function restWords(why: readonly string[], next: string | null, day: string): string[] {
  const said = why.map(sentence);
  return next === null || said.some((one) => one.includes("next"))
    ? said
    : [...said, `The next session is ${relativeDay(next, day)}.`];
}
