/**
 * A binary glTF as far as Turnout writes it: nodes without depth to speak of, meshes of one primitive, one buffer.
 *
 * In: the bytes. Out: the document, and its accessors as numbers. Quantised attributes (KHR_mesh_quantization) are
 * read;
 * textures, sparse accessors, compressed meshes and outside buffers are not, and are said to be.
 */
import { FigureError } from "./trouble";

export interface GltfNode {
  readonly name?: string;
  readonly mesh?: number;
  readonly skin?: number;
  readonly children?: readonly number[];
  readonly translation?: readonly number[];
  readonly rotation?: readonly number[];
  readonly scale?: readonly number[];
  readonly matrix?: readonly number[];
}

interface Accessor {
  readonly bufferView: number;
  readonly byteOffset?: number;
  readonly componentType: number;
  readonly normalized?: boolean;
  readonly count: number;
  readonly type: string;
}

interface BufferView {
  readonly byteOffset?: number;
  readonly byteLength: number;
  readonly byteStride?: number;
}

interface Primitive {
  readonly attributes: Readonly<Record<string, number>>;
  readonly indices?: number;
}

export interface Gltf {
  readonly asset: { readonly version: string; readonly extras?: unknown };
  readonly extras?: unknown;
  readonly nodes: readonly GltfNode[];
  readonly meshes: readonly { readonly name?: string; readonly primitives: readonly Primitive[] }[];
  readonly skins?: readonly { readonly joints: readonly number[]; readonly inverseBindMatrices?: number }[];
  readonly accessors: readonly Accessor[];
  readonly bufferViews: readonly BufferView[];
  readonly extensionsRequired?: readonly string[];
}

export interface Glb {
  readonly json: Gltf;
  readonly bytes: DataView;
}

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
const KNOWN = ["KHR_mesh_quantization"];
const WIDTH: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 };

interface Component {
  readonly size: number;
  /** What a normalised number of this kind is divided by. */
  readonly most: number;
  readonly read: (bytes: DataView, at: number) => number;
}

const COMPONENTS: Readonly<Record<number, Component>> = {
  5120: { size: 1, most: 127, read: (bytes, at) => bytes.getInt8(at) },
  5121: { size: 1, most: 255, read: (bytes, at) => bytes.getUint8(at) },
  5122: { size: 2, most: 32767, read: (bytes, at) => bytes.getInt16(at, true) },
  5123: { size: 2, most: 65535, read: (bytes, at) => bytes.getUint16(at, true) },
  5125: { size: 4, most: 1, read: (bytes, at) => bytes.getUint32(at, true) },
  5126: { size: 4, most: 1, read: (bytes, at) => bytes.getFloat32(at, true) },
};

/** Splits the file into its document and its bytes. */
export function readGlb(file: ArrayBuffer): Glb {
  if (file.byteLength < 20) throw new FigureError("The body is cut off: it has no header.");
  const view = new DataView(file);
  if (view.getUint32(0, true) !== MAGIC) throw new FigureError("The body is no binary glTF.");
  if (view.getUint32(8, true) > file.byteLength) throw new FigureError("The body is cut off before its end.");
  let json: Gltf | null = null;
  let bytes: DataView | null = null;
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const length = view.getUint32(at, true);
    const kind = view.getUint32(at + 4, true);
    if (at + 8 + length > file.byteLength) throw new FigureError("The body is cut off inside a part.");
    if (kind === JSON_CHUNK) json = JSON.parse(new TextDecoder().decode(new Uint8Array(file, at + 8, length))) as Gltf;
    if (kind === BIN_CHUNK) bytes = new DataView(file, at + 8, length);
    at += 8 + length;
  }
  if (json === null || bytes === null) throw new FigureError("The body lacks its document or its bytes.");
  const strange = (json.extensionsRequired ?? []).filter((name) => !KNOWN.includes(name));
  if (strange.length > 0) throw new FigureError(`The body asks for ${strange.join(", ")}, which is not read here.`);
  return { json, bytes };
}

/** The numbers of an accessor, one after another; normalised ones as fractions. */
export function numbersOf({ json, bytes }: Glb, index: number): Float32Array {
  const accessor = json.accessors[index];
  const view = accessor === undefined ? undefined : json.bufferViews[accessor.bufferView];
  const component = COMPONENTS[accessor?.componentType ?? 0];
  const width = WIDTH[accessor?.type ?? ""];
  if (accessor === undefined || view === undefined || component === undefined || width === undefined) {
    throw new FigureError(`The body names numbers (accessor ${index}) that are not there or of an unknown kind.`);
  }
  const stride = view.byteStride ?? component.size * width;
  const start = (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const last = start + (accessor.count - 1) * stride + component.size * width;
  if (accessor.count > 0 && last > bytes.byteLength)
    throw new FigureError(`The body is too short for accessor ${index}.`);
  const out = new Float32Array(accessor.count * width);
  const share = accessor.normalized === true ? 1 / component.most : 1;
  for (let row = 0, n = 0; row < accessor.count; row += 1) {
    for (let column = 0; column < width; column += 1, n += 1) {
      const raw = component.read(bytes, start + row * stride + column * component.size) * share;
      out[n] = accessor.normalized === true ? Math.max(-1, raw) : raw;
    }
  }
  return out;
}
