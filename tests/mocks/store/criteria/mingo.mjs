// Answers, for each line of [criteria, record], whether mingo finds that the record meets the criteria.
// The argument is the folder that npm has installed mingo into.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { Query } = createRequire(`${process.argv[2]}/`)("mingo");
for await (const line of createInterface({ input: process.stdin })) {
  const [criteria, record] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(new Query(criteria).test(record))}\n`);
}
