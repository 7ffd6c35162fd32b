// Import this first: stops with advice when Node is too old for the rest.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Spikefed needs Node 20.19 or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      "Install a current release from https://nodejs.org (or: nvm install 22), then try again.",
  );
  process.exit(1);
}
