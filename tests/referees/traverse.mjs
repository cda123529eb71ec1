// Answer a question by following links alone, with Comunica: from one address, as RDF, to what it names, and so on.
// Words: the folder of Comunica's packages, the base of our addresses, the server that answers them here, where to begin, the question.
// Prints one JSON object: the rows (variable to value) and the addresses that were asked, in order.
import { createRequire } from "node:module";
import { join } from "node:path";

const [packages, base, server, seed, question] = process.argv.slice(2);
const require = createRequire(join(packages, "traverse.cjs"));
const { QueryEngine } = require("@comunica/query-sparql-link-traversal");

const asked = [];

/** Ask this server for what the data name by their lasting address; nobody else is asked, so a test needs no network. */
async function fetchHere(input, init) {
  const address = new URL(typeof input === "string" ? input : input.url).href;
  asked.push(address);
  if (address.startsWith(base)) {
    return fetch(server + address.slice(base.length), init);
  }
  if (address.startsWith(server)) {
    return fetch(address, init);
  }
  return new Response("", { status: 404, headers: { "Content-Type": "text/turtle" } });
}

const found = await new QueryEngine().queryBindings(question, { sources: [seed], fetch: fetchHere, lenient: true });
const rows = (await found.toArray()).map((row) =>
  Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])),
);
console.log(JSON.stringify({ rows, asked }));
