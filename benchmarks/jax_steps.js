// Trains one adder with jax-js and with the page's kernels, for benchmarks/jax_js.py: the same first weights and the
// same problems. jax-js is given the model as JAX's users write it, and takes the derivative itself.

import { init, jit, nn, numpy as np, valueAndGrad } from "./jax/index.js";
import { compile, machine } from "./tape/run.js";
import { uniforms } from "./tape/uniforms.js";

const [HEADS, TINY, RATE, BETAS, KEY] = [2, 1e-30, 0.01, [0.9, 0.98], 3];

/** @param {any} toy its tapes, facts and plan @param {Record<string, number[]>} settings */
export async function begun(toy, settings) {
  const bytes = await (await fetch("./tape/kernels.wasm")).arrayBuffer();
  const page = machine(await compile(bytes), toy);
  for (const [slot, numbers] of Object.entries(settings)) page.write(slot, numbers);
  for (const draw of [toy.plan.start, toy.plan.draw]) {
    page.write(draw.uniforms, uniforms([KEY, 0, ...draw.key]).fill(new Float32Array(page.size(draw.uniforms))));
    page.run(draw.tape);
  }
  const { digits, width } = toy.facts;
  const problems = page.read("problems");
  await init("wasm");
  const peer = inJax(toy, page, digits, width);
  let step = 0;
  return {
    /** Milliseconds of each of some steps, and the last loss: the page's, jax-js's. @param {number} count */
    async steps(count) {
      const each = page.size("tokens");
      const fed = Array.from({ length: count }, (_, i) => ((step + i) % toy.plan.draw.chunk) * each);
      const ours = fed.map((at, i) =>
        timed(() => {
          page.write("tokens", problems.subarray(at, at + each));
          page.write("step", [step + i]);
          page.run("step");
          return page.read("loss")[0];
        }),
      );
      const theirs = fed.map((at, i) => timed(() => peer(problems.subarray(at, at + each), step + i)));
      step += count;
      return { ours, theirs };
    },
  };
}

/** @param {() => number} work */
function timed(work) {
  const began = performance.now();
  const loss = work();
  return { loss, milliseconds: performance.now() - began };
}

/** A function that takes a step on tokens: its loss. */
function inJax(toy, page, digits, width) {
  const [T, A] = [3 * digits + 2, digits + 1];
  const B = toy.slots.tokens[1][0];
  const [symbols, R] = [12, 36];
  const row = Array.from({ length: T }, (_, t) => symbols * (Number(t > digits) + Number(t > 2 * digits + 1)));
  const distances = Array.from({ length: A * T }, (_, i) => T - A + Math.floor(i / T) - (i % T));
  const atDistance = new Float32Array(T * A * T);
  for (const [i, distance] of distances.entries()) atDistance[Math.max(distance, 0) * A * T + i] = 1;
  const ahead = Float32Array.from(distances, (distance) => (distance < 0 ? -1e30 : 0));
  const constants = [np.array(atDistance).reshape([T, A * T]), np.array(ahead).reshape([A, T])];

  const weights = {};
  for (const [slot, [, shape]] of Object.entries(toy.slots)) {
    if (slot.startsWith("weights."))
      weights[slot.slice(8)] = np.array(page.read(slot)).reshape(shape.slice(1)); // of the one model
  }
  const zeros = () => Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, np.zeros(value.shape)]));

  const T_ = (x) => np.swapaxes(x, -1, -2);
  const normed = (x) => {
    const mean = np.square(x.ref).mean(-2, { keepdims: true }).add(1e-6);
    return x.div(np.sqrt(mean));
  };
  const byHead = (x) => x.reshape([HEADS, x.shape[0] / HEADS, x.shape[1]]);

  /** Mean cross-entropy: weights, rows of the table [T, B, R] and right digits [10, A B], both one-hot. */
  function loss({ symbol, place, attention, mlp, head, bias }, oneHot, target, distance, hidden) {
    const [query, key, value, out] = np.split(attention, 4, 0).map((one) => one.reshape([width, width]));
    const [up, down] = np.split(mlp, 2, 0).map((one) => one.reshape([width, 4 * width]));
    const summed = place.reshape([3, 1, width]).add(symbol.reshape([1, symbols, width]));
    const table = normed(T_(summed.reshape([R, width])));
    const asks = byHead(np.matmul(T_(query), table.ref));
    const offers = byHead(np.matmul(T_(key), table.ref));
    const score = np.matmul(T_(asks), offers).div(Math.sqrt(width / HEADS));
    const liking = nn.softmax(score, -1);
    const asked = oneHot.ref.slice([T - A, T]).reshape([A * B, R]);
    const liked = np.matmul(asked.ref.reshape([1, A * B, R]), liking);
    const near = nn.softmax(np.matmul(bias, distance).reshape([HEADS, A, T]).add(hidden), -1);
    const there = np.matmul(near.reshape([HEADS * A, T]), oneHot.reshape([T, B * R])).reshape([HEADS, A * B, R]);
    const share = liked.mul(there);
    const weight = share.ref.div(share.sum(-1, { keepdims: true }).add(TINY));
    const says = np.matmul(T_(byHead(out)), byHead(np.matmul(T_(value), table.ref)));
    const heard = np.matmul(says, T_(weight)).sum(0);
    const stream = np.matmul(table, T_(asked)).add(heard);
    const active = np.square(nn.relu(np.matmul(T_(up), normed(stream.ref))));
    const ended = stream.add(np.matmul(down, active));
    const logProbs = nn.logSoftmax(np.matmul(T_(head), normed(ended)), 0);
    return logProbs.mul(target).sum().div(-A * B);
  }

  const update = jit((weights, means, squares, tokens, right, corrections, distance, hidden) => {
    const [value, gradient] = valueAndGrad(loss)(
      weights_ref(weights),
      nn.oneHot(tokens, R),
      T_(nn.oneHot(right, 10)),
      distance,
      hidden,
    );
    const next = { weights: {}, means: {}, squares: {} };
    for (const name of Object.keys(weights)) {
      const grad = gradient[name];
      const mean = means[name].mul(BETAS[0]).add(grad.ref.mul(1 - BETAS[0]));
      const square = squares[name].mul(BETAS[1]).add(np.square(grad).mul(1 - BETAS[1]));
      const part = np.sqrt(square.ref.div(corrections.ref.slice(1))).add(1e-8);
      const step = mean.ref.div(corrections.ref.slice(0)).div(part);
      next.weights[name] = weights[name].sub(step.mul(RATE));
      next.means[name] = mean;
      next.squares[name] = square;
    }
    corrections.dispose();
    return [value, next];
  });

  let state = { weights, means: zeros(), squares: zeros() };
  return (tokens, step) => {
    const rows = new Int32Array(T * B);
    const right = new Int32Array(A * B);
    for (let b = 0; b < B; b++) {
      for (let t = 0; t < T; t++) rows[t * B + b] = row[t] + tokens[b * (T + 1) + t];
      for (let a = 0; a < A; a++) right[a * B + b] = tokens[b * (T + 1) + T + 1 - A + a];
    }
    const corrections = np.array(Float32Array.from(BETAS, (beta) => 1 - beta ** (step + 1)));
    const [value, next] = update(
      state.weights,
      state.means,
      state.squares,
      np.array(rows).reshape([T, B]),
      np.array(right),
      corrections,
      ...constants.map((one) => one.ref),
    );
    state = next;
    return value.item();
  };
}

const weights_ref = (weights) => Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, value.ref]));
