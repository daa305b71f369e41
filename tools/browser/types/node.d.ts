// Of Node: what the scripts of tests and benchmarks use. Its whole types would change what a timer is in a browser.
declare module "node:readline" {
  export function createInterface(options: { input: unknown }): AsyncIterable<string>;
}
declare module "node:url" {
  export function pathToFileURL(path: string): URL;
}
declare const process: { argv: string[]; stdin: unknown; stdout: { write(text: string): void } };
