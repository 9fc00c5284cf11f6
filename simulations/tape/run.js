// Runs a toy's tapes: checks them, lays the toy into WebAssembly's memory, and calls the kernels (kernels.c).

/**
 * Tapes that share one arena of float32; calls.py says what a tape's numbers are.
 * @typedef {object} Toy
 * @property {number} format
 * @property {string} name
 * @property {number} arena floats in all
 * @property {[number, string][]} constants an offset, and float32 in base64
 * @property {Record<string, [number, number[]]>} slots offsets and shapes
 * @property {Record<string, number[]>} tapes
 */
/** @typedef {ReturnType<typeof machine>} Machine */
/** What the kernels export.
 * @typedef {object} Kernels
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Global} __heap_base
 * @property {(tape: number, length: number, arena: number, floats: number) => number} run
 */

const FORMAT = 2;
const BEYOND = 64; // bytes that vectors may read after the last float
// As in kernels.c.
const [MOST_DIMS, MOST_BATCHES, MOST_INPUTS, MOST_REGISTERS, MOST_INDICES] = [5, 3, 24, 32, 8];
const [OPS, REDUCTIONS] = [27, 5];

/**
 * The kernels, from the bytes of kernels.wasm.
 * @param {BufferSource} bytes
 */
export async function compile(bytes) {
  if (typeof WebAssembly === "undefined") throw new Error("This browser does not run WebAssembly.");
  if (!WebAssembly.validate(bytes)) throw new Error("This browser does not run WebAssembly's SIMD instructions.");
  try {
    return await WebAssembly.compile(bytes);
  } catch {
    throw new Error("WebAssembly is forbidden here, by the page's server or by a setting of the browser.");
  }
}

/**
 * A toy, ready to run. Raises an error in words where its tapes reach out of its arena or there is no memory for it.
 * @param {WebAssembly.Module} module
 * @param {Toy} toy
 */
export function machine(module, toy) {
  if (toy.format !== FORMAT)
    throw new Error(
      `The toy's format must be ${FORMAT}, not ${Number.isFinite(toy.format) ? toy.format : "none"}: load the page anew.`,
    );
  if (!whole(toy.arena) || toy.arena < 0)
    throw new Error(`The toy's arena must be a number of floats, not ${toy.arena}.`);
  if (!shaped(toy)) throw new Error(`${toy.name} is damaged: load the page anew.`);
  for (const [name, tape] of Object.entries(toy.tapes)) check(name, tape, toy.arena);

  const kernels = /** @type {Kernels} */ (/** @type {unknown} */ (new WebAssembly.Instance(module).exports));
  const { memory, run } = kernels;
  const base = Math.ceil(kernels.__heap_base.value / 64) * 64;
  let end = base + 4 * toy.arena;
  /** @type {Record<string, number>} */
  const starts = {};
  for (const [name, tape] of Object.entries(toy.tapes)) {
    starts[name] = end;
    end += 4 * tape.length;
  }
  try {
    memory.grow(Math.max(0, Math.ceil((end + BEYOND - memory.buffer.byteLength) / 65536)));
  } catch {
    throw new Error(`There is no memory for ${toy.name}: it needs ${Math.ceil(end / 1e6)} MB.`);
  }
  for (const [name, tape] of Object.entries(toy.tapes)) new Int32Array(memory.buffer, starts[name]).set(tape);
  const arena = new Float32Array(memory.buffer, base, toy.arena);
  for (const [offset, text] of toy.constants) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    within(toy, "a constant", offset, bytes.length / 4);
    new Uint8Array(memory.buffer, base + 4 * offset, bytes.length).set(bytes);
  }
  /** @type {Map<string, Float32Array>} */
  const slots = new Map();
  for (const [name, [offset, shape]] of Object.entries(toy.slots)) {
    const count = shape.reduce((size, dim) => size * dim, 1);
    within(toy, `the slot "${name}"`, offset, count);
    slots.set(name, arena.subarray(offset, offset + count));
  }
  /** @param {string} name */
  const slot = (name) => {
    const found = slots.get(name);
    if (!found) throw new Error(`${toy.name} has no slot "${name}".`);
    return found;
  };

  return {
    /** All of its numbers, alive. */
    arena,
    /** Bytes of memory that it holds. */
    bytes: memory.buffer.byteLength,
    /** The floats of a slot. @param {string} name */
    size: (name) => slot(name).length,
    /** A copy of a slot. @param {string} name */
    read: (name) => slot(name).slice(),
    /** Sets a slot. @param {string} name @param {ArrayLike<number>} numbers as many as it has */
    write(name, numbers) {
      const to = slot(name);
      if (to.length !== numbers.length) {
        throw new Error(`The slot "${name}" of ${toy.name} must be given ${to.length} numbers, not ${numbers.length}.`);
      }
      to.set(numbers);
    },
    /** Runs a tape. @param {string} name */
    run(name) {
      if (!Object.hasOwn(starts, name)) throw new Error(`${toy.name} has no tape "${name}".`);
      const wrong = run(starts[name], toy.tapes[name].length, base, toy.arena);
      if (wrong) throw new Error(`An index of call ${wrong} of the tape "${name}" leads out of the arena.`);
    },
  };
}

/** Whether tapes, slots and constants have the form that they should. @param {Toy} toy */
const shaped = ({ tapes, slots, constants }) =>
  [tapes, slots].every((named) => named !== null && typeof named === "object") &&
  Object.values(tapes).every(Array.isArray) &&
  Object.values(slots).every((slot) => Array.isArray(slot) && Array.isArray(slot[1])) &&
  Array.isArray(constants) &&
  constants.every((one) => Array.isArray(one) && typeof one[1] === "string");

/** @param {number} number */
const whole = (number) => (number | 0) === number;

/**
 * @param {Toy} toy
 * @param {string} what
 * @param {number} offset
 * @param {number} count
 */
function within(toy, what, offset, count) {
  const fits = whole(offset) && whole(count) && offset >= 0 && count >= 0 && offset + count <= toy.arena;
  if (!fits) throw new Error(`${toy.name} is damaged: ${what} lies outside its arena.`);
}

/**
 * Raises an error where a call of a tape is not one, or would touch what is not in the arena.
 * @param {string} name
 * @param {number[]} tape
 * @param {number} arena
 */
function check(name, tape, arena) {
  let [at, number] = [0, 0];
  /** @type {(holds: boolean, what: string) => void} */
  const need = (holds, what) => {
    if (!holds) throw new Error(`The tape "${name}" is damaged: ${what} in call ${number}.`);
  };
  const one = () => {
    need(whole(tape[at]), "a number is missing");
    return tape[at++];
  };
  /** @param {number} most */
  const count = (most) => {
    const found = one();
    need(found >= 0 && found <= most, `${found} is no number up to ${most}`);
    return found;
  };
  /** @param {number} n */
  const many = (n) => Array.from({ length: n }, one);
  const dims = (most = MOST_DIMS) => {
    const found = Array.from({ length: count(most) }, () => count(arena));
    need(found.reduce((size, dim) => size * Math.max(dim, 1), 1) < 2 ** 31, "a shape is too large");
    return found;
  };
  /** @type {(offset: number, dims: number[], strides: number[]) => void} */
  const inside = (offset, dims, strides) => {
    if (dims.includes(0)) return;
    const steps = dims.map((dim, d) => (dim - 1) * strides[d]);
    const [low, high] = [Math.min, Math.max].map((end) => steps.reduce((sum, step) => sum + end(step, 0), offset));
    need(low >= 0 && high < arena, "an operand lies outside the arena");
  };
  /** @param {number[]} dims */
  const operand = (dims) => inside(one(), dims, many(dims.length));

  /** @type {(() => void)[]} */
  const kinds = [
    function map() {
      const out = one();
      const shape = dims();
      inside(out, shape, many(shape.length));
      const inputs = count(MOST_INPUTS);
      for (let i = 0; i < inputs; i++) operand(shape);
      const lines = count(MOST_REGISTERS - inputs);
      need(lines > 0, "no formula is");
      for (let line = 0; line < lines; line++) {
        count(OPS - 1);
        for (const register of many(3)) need(register >= 0 && register < inputs + line, "a register is not yet made");
      }
    },
    function matmul() {
      const offsets = many(4);
      const batch = dims(MOST_BATCHES);
      const [m, n, k] = [count(arena), count(arena), count(arena)];
      for (const [i, shape] of [
        [m, n],
        [m, k],
        [k, n],
        [m, n],
      ].entries()) {
        if (i < 3 || offsets[3] >= 0) inside(offsets[i], [...batch, ...shape], many(batch.length + 2));
      }
      for (const scalar of many(2)) if (scalar >= 0) inside(scalar, [], []);
      count(1);
    },
    function reduce() {
      const what = count(REDUCTIONS - 1);
      const [out, source, times] = many(3);
      need(what === 0 || times < 0, "products are not summed");
      const kept = dims();
      const reduced = dims();
      inside(out, kept, many(kept.length));
      const strides = many(kept.length + reduced.length);
      for (const one of times < 0 ? [source] : [source, times]) inside(one, [...kept, ...reduced], strides);
    },
    function softmax() {
      count(1);
      const [out, source] = many(2);
      const shape = dims();
      need(shape.length > 0, "no axis is");
      inside(out, shape, many(shape.length));
      inside(source, shape, many(shape.length));
    },
    gather,
    gather, // the other way
  ];
  function gather() {
    const out = one();
    const shape = dims();
    inside(out, shape, many(shape.length));
    operand(shape);
    for (let left = count(MOST_INDICES); left > 0; left--) {
      operand(shape);
      one();
    }
  }

  while (at < tape.length) {
    number++;
    const kind = count(kinds.length - 1);
    const end = at + 1 + one();
    kinds[kind]();
    need(at === end, "the number of integers is not as it says");
  }
}
