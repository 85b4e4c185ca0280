/** The materials of a figure. In: a theme. Out: three's materials; `tint` gives them another theme's colours. */
import {
  type BackSide,
  type DataTexture,
  DoubleSide,
  FrontSide,
  GLSL3,
  type IUniform,
  RawShaderMaterial,
  type Texture,
  Vector3,
} from "three";
import * as glsl from "./shaders";
import type { Colour, Theme } from "./theme";
import { RINGS, SOLID } from "./tubes";

type Uniforms = Record<string, IUniform>;

const rgb = (colour: Colour): Vector3 => new Vector3(...colour);

interface Wanted {
  readonly vertex: string;
  readonly fragment: string;
  readonly uniforms: Uniforms;
  readonly defines?: Record<string, string | number>;
  readonly clear?: boolean;
  readonly writes?: boolean;
  readonly tests?: boolean;
  readonly colours?: boolean;
  readonly side?: typeof FrontSide | typeof BackSide | typeof DoubleSide;
}

function material(wanted: Wanted): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: wanted.vertex,
    fragmentShader: wanted.fragment,
    uniforms: wanted.uniforms,
    defines: wanted.defines ?? {},
    transparent: wanted.clear ?? false,
    depthWrite: wanted.writes ?? true,
    depthTest: wanted.tests ?? true,
    colorWrite: wanted.colours ?? true,
    side: wanted.side ?? FrontSide,
  });
}

const named = (theme: Theme, colours: Readonly<Record<string, keyof Theme>>): Uniforms =>
  Object.fromEntries(Object.entries(colours).map(([name, token]) => [name, { value: rgb(theme[token] as Colour) }]));

/** Which colour of the theme each uniform takes, so that it can be changed later. */
const TINTS = new WeakMap<RawShaderMaterial, Readonly<Record<string, keyof Theme>>>();

function tinted(theme: Theme, colours: Readonly<Record<string, keyof Theme>>, wanted: Wanted): RawShaderMaterial {
  const made = material({ ...wanted, uniforms: { ...named(theme, colours), ...wanted.uniforms } });
  TINTS.set(made, colours);
  return made;
}

/** Gives a material the colours of another theme. */
export function tint(made: RawShaderMaterial, theme: Theme): void {
  for (const [name, token] of Object.entries(TINTS.get(made) ?? {})) {
    const uniform = made.uniforms[name];
    if (uniform !== undefined) uniform.value = rgb(theme[token] as Colour);
  }
  for (const [name, values] of Object.entries(BY_THEME)) {
    const uniform = made.uniforms[name];
    const kind = made.name as keyof typeof values;
    if (uniform !== undefined && values[kind] !== undefined) uniform.value = values[kind][theme.dark ? 1 : 0];
  }
}

/** What differs between light and dark beside the colours: in the light, in the dark. */
const BY_THEME: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  inked: { bone: [0.42, 0.1], band: [0.3, 0.1], prop: [0.3, 0.1] },
  clear: { skin: [0.14, 0.13], clothes: [0.16, 0.2] },
  drawn: { skin: [0.64, 0.62], clothes: [0.62, 0.66] },
  rest: { faint: [0.15, 0.14], strong: [0.15, 0.14] },
  glow: { glow: [0.3, 0.42] },
  depth: { floor: [0.26, 0.62], mat: [0.42, 0.62], wood: [0.36, 0.55] },
  alpha: { line: [0.5, 0.42] },
};

function finished(made: RawShaderMaterial, name: string, theme: Theme): RawShaderMaterial {
  made.name = name;
  tint(made, theme);
  return made;
}

export function boneMaterial(theme: Theme, pose: DataTexture): RawShaderMaterial {
  const uniforms = { pose: { value: pose }, inked: { value: 0 } };
  const wanted = { vertex: glsl.CARRIED_VERTEX, fragment: glsl.BONE_FRAGMENT, uniforms };
  return finished(tinted(theme, { colour: "bone", shade: "shade", outline: "outline" }, wanted), "bone", theme);
}

/** Skin or clothes: first only their depth, so that nothing of their inside shows, then their colour. */
export function softMaterials(theme: Theme, name: string, pose: DataTexture): [RawShaderMaterial, RawShaderMaterial] {
  const defines = { SOFT: 1 };
  const common = { vertex: glsl.CARRIED_VERTEX, defines, clear: true };
  const first = material({
    ...common,
    fragment: glsl.NOTHING_FRAGMENT,
    uniforms: { pose: { value: pose } },
    colours: false,
  });
  const uniforms = { pose: { value: pose }, clear: { value: 0 }, drawn: { value: 0 } };
  const colours = { colour: name === "skin" ? "skin" : "cloth", shade: "shade", outline: "outline" } as const;
  const second = tinted(theme, colours, { ...common, fragment: glsl.SKIN_FRAGMENT, uniforms, writes: false });
  return [first, finished(second, name, theme)];
}

/** The strands three times: those that work hard, those that hardly do, and the glow. */
export function strandMaterials(theme: Theme, rings: DataTexture): RawShaderMaterial[] {
  const defines = { LAST: `${RINGS - 1}.0`, SOLID };
  const colours = { idle: "idle", warm: "warm", bone: "bone", outline: "outline", shade: "shade" } as const;
  const pass = (strong: number): Wanted => ({
    vertex: glsl.STRAND_VERTEX,
    fragment: glsl.STRAND_FRAGMENT,
    defines,
    uniforms: {
      rings: { value: rings },
      first: { value: 0 },
      wider: { value: 1 },
      strong: { value: strong },
      rest: { value: 0.2 },
    },
    clear: strong === 0,
    writes: strong === 1,
  });
  const glow: Wanted = {
    vertex: glsl.STRAND_VERTEX,
    fragment: glsl.GLOW_FRAGMENT,
    defines,
    uniforms: { rings: { value: rings }, first: { value: 0 }, wider: { value: 1.45 }, glow: { value: 0.3 } },
    clear: true,
    writes: false,
    tests: false,
  };
  return [
    finished(tinted(theme, colours, pass(1)), "strong", theme),
    finished(tinted(theme, colours, pass(0)), "faint", theme),
    finished(tinted(theme, { warm: "warm" }, glow), "glow", theme),
  ];
}

/** A band or a strap. */
export function bandMaterial(theme: Theme, rings: DataTexture, count: number): RawShaderMaterial {
  const wanted: Wanted = {
    vertex: glsl.STRAND_VERTEX,
    fragment: glsl.BONE_FRAGMENT,
    defines: { LAST: `${count - 1}.0` },
    uniforms: { rings: { value: rings }, first: { value: 0 }, wider: { value: 1 }, inked: { value: 0 } },
  };
  return finished(tinted(theme, { colour: "band", shade: "shade", outline: "outline" }, wanted), "band", theme);
}

export type GroundName = "floor" | "mat" | "wood" | "wall";

/** A wall is only hinted at: it must not outshine who leans on it. */
const WALL = 0.42;

export function groundMaterial(theme: Theme, name: GroundName, shadows: Texture): RawShaderMaterial {
  const wanted: Wanted = {
    vertex: glsl.GROUND_VERTEX,
    fragment: glsl.GROUND_FRAGMENT,
    uniforms: {
      shadows: { value: shadows },
      disc: { value: new Vector3(0, 0, 0) },
      depth: { value: 0.3 },
      veil: { value: name === "wall" ? WALL : 1 },
    },
    clear: name === "floor" || name === "wall",
    writes: name === "mat" || name === "wood",
  };
  return finished(
    tinted(theme, { colour: name === "wall" ? "wood" : name, dark: "shadow", shade: "shade" }, wanted),
    name,
    theme,
  );
}

export function lineMaterial(theme: Theme): RawShaderMaterial {
  const wanted: Wanted = {
    vertex: glsl.LINE_VERTEX,
    fragment: glsl.LINE_FRAGMENT,
    uniforms: { alpha: { value: 0.5 } },
    clear: true,
    writes: false,
  };
  return finished(tinted(theme, { colour: "edge" }, wanted), "line", theme);
}

export function shadowMaterial(bars: number, from: Float32Array, to: Float32Array): RawShaderMaterial {
  return material({
    vertex: glsl.SHADOW_VERTEX,
    fragment: glsl.SHADOW_FRAGMENT,
    defines: { BARS: bars },
    uniforms: { from: { value: from }, to: { value: to } },
    writes: false,
    tests: false,
    side: DoubleSide,
  });
}
