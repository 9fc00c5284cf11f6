// What the bundle brings: the kernels' bytes in hex, and the whole script as a function.

declare module "*.wasm" {
  const hex: string;
  export default hex;
}

declare const program: () => void;
