// Opens the page of the API's documents in headless Chromium and fails when it shows no operation, writes an
// error to the console, or asks for anything from another host.
// Usage: node browse.js CHROMIUM URL, with playwright-core on NODE_PATH
const { chromium } = require("playwright-core");

async function main([executablePath, url]) {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const page = await browser.newPage();
    const foreign = [], errors = [];
    page.on("request", (request) => {
      const asked = new URL(request.url());
      if (!["data:", "blob:"].includes(asked.protocol) && asked.host !== new URL(url).host) foreign.push(asked.href);
    });
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(url);
    await page.waitForSelector(".opblock");
    const operations = await page.locator(".opblock").count();
    if (foreign.length) throw new Error("requests to other hosts: " + foreign.join(", "));
    if (errors.length) throw new Error("errors on the page: " + errors.join(" | "));
    console.log(`${operations} operations shown, no request to another host, no error`);
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => { console.error(String(error)); process.exitCode = 1; });
