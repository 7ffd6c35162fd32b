// Which client helped in which round.

import { plural } from "@spikefed/fl-core";

import { type Presence, presenceChart, presenceKey } from "../charts/presence.ts";
import type { ClientFigures, ReportData } from "../data/report-data.ts";
import type { RoundFigures } from "../data/round-figures.ts";
import { markup, type Markup } from "../page/markup.ts";
import { figure, missingLine, section, type Table } from "../page/table.ts";
import { countText, listText } from "../page/words.ts";

export function participationSection(data: ReportData): Markup {
  const { clients, rounds } = data;
  const isEmpty = clients.length === 0 || rounds.length === 0;
  const content = isEmpty ? missingLine("Participation") : participationFigure(data);
  return section("participation", "Who helped when", [content]);
}

function participationFigure({ clients, rounds }: ReportData): Markup {
  const states = statesOf(clients, rounds);
  const sentence = participationSentence(clients, rounds);
  const title = "Clients by round";
  return figure({
    ...{ id: "presence", title, sentence },
    drawing: presenceChart({
      ...{ id: "presence-chart", title, description: sentence, states },
      clients: clients.map(({ name }) => name),
      rounds: rounds.map(({ round }) => round),
    }),
    key: presenceKey(states),
    table: presenceTable(clients, rounds),
  });
}

/** `[clients][rounds]`; what counts most comes first: an average, then why there is none. */
export function statesOf(
  clients: readonly ClientFigures[],
  rounds: readonly RoundFigures[],
): Presence[][] {
  const rowOf = new Map(clients.map(({ client }, i) => [client, i]));
  const states = clients.map(() => rounds.map((): Presence => "none"));
  rounds.forEach((round, j) => {
    const { invited, failed, refused, stragglers, arrived, averaged } = round;
    const inOrder = { missing: invited, failed, refused, straggler: stragglers };
    for (const [state, numbers] of Object.entries({ ...inOrder, arrived, averaged })) {
      for (const number of numbers) {
        const row = rowOf.get(number);
        if (row !== undefined) states[row]![j] = state as Presence;
      }
    }
  });
  return states;
}

function participationSentence(
  clients: readonly ClientFigures[],
  rounds: readonly RoundFigures[],
): string {
  const helpers = clients.filter(({ helped }) => helped > 0).length;
  const dropped = rounds.reduce((sum, { stragglers }) => sum + stragglers.length, 0);
  const draw =
    dropped === 0 ? "" : ` By the settings' draw clients dropped out ${plural(dropped, "time")}.`;
  return `${helpers} of ${plural(clients.length, "client")} helped in at least one of ${plural(rounds.length, "round")}.${draw}`;
}

function presenceTable(clients: readonly ClientFigures[], rounds: readonly RoundFigures[]): Table {
  const roundsWith = (client: number, list: (round: RoundFigures) => readonly number[]) =>
    listText(rounds.filter((round) => list(round).includes(client)).map(({ round }) => round));
  const none = (text: string) => (text === "" ? "none" : text);
  return {
    caption: "Clients by round",
    columns: [
      { title: "Client", kind: "words" },
      { title: "Pictures", kind: "number" },
      { title: "Rounds helped", kind: "number" },
      { title: "In rounds", kind: "words" },
      { title: "Invited in rounds", kind: "words" },
      { title: "Dropped out in rounds", kind: "words" },
    ],
    rows: clients.map(({ client, name, samples, helped }) => [
      ...[markup`<bdi>${name}</bdi>`, countText(samples), helped],
      none(roundsWith(client, ({ averaged }) => averaged)),
      none(roundsWith(client, ({ invited }) => invited)),
      none(roundsWith(client, ({ stragglers }) => stragglers)),
    ]),
  };
}
