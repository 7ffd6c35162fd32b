// Settings against the dataset: what the schema alone cannot know.

import type { Dataset } from "@spikefed/datasets";
import { SpikefedError, type RunSettings } from "@spikefed/protocol";

/** FedSNN's smallest shard when the whole set is shared out by label skew. */
const MIN_SKEWED_SAMPLES = 10;

/** @throws {SpikefedError} `room/settings` with key, value and what is allowed. */
export function checkSettings(settings: RunSettings, dataset: Dataset): void {
  checkShards(settings, dataset.train.count);
  checkCounts(settings, dataset.test.count);
}

function checkShards(settings: RunSettings, pictures: number): void {
  const { clients, samplesPerClient, partition, batchSize } = settings;
  if (samplesPerClient !== null && clients * samplesPerClient > pictures) {
    const most = Math.floor(pictures / clients);
    const allowed = `at most ${most} with ${clients} clients (${pictures} training pictures)`;
    refuse("samplesPerClient", samplesPerClient, allowed);
  }
  const least = partition.kind === "iid" ? batchSize : Math.max(MIN_SKEWED_SAMPLES, 2);
  if (samplesPerClient === null && clients * least > pictures) {
    const allowed = `at most ${Math.floor(pictures / least)} (${pictures} training pictures)`;
    refuse("clients", clients, allowed);
  }
  if (samplesPerClient !== null && batchSize > samplesPerClient) {
    refuse("batchSize", batchSize, `at most the ${samplesPerClient} pictures of a client`);
  }
}

function checkCounts(settings: RunSettings, testPictures: number): void {
  const { clients, participants, minReports, testSamples } = settings;
  if (participants !== null && participants > clients) {
    refuse("participants", participants, `at most the ${clients} clients`);
  }
  const invited = participants ?? clients;
  if (minReports > invited) refuse("minReports", minReports, `at most ${invited} participants`);
  if (testSamples > testPictures) {
    refuse("testSamples", testSamples, `at most ${testPictures} test pictures`);
  }
}

function refuse(key: string, got: number, allowed: string): never {
  throw new SpikefedError("room/settings", { key, got, allowed });
}
