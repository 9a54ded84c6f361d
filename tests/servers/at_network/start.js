// A directory of identities (PLC) and a server of repositories (PDS), for as long as standard input stays open.
const { Server } = require("node:net");

// whatever these packages ask for, they listen to this machine only
const listen = Server.prototype.listen;
Server.prototype.listen = function (...given) {
  const wanted = given[0] !== null && typeof given[0] === "object" ? given[0].port : given[0];
  const port = Number(wanted);
  if (wanted === undefined || wanted === null || Number.isNaN(port)) return listen.apply(this, given);
  return listen.call(this, { port, host: "127.0.0.1" }, given.find((each) => typeof each === "function"));
};

const { TestNetworkNoAppView } = require("@atproto/dev-env");

async function main() {
  const network = await TestNetworkNoAppView.create({ pds: { hostname: "localhost", inviteRequired: false } });
  console.log(JSON.stringify({ pds: network.pds.url, admin: network.pds.adminAuth() }));
  const leave = async () => {
    await network.close().catch(() => {});
    process.exit(0);
  };
  process.on("SIGTERM", leave);
  process.stdin.on("end", leave).resume();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
