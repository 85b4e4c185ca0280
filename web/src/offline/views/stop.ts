/**
 * The stop: how soon to see someone, and why. Nothing else is offered.
 *
 * In: a stop, as worked out here or by the server. Out: the same words as the server's page. A clearance is not entered
 * here: it is a clinician's word, taken where the record is.
 */
import type { Stop, Urgency } from "../types";
import { type Child, h, link, show } from "./dom";
import { within } from "./words";

const WHEN: Readonly<Record<Urgency, string>> = {
  now: "Now",
  "same-day": "Today",
  "two-weeks": "Within two weeks",
  "before-starting": "Before you start",
};

export function stopView(root: Element, stop: Stop): void {
  const flags: Child[] = stop.flags.map((flag) => [
    h("p", {}, h("strong", {}, flag.says)),
    h("p", {}, `You answered yes to: ${within(flag.name)}.`),
  ]);
  const rest = "Until a clinician has cleared this, Turnout offers no exercise and no test.";
  show(
    root,
    h(
      "section.stop",
      { "aria-labelledby": "stop" },
      h("p.stop-when", {}, WHEN[stop.urgency]),
      h("h1", { id: "stop", tabindex: "-1" }, stop.heading),
      stop.flags.length > 0 ? [flags, h("p", {}, rest)] : h("p", {}, stop.say),
    ),
    stop.flags.length > 0 &&
      h(
        "div.reading",
        {},
        h("h2", {}, "A clinician has cleared this"),
        h("p", {}, "Only a named clinician can lift a stop. It is entered online, after they have seen you."),
        navigator.onLine && h("p.buttons", {}, link("Enter the clearance", "/stop")),
      ),
  );
}
