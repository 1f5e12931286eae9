const QR = require("qrcode");

module.exports = (config) => {
  const how = { type: "svg", errorCorrectionLevel: "M" };
  config.addAsyncFilter("qr", (text) => QR.toString(text, how));
  config.addCollection("domains", (all) => {
    const by = {};
    for (const page of all.getFilteredByTag("entry")) {
      (by[page.data.domain] ??= []).push(page);
    }
    return Object.entries(by).map(([slug, pages]) => ({ slug, pages }));
  });
  return { dir: { input: "src", output: "out" } };
};
