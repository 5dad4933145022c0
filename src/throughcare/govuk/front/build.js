// Makes everything a browser fetches besides the pages: one style sheet, the scripts, the images.
//
//   npm run build -- [--output DIRECTORY]
//
// All of it goes into one directory named by the digest of its contents, so that a browser may keep
// it for ever, scripts may import one another by relative name, and a page that is still open keeps
// the files it was made for. `current.json` is replaced last and in one step: a build that is cut
// short changes nothing. Where nothing has changed since the last build, nothing is done.

import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FRONT = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(FRONT, "../../../..");
const PACKAGES = join(ROOT, "node_modules");
const KEPT_BUILDS = 2;

function outputDirectory() {
  const asked = process.argv.indexOf("--output");
  if (asked !== -1) {
    return resolve(process.argv[asked + 1]);
  }
  return resolve(process.env.THROUGHCARE_HOME ?? join(ROOT, "var"), "assets");
}

function sourceDigest() {
  const sum = createHash("sha256").update(readFileSync(join(ROOT, "package-lock.json")));
  for (const entry of readdirSync(FRONT, { recursive: true }).sort()) {
    const path = join(FRONT, entry);
    if (statSync(path).isFile()) {
      sum.update(entry).update("\0").update(readFileSync(path)).update("\0");
    }
  }
  return sum.digest("hex");
}

function isUpToDate(output, source) {
  try {
    const current = JSON.parse(readFileSync(join(output, "current.json"), "utf8"));
    const directory = join(output, current.version);
    return current.source === source && current.names.every((name) => existsSync(join(directory, name)));
  } catch {
    return false; // No build yet, or a damaged pointer: the same remedy.
  }
}

async function styleSheet() {
  // Loaded here, since loading it takes longer than finding out that nothing has to be done.
  const sass = await import("sass");
  const { css } = sass.compile(join(FRONT, "styles/page.scss"), {
    style: "compressed",
    loadPaths: [ROOT, PACKAGES],
    quietDeps: true,
    // One of the packages asks for the other by a path that newer Sass would spell differently.
    silenceDeprecations: ["import", "if-function"],
  });
  return Buffer.from(css);
}

async function contents() {
  const files = new Map([["page.css", await styleSheet()]]);
  for (const folder of ["scripts", "images"]) {
    for (const name of readdirSync(join(FRONT, folder))) {
      files.set(name, readFileSync(join(FRONT, folder, name)));
    }
  }
  const components = join(PACKAGES, "govuk-frontend/dist/govuk/govuk-frontend.min.js");
  const code = readFileSync(components, "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  files.set(basename(components), Buffer.from(code));
  return files;
}

function digest(files) {
  const sum = createHash("sha256");
  for (const name of [...files.keys()].sort()) {
    sum.update(name).update("\0").update(files.get(name)).update("\0");
  }
  return sum.digest("hex").slice(0, 12);
}

function writeBuild(files, directory) {
  for (const [name, body] of files) {
    const path = join(directory, name);
    writeFileSync(path, body);
    writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
    const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${path}.br`, brotliCompressSync(body, { params: parameters }));
  }
}

function removeOldBuilds(output, current) {
  const builds = readdirSync(output)
    .filter((name) => /^[0-9a-f]{12}$/.test(name) && name !== current)
    .sort((one, other) => statSync(join(output, other)).mtimeMs - statSync(join(output, one)).mtimeMs);
  for (const name of builds.slice(KEPT_BUILDS - 1)) {
    rmSync(join(output, name), { recursive: true });
  }
  for (const name of readdirSync(output).filter((entry) => entry.startsWith(".making-"))) {
    rmSync(join(output, name), { recursive: true });
  }
}

async function build(output, source) {
  const files = await contents();
  const version = digest(files);
  mkdirSync(output, { recursive: true });
  const finished = join(output, version);
  if ([...files.keys()].every((name) => existsSync(join(finished, name)))) {
    utimesSync(finished, new Date(), new Date());
  } else {
    rmSync(finished, { recursive: true, force: true }); // What is left of one that was damaged.
    const unfinished = mkdtempSync(join(output, ".making-"));
    chmodSync(unfinished, 0o755);
    writeBuild(files, unfinished);
    renameSync(unfinished, finished);
  }
  const pointer = join(output, "current.json");
  writeFileSync(`${pointer}.new`, JSON.stringify({ version, source, names: [...files.keys()] }));
  renameSync(`${pointer}.new`, pointer);
  removeOldBuilds(output, version);
  const sizes = [...files.keys()].map((name) => statSync(join(finished, `${name}.br`)).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`Front end ${version}: ${files.size} files, ${Math.ceil(total / 1000)} kB over the wire.`);
}

const output = outputDirectory();
const source = sourceDigest();
if (isUpToDate(output, source)) {
  console.log("Front end: nothing has changed.");
} else {
  await build(output, source);
}
