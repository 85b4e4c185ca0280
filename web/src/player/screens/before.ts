/**
 * What is asked before a session, one screen at a time. In: which questions. Out: the answers, when the last is given.
 * Nothing is chosen beforehand; the morning after may be forgotten, which is no answer and no number.
 */
import type { Before, Limb } from "../../offline/types";
import { capital, longDay } from "../../offline/views/words";
import { h, textButton } from "../dom";
import { choice, tens } from "../tens";

export interface Told {
  readonly morning: Readonly<Partial<Record<Limb, number>>>;
  readonly anythingNew: boolean | null;
  readonly pain: Readonly<Partial<Record<Limb, number>>>;
}

type Question =
  | { readonly kind: "morning"; readonly side: Limb; readonly about: string }
  | { readonly kind: "new" }
  | { readonly kind: "pain"; readonly side: Limb; readonly first: boolean };

const NEW =
  "A fall, a new pain, numbness, fever, a new diagnosis or medicine, an operation. A yes asks the safety questions again.";

export function questionsOf(before: Before): Question[] {
  const { morning, pain } = before;
  const mornings: Question[] = (morning?.sides ?? []).map((side) => ({
    kind: "morning",
    side,
    about: morning?.about ?? "",
  }));
  const pains: Question[] = pain.map((side, n) => ({ kind: "pain", side, first: n === 0 }));
  return [...mornings, ...(before.anythingNew ? [{ kind: "new" } as const] : []), ...pains];
}

/** Asks; the answers come when all are given. */
export function askBefore(root: HTMLElement, before: Before, limit: number): Promise<Told> {
  const questions = questionsOf(before);
  return new Promise((resolve) => {
    const answers: (number | boolean | null)[] = [];
    const show = (at: number): void => {
      const question = questions[at];
      if (question === undefined) {
        resolve(collect(questions, answers));
        return;
      }
      const tell = (value: number | boolean | null): void => {
        answers[at] = value;
        show(at + 1);
      };
      const back = at > 0 ? textButton("Back", () => show(at - 1)) : null;
      root.replaceChildren(screen(question, at, questions.length, limit, tell, back));
      root.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    };
    show(0);
  });
}

function screen(
  question: Question,
  at: number,
  count: number,
  limit: number,
  tell: (value: number | boolean | null) => void,
  back: HTMLElement | null,
): HTMLElement {
  const steps = Array.from({ length: count }, (_, n) =>
    h("li", { "data-done": n < at, "aria-current": n === at ? "step" : null }),
  );
  return h(
    "section",
    { class: "pl-before" },
    h("ol", { class: "steps", "aria-label": `Question ${at + 1} of ${count}` }, ...steps),
    h("h1", { tabindex: "-1" }, heading(question)),
    h("p", { class: "hint" }, hint(question, limit)),
    asked(question, tell),
    h(
      "p",
      { class: "buttons" },
      question.kind === "morning" && textButton("I do not remember", () => tell(null)),
      back,
    ),
  );
}

function heading(question: Question): string {
  if (question.kind === "new") return "Anything new since last time?";
  const side = `${capital(question.side)} hip`;
  return question.kind === "pain" ? `${side}, pain now` : `${side}, the morning after`;
}

function hint(question: Question, limit: number): string {
  if (question.kind === "new") return NEW;
  if (question.kind === "morning") return `How was it the morning after ${longDay(question.about)}?`;
  return question.first ? `Above ${limit} nothing loads this side today.` : "";
}

function asked(question: Question, tell: (value: number | boolean) => void): HTMLElement {
  if (question.kind !== "new") return tens("0 to 10", "pain", tell);
  const answers = [
    ["no", "No, nothing new"],
    ["yes", "Yes"],
  ] as const;
  return choice("Please choose", answers, (value) => tell(value === "yes"));
}

function collect(questions: readonly Question[], answers: readonly (number | boolean | null)[]): Told {
  const morning: Partial<Record<Limb, number>> = {};
  const pain: Partial<Record<Limb, number>> = {};
  let anythingNew: boolean | null = null;
  questions.forEach((question, n) => {
    const answer = answers[n];
    if (question.kind === "new") anythingNew = answer === true;
    else if (typeof answer === "number") (question.kind === "pain" ? pain : morning)[question.side] = answer;
  });
  return { morning, anythingNew, pain };
}
