import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile, machine } from "../../../simulations/tape/run.js";

const bytes = readFileSync(new URL("../../../simulations/tape/kernels.wasm", import.meta.url));
const DOUBLE = [0, 14, 0, 1, 8, 1, 1, 0, 1, 1, 1, 0, 0, 0]; // arena[:8] = arena[:8] + arena[:8]
DOUBLE[1] = DOUBLE.length - 2;

/** @returns {import("../../../simulations/tape/run.js").Toy} */
const toy = () => ({
  ...{ format: 2, name: "small", arena: 8, constants: [], slots: { all: [0, [2, 4]] } },
  tapes: { double: [...DOUBLE] },
});

test("a machine that does not know SIMD says so", async () => {
  const { validate } = WebAssembly;
  WebAssembly.validate = () => false;
  await assert.rejects(compile(bytes), /does not run WebAssembly's SIMD/);
  WebAssembly.validate = validate;
  const whole = globalThis.WebAssembly;
  Object.defineProperty(globalThis, "WebAssembly", { value: undefined, configurable: true, writable: true });
  await assert.rejects(compile(bytes), /does not run WebAssembly\./);
  Object.defineProperty(globalThis, "WebAssembly", { value: whole, configurable: true, writable: true });
});

test("what is read is a copy, and the arena is alive", async () => {
  const small = machine(await compile(bytes), toy());
  small.write("all", [1, 2, 3, 4, 5, 6, 7, 8]);
  const before = small.read("all");
  small.run("double");
  assert.deepEqual([...before], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...small.arena], [2, 4, 6, 8, 10, 12, 14, 16]);
  assert.equal(small.size("all"), 8);
  assert.ok(small.bytes >= 32 && small.bytes % 65536 === 0);
});

test("a toy of another format is refused by its number, where it has one", async () => {
  const module = await compile(bytes);
  for (const [format, said] of [
    [3, "3"],
    [undefined, "none"],
    [[{}], "none"],
  ])
    assert.throws(
      () => machine(module, /** @type {any} */ ({ ...toy(), format })),
      new RegExp(`must be 2, not ${said}: load the page anew`),
    );
});

test("what is no toy at all is said to be damaged", async () => {
  const module = await compile(bytes);
  const wrong = [{ tapes: null }, { tapes: { a: 7 } }, { slots: undefined }, { slots: { all: [0, 8] } }];
  for (const change of [...wrong, { constants: {} }, { constants: [[0, 1]] }])
    assert.throws(() => machine(module, /** @type {any} */ ({ ...toy(), ...change })), /^Error: small is damaged/);
});

test("where WebAssembly is forbidden it is said", async () => {
  const { compile: plain } = WebAssembly;
  WebAssembly.compile = async () => {
    throw new WebAssembly.CompileError("Refused to compile");
  };
  await assert.rejects(compile(bytes), /^Error: WebAssembly is forbidden here/);
  WebAssembly.compile = plain;
});

test("two machines of one module keep apart", async () => {
  const module = await compile(bytes);
  const [one, other] = [machine(module, toy()), machine(module, toy())];
  one.arena.fill(1);
  other.run("double");
  assert.deepEqual([...one.arena, ...other.arena], [...Array(8).fill(1), ...Array(8).fill(0)]);
});

/** @type {Record<string, number[]>} a call of each kind, on an arena of 40 */
const CALLS = JSON.parse(process.env.CALLS ?? "{}");
for (const [kind, tape] of Object.entries(CALLS)) {
  test(`a ${kind} that leaves the arena is refused, and what is not writes nowhere else`, async () => {
    const module = await compile(bytes);
    let [refused, ran] = [0, 0];
    for (const place of tape.keys()) {
      for (const wrong of [-1000, -1, 0, 1, 2, 3, 5, 39, 40, 1000, 2 ** 30, 2 ** 31, 0.5, null]) {
        const damaged = /** @type {number[]} */ (tape.with(place, /** @type {number} */ (wrong)));
        try {
          const small = machine(module, { ...toy(), arena: 40, tapes: { damaged } });
          small.arena.forEach((_, i) => {
            small.arena[i] = i;
          });
          ran++;
          small.run("damaged");
          const after = new Int32Array(small.arena.buffer, small.arena.byteOffset + 160, tape.length);
          assert.deepEqual([...after], damaged); // the tape lies behind the arena
        } catch (error) {
          assert.match(
            String(error),
            /^Error: (The tape "damaged" is damaged: .* in call|An index of) call 1|call 1\./,
          );
          refused++;
        }
      }
    }
    assert.ok(refused > 5 * tape.length && ran > tape.length, `${refused} refused, ${ran} ran`);
  });
}
