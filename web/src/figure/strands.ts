/** Strands on the graphics card: one tube, drawn once for each strand. In: rings as numbers. Out: meshes. */
import {
  BufferAttribute,
  DataTexture,
  FloatType,
  InstancedBufferGeometry,
  Mesh,
  NearestFilter,
  type RawShaderMaterial,
  RGBAFormat,
} from "three";

/** A texture of floats that is read number by number. */
export function floats(data: Float32Array, width: number): DataTexture {
  const texture = new DataTexture(data, width, data.length / (width * 4), RGBAFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}

/** A tube of so many rings; each corner says its ring and its direction round it. */
export function tube(rings: number, instances: number, sides: number): InstancedBufferGeometry {
  const spots: number[] = [];
  const index: number[] = [];
  for (let ring = 0; ring < rings; ring += 1) {
    for (let side = 0; side < sides; side += 1) {
      const turn = (2 * Math.PI * side) / sides;
      spots.push(ring, Math.cos(turn), Math.sin(turn), turn);
      if (ring + 1 === rings) continue;
      const [a, b] = [ring * sides + side, ring * sides + ((side + 1) % sides)];
      index.push(a, b, a + sides, b, b + sides, a + sides);
    }
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("spot", new BufferAttribute(new Float32Array(spots), 4));
  geometry.setIndex(index);
  geometry.instanceCount = instances;
  return geometry;
}

/** A mesh that is never left out: where it is only the graphics card knows. */
export function always(geometry: Mesh["geometry"], material: RawShaderMaterial, order: number): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.renderOrder = order;
  return mesh;
}
