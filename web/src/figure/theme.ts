/**
 * The figure's colours, from the page's own tokens. In: a document. Out: colours from 0 to 1, as they appear on the
 * screen.
 * Only `warm` is warm: it means a muscle that works now.
 */
export type Colour = readonly [number, number, number];

export interface Theme {
  readonly dark: boolean;
  readonly paper: Colour;
  readonly ink: Colour;
  readonly edge: Colour;
  readonly warm: Colour;
  readonly bone: Colour;
  /** What is turned away from the light, as a share of the colour. */
  readonly shade: Colour;
  readonly idle: Colour;
  readonly skin: Colour;
  readonly outline: Colour;
  readonly cloth: Colour;
  readonly mat: Colour;
  readonly wood: Colour;
  readonly floor: Colour;
  readonly shadow: Colour;
  readonly band: Colour;
}

/** `#rgb`, `#rrggbb` or `rgb(…)`; `null` for anything else. */
export function colourOf(text: string): Colour | null {
  const value = text.trim();
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(value)?.[1];
  if (hex !== undefined) {
    const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    const part = (n: number): number => Number.parseInt(long.slice(n, n + 2), 16) / 255;
    return [part(0), part(2), part(4)];
  }
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  const [r, g, b] = parts ?? [];
  return r === undefined || g === undefined || b === undefined ? null : [r / 255, g / 255, b / 255];
}

const mixed = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
const BLACK: Colour = [0, 0, 0];

/** The colours of a page as it is now; `read` gives the value of a token. */
export function themeOf(read: (token: string) => string): Theme {
  const token = (name: string, other: Colour): Colour => colourOf(read(`--${name}`)) ?? other;
  const paper = token("paper", [0.965, 0.949, 0.918]);
  const ink = token("ink", [0.122, 0.141, 0.129]);
  const [edge, sunk] = [token("edge", [0.52, 0.5, 0.44]), token("sunk", mixed(paper, ink, 0.06))];
  const warm = token("warm", [0.847, 0.271, 0.169]);
  const dark = paper[0] + paper[1] + paper[2] < 1.5;
  const common = { dark, paper, ink, edge, warm };
  if (dark) {
    return {
      ...common,
      bone: [0.87, 0.835, 0.765],
      shade: [0.4, 0.41, 0.45],
      idle: [0.72, 0.66, 0.61],
      skin: [0.62, 0.6, 0.57],
      outline: [0.86, 0.83, 0.77],
      cloth: [0.47, 0.5, 0.55],
      mat: [0.165, 0.18, 0.2],
      wood: [0.225, 0.235, 0.255],
      floor: mixed(sunk, paper, 0.3),
      shadow: BLACK,
      band: [0.62, 0.68, 0.74],
    };
  }
  return {
    ...common,
    bone: [0.97, 0.94, 0.875],
    shade: [0.7, 0.67, 0.635],
    idle: [0.73, 0.6, 0.53],
    skin: [0.79, 0.71, 0.61],
    outline: [0.43, 0.38, 0.32],
    cloth: [0.49, 0.52, 0.55],
    mat: mixed(sunk, [0.78, 0.735, 0.64], 0.5),
    wood: mixed(paper, [0.72, 0.64, 0.52], 0.42),
    floor: sunk,
    shadow: mixed(ink, [0.35, 0.25, 0.15], 0.3),
    band: [0.27, 0.33, 0.39],
  };
}

export function pageTheme(page: Document): Theme {
  const style = page.defaultView?.getComputedStyle(page.documentElement);
  return themeOf((token) => style?.getPropertyValue(token) ?? "");
}

/** White paper, whatever the screen is like. */
export const onWhite = (): Theme => themeOf((token) => ({ "--paper": "#ffffff", "--sunk": "#f1efeb" })[token] ?? "");
