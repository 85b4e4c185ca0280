/**
 * A track: one repetition of a motion as numbers, 61 frames of it, the last the first again.
 *
 * In: the bytes of a `TRN1` file: a header of JSON, then arrays. Out: a `Track` whose arrays are metres,
 * quaternions and
 * shares of 1. A file that cannot be read is refused with one sentence.
 */
import { at } from "./matrix";
import { FigureError } from "./trouble";

export interface Box {
  readonly kind: string;
  readonly centre: readonly number[];
  readonly half: readonly number[];
}

export interface Phase {
  readonly name: string;
  readonly at: number;
  readonly frame: number;
}

export interface Camera {
  readonly target: readonly number[];
  readonly distance: number;
  readonly azimuth_deg: number;
  readonly elevation_deg: number;
}

/** Something that goes with the body: a band, a strap, a weight, a helper's hand. */
export interface Extra {
  readonly kind: string;
  readonly closed: boolean;
  readonly radius: number;
  /** How many points it has, and where they are: (frames, count, 3) [m]. */
  readonly count: number;
  readonly points: Float32Array;
}

export interface Track {
  readonly id: string;
  readonly level: string;
  readonly title: string;
  readonly seconds: number;
  readonly frames: number;
  readonly time: Float32Array;
  readonly phase: Float32Array;
  readonly phases: readonly Phase[];
  /** Repetitions in the loop. */
  readonly counts: number;
  readonly camera: Camera;
  readonly nodes: readonly string[];
  readonly boxes: readonly Box[];
  readonly mat: boolean;
  readonly extras: readonly Extra[];
  /** Numbers of the body's muscles that have a path here. */
  readonly muscles: readonly number[];
  readonly points: number;
  readonly place: Float32Array;
  readonly turn: Float32Array;
  readonly path: Float32Array;
  readonly activation: Float32Array;
  readonly solved: boolean;
  readonly working: "left" | "right";
}

interface Stored {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly type: string;
  readonly scale?: number | readonly number[];
  readonly shift?: number | readonly number[];
  /** Axes along which only what changed is told: whole numbers of 16 bits, which wrap around. */
  readonly delta?: readonly number[];
}

type Header = Readonly<Record<string, unknown>>;

const SIZES: Readonly<Record<string, number>> = { int8: 1, uint8: 1, int16: 2, uint16: 2, float32: 4 };

export function readTrack(file: ArrayBuffer): Track {
  const { header, payload } = split(file);
  const time = floats(header, "time");
  const frames = time.length;
  const nodes = strings(header, "nodes");
  const muscles = listOf(header, "muscles").map(Number);
  const place = array(header, payload, "node_position", [frames, nodes.length, 3]);
  const turn = array(header, payload, "node_rotation", [frames, nodes.length, 4]);
  const path = array(header, payload, "path", [frames, muscles.length, null, 3]);
  const activation = array(header, payload, "activation", [frames, muscles.length]);
  const camera = header.camera as Camera | undefined;
  if (camera === undefined) throw new FigureError("The track lacks its camera.");
  return {
    id: String(header.id ?? ""),
    level: String(header.level ?? ""),
    title: String(header.title ?? ""),
    seconds: Number(header.seconds ?? at(time, frames - 1)),
    frames,
    time,
    phase: floats(header, "phase"),
    phases: listOf(header, "phases") as readonly Phase[],
    counts: Number(header.counts ?? 1),
    camera,
    nodes,
    boxes: (header.boxes ?? []) as readonly Box[],
    mat: header.mat === true,
    extras: ((header.extras ?? []) as readonly Header[]).map((one) => extraOf(one, payload, frames)),
    muscles,
    points: muscles.length === 0 ? 0 : path.length / (frames * muscles.length * 3),
    place,
    turn,
    path,
    activation,
    solved: header.solved === true,
    working: header.working === "left" ? "left" : "right",
  };
}

function split(file: ArrayBuffer): { header: Header; payload: DataView } {
  const view = new DataView(file);
  if (file.byteLength < 8 || view.getUint32(0, false) !== 0x54524e31) throw new FigureError("This is no track.");
  const length = view.getUint32(4, true);
  if (8 + length > file.byteLength) throw new FigureError("The track is cut off inside its header.");
  try {
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length))) as Header;
    return { header, payload: new DataView(file, 8 + length) };
  } catch {
    throw new FigureError("The track's header is not JSON.");
  }
}

function listOf(header: Header, name: string): readonly unknown[] {
  const list = header[name];
  if (!Array.isArray(list)) throw new FigureError(`The track lacks its list "${name}".`);
  return list;
}

const strings = (header: Header, name: string): string[] => listOf(header, name).map(String);

function floats(header: Header, name: string): Float32Array {
  const out = Float32Array.from(listOf(header, name).map(Number));
  if (out.length < 2 || out.some(Number.isNaN))
    throw new FigureError(`The track's "${name}" is not a list of numbers.`);
  return out;
}

function array(header: Header, payload: DataView, name: string, shape: readonly (number | null)[]): Float32Array {
  const stored = (header.arrays as Readonly<Record<string, Stored>> | undefined)?.[name];
  if (stored === undefined) throw new FigureError(`The track lacks its array "${name}".`);
  return unpacked(stored, payload, name, shape);
}

/** The numbers of a stored array; `null` in a shape stands for any length. */
export function unpacked(
  stored: Stored,
  payload: DataView,
  name: string,
  shape: readonly (number | null)[],
): Float32Array {
  const fits = stored.shape.length === shape.length && shape.every((n, i) => n === null || n === stored.shape[i]);
  if (!fits) throw new FigureError(`The track's "${name}" is ${stored.shape.join(" × ")}, not as large as it says.`);
  const size = SIZES[stored.type];
  if (size === undefined) throw new FigureError(`The track's "${name}" is of the unknown type ${stored.type}.`);
  const count = stored.shape.reduce((product, n) => product * n, 1);
  if (stored.offset + count * size > payload.byteLength) throw new FigureError(`The track is cut off in "${name}".`);
  const last = stored.shape.at(-1) ?? 1;
  const usual = stored.type === "uint8" ? 1 / 255 : last === 4 && stored.type === "int16" ? 1 / 32767 : 1;
  const [scale, shift] = [spread(stored.scale ?? usual, last), spread(stored.shift ?? 0, last)];
  const whole = new Int32Array(count);
  for (let n = 0; n < count; n += 1) whole[n] = raw(payload, stored.type, stored.offset + n * size);
  const float = stored.type === "float32";
  for (const axis of stored.delta ?? []) summed(whole, stored.shape, axis);
  const out = new Float32Array(count);
  for (let n = 0; n < count; n += 1) {
    const value = float ? payload.getFloat32(stored.offset + n * size, true) : at(whole, n);
    out[n] = value * at(scale, n % last) + at(shift, n % last);
  }
  return out;
}

/** Undoes differences along an axis. */
export function summed(list: Int32Array, shape: readonly number[], axis: number): void {
  const step = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const block = step * (shape[axis] ?? 1);
  for (let n = 0; n < list.length; n += 1) {
    if (n % block >= step) list[n] = ((at(list, n) + at(list, n - step)) << 16) >> 16;
  }
}

const spread = (value: number | readonly number[], length: number): readonly number[] =>
  typeof value === "number" ? Array<number>(length).fill(value) : value;

function raw(payload: DataView, type: string, offset: number): number {
  if (type === "int16") return payload.getInt16(offset, true);
  if (type === "uint16") return payload.getUint16(offset, true);
  if (type === "float32") return 0;
  return type === "int8" ? payload.getInt8(offset) : payload.getUint8(offset);
}

function extraOf(one: Header, payload: DataView, frames: number): Extra {
  const stored = ((one.arrays as Header | undefined)?.points ?? one.points) as Stored | undefined;
  const kind = String(one.kind ?? "");
  if (stored === undefined) throw new FigureError(`The track's ${kind || "extra"} has no points.`);
  const points = unpacked(stored, payload, kind, [frames, null, 3]);
  return {
    kind,
    closed: one.closed === true,
    radius: Number(one.radius_m ?? 0.012),
    count: points.length / (frames * 3),
    points,
  };
}
