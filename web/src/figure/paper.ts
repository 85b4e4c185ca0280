/**
 * Pictures for paper: a canvas does not print, so the key positions are drawn when the page is about to be printed.
 *
 * In: a canvas and how to draw a phase on it. Out: a list of pictures on the page, seen in print only.
 */
const MOST = 3;

export interface Sitter {
  readonly canvas: HTMLCanvasElement;
  readonly title: string;
  readonly phases: readonly string[];
  /** Draws a phase, at once. */
  readonly pose: (phase: number) => void;
}

/** The phases worth paper: the first, the last, and what lies evenly between. */
export function chosen(count: number, most: number = MOST): number[] {
  if (count <= most) return Array.from({ length: count }, (_, n) => n);
  return Array.from({ length: most }, (_, n) => Math.round((n * (count - 1)) / (most - 1)));
}

/** The pictures, each with its words. */
export function pictures(page: Document, { canvas, title, phases, pose }: Sitter): HTMLElement {
  const row = page.createElement("div");
  row.className = "motion-paper";
  for (const n of chosen(phases.length)) {
    pose(n);
    const picture = page.createElement("img");
    picture.src = canvas.toDataURL("image/png");
    const name = (phases[n] ?? "").replaceAll("-", " ");
    picture.alt = `${title}: ${name}`;
    const position = page.createElement("p");
    position.append(picture, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    row.append(position);
  }
  return row;
}
