// What the bundle brings: the kernels as bytes, and the whole script as a function.

declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare const program: () => void;
