/** The trials into the fields of the page's own form, as if they had been typed in. */
import { type Plan, type Run, told } from "./run";
import type { Who } from "./words";

/** Fills the sides that were measured, the method and who measured; what was typed for other sides stays. */
export function fill(form: HTMLFormElement, plan: Plan, run: Run, who: Who | null): void {
  const measured = plan.sides.map((_, n) => told(run, n));
  if (measured.every((values) => values.length === 0)) return;
  for (const [n, values] of measured.entries()) {
    if (values.length === 0) continue;
    for (let trial = 1; trial <= plan.trials; trial += 1) {
      const field = form.elements.namedItem(`${plan.sides[n]}-${trial}`);
      if (field instanceof HTMLInputElement) field.value = String(values[trial - 1] ?? "");
    }
  }
  choose(form, "method", "phone");
  if (who !== null) choose(form, "helper", who);
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  for (const radio of form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
    radio.checked = radio.value === value;
  }
}
