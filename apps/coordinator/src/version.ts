// Which version of the program this is, for records and reports.

import { readFileSync } from "node:fs";

import { PROTOCOL_VERSION } from "@spikefed/protocol";

import { packageFile } from "./home.ts";

const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };

/** As a report tells it. */
export const versions = { spikefed: version, node: process.version };

/** As a record tells it. */
export const software = { spikefed: version, protocol: PROTOCOL_VERSION };
