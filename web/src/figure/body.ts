/**
 * The one body that all tracks move: its bones baked into one mesh, its skin and clothes, and what its muscles are
 * called.
 *
 * In: the GLB. Out: plain arrays, ready for the graphics card; nothing here draws.
 */
import { type Glb, type GltfNode, numbersOf, readGlb } from "./glb";
import { at, compose, IDENTITY, multiply, type Numbers } from "./matrix";
import { FigureError } from "./trouble";

export interface Muscle {
  readonly name: string;
  /** As people write it: "posterior gluteus medius". */
  readonly label: string;
  readonly side: "left" | "right" | "";
  readonly group: string;
  /** Of its belly [m]. */
  readonly radius: number;
  /** A broad muscle is drawn as several strands side by side. */
  readonly strips: number;
}

/** A mesh that nodes carry along: up to four of them a vertex. */
export interface Part {
  readonly position: Float32Array;
  readonly normal: Float32Array;
  readonly index: Uint32Array;
  readonly joint: Uint8Array;
  readonly weight: Float32Array;
}

export interface Soft extends Part {
  /** "skin" or "clothes". */
  readonly name: string;
  /** The nodes its joints are, and the inverses of their places at rest, 16 numbers each. */
  readonly joints: readonly number[];
  readonly inverse: Float32Array;
}

export interface Body {
  readonly nodes: readonly string[];
  readonly bones: Part;
  readonly soft: readonly Soft[];
  readonly muscles: readonly Muscle[];
}

export function readBody(file: ArrayBuffer): Body {
  const glb = readGlb(file);
  const { nodes, skins = [] } = glb.json;
  const carrying = new Set(skins.flatMap((skin) => skin.joints));
  const parents = parentsOf(nodes);
  if (carrying.size === 0) nodes.forEach((_, n) => void (parents.has(n) || carrying.add(n)));
  const order = [...carrying].sort((a, b) => a - b);
  const slot = new Map(order.map((node, n) => [node, n]));
  if (order.length > 255) throw new FigureError(`The body has ${order.length} nodes; at most 255 can be drawn.`);
  const rigid: Part[] = [];
  const soft: Soft[] = [];
  nodes.forEach((node, number) => {
    if (node.mesh === undefined) return;
    if (node.skin !== undefined) soft.push(softOf(glb, node, slot));
    else rigid.push(boneOf(glb, number, slot, parents));
  });
  const muscles = ((extrasOf(glb).muscles ?? []) as readonly Record<string, unknown>[]).map(muscleOf);
  return { nodes: order.map((n) => nodes[n]?.name ?? ""), bones: joined(rigid), soft, muscles };
}

function extrasOf({ json }: Glb): Readonly<Record<string, unknown>> {
  return (json.asset.extras ?? json.extras ?? {}) as Readonly<Record<string, unknown>>;
}

function muscleOf(one: Record<string, unknown>): Muscle {
  const name = String(one.name ?? "");
  return {
    name,
    label: String(one.label ?? name.replaceAll("_", " ")),
    side: one.side === "left" || one.side === "right" ? one.side : "",
    group: String(one.group ?? ""),
    radius: Number(one.radius_m ?? 0.008),
    strips: Math.max(1, Math.round(Number(one.strips ?? 1))),
  };
}

function parentsOf(nodes: readonly GltfNode[]): Map<number, number> {
  const out = new Map<number, number>();
  nodes.forEach((node, n) => {
    for (const child of node.children ?? []) out.set(child, n);
  });
  return out;
}

function partOf(
  glb: Glb,
  mesh: number,
): Omit<Part, "joint" | "weight"> & { attributes: Readonly<Record<string, number>> } {
  const [primitive, ...more] = glb.json.meshes[mesh]?.primitives ?? [];
  const position = primitive?.attributes.POSITION;
  if (primitive === undefined || position === undefined || more.length > 0) {
    throw new FigureError(`The body's mesh ${mesh} is not one primitive with positions.`);
  }
  const places = numbersOf(glb, position);
  const index = primitive.indices === undefined ? counting(places.length / 3) : numbersOf(glb, primitive.indices);
  const normal = primitive.attributes.NORMAL;
  return {
    position: places,
    normal: normal === undefined ? normalsOf(places, index) : numbersOf(glb, normal),
    index: Uint32Array.from(index),
    attributes: primitive.attributes,
  };
}

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, n) => n);

/** Normals that are the mean of the faces around, by area. */
export function normalsOf(position: Numbers, index: Numbers): Float32Array {
  const out = new Float32Array(position.length);
  const edge = (from: number, to: number, axis: number): number =>
    at(position, to * 3 + axis) - at(position, from * 3 + axis);
  for (let n = 0; n + 2 < index.length; n += 3) {
    const [a, b, c] = [at(index, n), at(index, n + 1), at(index, n + 2)];
    for (let axis = 0; axis < 3; axis += 1) {
      const [p, q] = [(axis + 1) % 3, (axis + 2) % 3];
      const part = edge(a, b, p) * edge(a, c, q) - edge(a, b, q) * edge(a, c, p);
      for (const vertex of [a, b, c]) out[vertex * 3 + axis] = at(out, vertex * 3 + axis) + part;
    }
  }
  return unit(out);
}

function unit(vectors: Float32Array): Float32Array {
  for (let n = 0; n < vectors.length; n += 3) {
    const length = Math.hypot(at(vectors, n), at(vectors, n + 1), at(vectors, n + 2)) || 1;
    for (let axis = 0; axis < 3; axis += 1) vectors[n + axis] = at(vectors, n + axis) / length;
  }
  return vectors;
}

/** A bone's mesh in the frame of the node that carries it. */
function boneOf(
  glb: Glb,
  number: number,
  slot: ReadonlyMap<number, number>,
  parents: ReadonlyMap<number, number>,
): Part {
  let matrix = Float32Array.from(IDENTITY);
  let holder = number;
  for (;;) {
    const found = slot.get(holder);
    if (found !== undefined) {
      const { position, normal, index } = partOf(glb, glb.json.nodes[number]?.mesh ?? -1);
      const count = position.length / 3;
      const joint = new Uint8Array(count * 4).fill(found);
      const weight = new Float32Array(count * 4);
      for (let n = 0; n < count; n += 1) weight[n * 4] = 1;
      return { position: moved(position, matrix, 1), normal: unit(moved(normal, matrix, 0)), index, joint, weight };
    }
    const above = parents.get(holder);
    if (above === undefined) throw new FigureError("A bone of the body hangs on no node that moves.");
    const next = new Float32Array(16);
    multiply(next, 0, matrixOf(glb.json.nodes[holder] ?? {}), 0, matrix, 0);
    matrix = next;
    holder = above;
  }
}

function matrixOf(node: GltfNode): Float32Array {
  if (node.matrix !== undefined) return Float32Array.from(node.matrix);
  const out = new Float32Array(16);
  compose(out, 0, node.translation ?? [0, 0, 0], node.rotation ?? [0, 0, 0, 1], node.scale ?? [1, 1, 1]);
  return out;
}

function moved(vectors: Float32Array, matrix: Float32Array, w: 0 | 1): Float32Array {
  const out = new Float32Array(vectors.length);
  for (let n = 0; n < vectors.length; n += 3) {
    for (let row = 0; row < 3; row += 1) {
      let sum = at(matrix, 12 + row) * w;
      for (let axis = 0; axis < 3; axis += 1) sum += at(matrix, axis * 4 + row) * at(vectors, n + axis);
      out[n + row] = sum;
    }
  }
  return out;
}

function softOf(glb: Glb, node: GltfNode, slot: ReadonlyMap<number, number>): Soft {
  const skin = glb.json.skins?.[node.skin ?? -1];
  const { position, normal, index, attributes } = partOf(glb, node.mesh ?? -1);
  const { JOINTS_0, WEIGHTS_0 } = attributes;
  if (skin === undefined || JOINTS_0 === undefined || WEIGHTS_0 === undefined) {
    throw new FigureError("The body's skin does not say which bones carry it.");
  }
  const inverse = new Float32Array(skin.joints.length * 16);
  for (let n = 0; n < skin.joints.length; n += 1) inverse.set(IDENTITY, n * 16);
  if (skin.inverseBindMatrices !== undefined) inverse.set(numbersOf(glb, skin.inverseBindMatrices));
  return {
    name: node.name ?? glb.json.meshes[node.mesh ?? -1]?.name ?? "skin",
    position,
    normal,
    index,
    joint: Uint8Array.from(numbersOf(glb, JOINTS_0)),
    weight: weighed(numbersOf(glb, WEIGHTS_0)),
    joints: skin.joints.map((joint) => slot.get(joint) ?? 0),
    inverse,
  };
}

/** Weights that add up to 1, whatever rounding left of them. */
function weighed(weights: Float32Array): Float32Array {
  for (let n = 0; n < weights.length; n += 4) {
    const sum = at(weights, n) + at(weights, n + 1) + at(weights, n + 2) + at(weights, n + 3) || 1;
    for (let k = 0; k < 4; k += 1) weights[n + k] = at(weights, n + k) / sum;
  }
  return weights;
}

function joined(parts: readonly Part[]): Part {
  const vertices = parts.reduce((sum, part) => sum + part.position.length / 3, 0);
  const out = {
    position: new Float32Array(vertices * 3),
    normal: new Float32Array(vertices * 3),
    index: new Uint32Array(parts.reduce((sum, part) => sum + part.index.length, 0)),
    joint: new Uint8Array(vertices * 4),
    weight: new Float32Array(vertices * 4),
  };
  let [vertex, corner] = [0, 0];
  for (const part of parts) {
    out.position.set(part.position, vertex * 3);
    out.normal.set(part.normal, vertex * 3);
    out.joint.set(part.joint, vertex * 4);
    out.weight.set(part.weight, vertex * 4);
    for (let n = 0; n < part.index.length; n += 1) out.index[corner + n] = (part.index[n] ?? 0) + vertex;
    vertex += part.position.length / 3;
    corner += part.index.length;
  }
  return out;
}
