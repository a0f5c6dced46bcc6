// Opens the page in headless Chromium and fails when the page shows no operation, when it writes an error to
// the console, or when it asks for anything from another host.
// Usage: node browse.js CHROMIUM URL
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync, existsSync, readFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

const [chromium, url] = process.argv.slice(2);
const profile = mkdtempSync(path.join(tmpdir(), "browse-"));
const browser = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
  "--user-data-dir=" + profile, "about:blank"], { stdio: "ignore" });

function finish(code) {
  browser.once("exit", () => { rmSync(profile, { recursive: true, force: true }); process.exit(code); });
  browser.kill();
}

async function until(what, probe, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const value = await probe();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no " + what + " within " + seconds + " s");
}

async function main() {
  const portFile = path.join(profile, "DevToolsActivePort");
  const port = await until("browser", () => existsSync(portFile) && readFileSync(portFile, "utf8").split("\n")[0]);
  const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const socket = new WebSocket(targets.find((t) => t.type === "page").webSocketDebuggerUrl);
  await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject; });
  let id = 0;
  const waiting = new Map(), foreign = [], errors = [];
  const host = new URL(url).host;
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.id) return waiting.get(message.id)(message.result);
    if (message.method === "Network.requestWillBeSent") {
      const asked = new URL(message.params.request.url);
      if (asked.protocol !== "data:" && asked.protocol !== "blob:" && asked.host !== host) foreign.push(asked.href);
    }
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error") errors.push(message.params.entry.text);
    if (message.method === "Runtime.exceptionThrown") errors.push(message.params.exceptionDetails.text);
  };
  const call = (method, params = {}) => new Promise((resolve) => { waiting.set(++id, resolve); socket.send(JSON.stringify({ id, method, params })); });
  for (const domain of ["Network", "Log", "Runtime", "Page"]) await call(domain + ".enable");
  await call("Page.navigate", { url });
  const count = await until("operation on the page", async () => {
    const { result } = await call("Runtime.evaluate", { expression: "document.querySelectorAll('.opblock').length" });
    return result.value;
  });
  if (foreign.length) throw new Error("requests to other hosts: " + foreign.join(", "));
  if (errors.length) throw new Error("errors on the page: " + errors.join(" | "));
  console.log(`${count} operations shown, no request to another host, no error`);
}

main().then(() => finish(0), (error) => { console.error(String(error)); finish(1); });
