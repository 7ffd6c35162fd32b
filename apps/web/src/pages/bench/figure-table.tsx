import type { Column, ColumnGroup } from "../../state/bench-columns.ts";

export interface FigureTableProps<Row> {
  caption: string;
  /** Title of the column of names. */
  first: string;
  groups: readonly ColumnGroup<Row>[];
  rows: readonly Row[];
  nameOf: (row: Row) => string;
  /** A line under the name; null: none. */
  noteOf: (row: Row) => string | null;
  /** Why there are no rows. */
  missing: string;
}

/** With more columns, names keep a width and the table scrolls. */
const FEW = 2;
const columnCount = <Row,>(groups: readonly ColumnGroup<Row>[]) =>
  groups.reduce((sum, { columns }) => sum + columns.length, 0);

/** Figures with units in the heads; scrolls inside itself where the page is narrow. */
export function FigureTable<Row>(props: FigureTableProps<Row>) {
  const { caption, groups, rows, missing } = props;
  if (rows.length === 0) return <p class="quiet">{missing}</p>;
  return (
    <div class="scroll-x figures-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class={columnCount(groups) > FEW ? "figures many" : "figures"}>
        <caption>
          <span>{caption}</span>
        </caption>
        <Head {...props} />
        <tbody>
          {rows.map((row, index) => (
            <FigureRow key={index} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ first, groups }: Pick<FigureTableProps<Row>, "first" | "groups">) {
  const hasTitles = groups.some(({ title }) => title !== null);
  return (
    <thead>
      {hasTitles ? (
        <tr>
          <td />
          {groups.map(({ title, columns }) => (
            <th key={title} scope="colgroup" class="group-title" colSpan={columns.length}>
              {title}
            </th>
          ))}
        </tr>
      ) : null}
      <tr>
        <th scope="col">{first}</th>
        {groups.map(({ columns }) =>
          columns.map((column, index) => (
            <th key={column.title} scope="col" class={cellClass(index)}>
              <ColumnTitle column={column} />
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

function ColumnTitle<Row>({ column: { title, unit } }: { column: Column<Row> }) {
  if (unit === null) return <>{title}</>;
  return (
    <>
      {title}, <span class="unit">{unit}</span>
    </>
  );
}

type FigureRowProps<Row> = FigureTableProps<Row> & { row: Row };

function FigureRow<Row>({ row, groups, nameOf, noteOf }: FigureRowProps<Row>) {
  const note = noteOf(row);
  return (
    <tr>
      <th scope="row">
        {nameOf(row)}
        {note === null ? null : <span class="row-note">{note}</span>}
      </th>
      {groups.map(({ columns }) =>
        columns.map((column, index) => (
          <td key={column.title} class={cellClass(index)}>
            <Figure text={column.cell(row)} />
          </td>
        )),
      )}
    </tr>
  );
}

/** The first of a group stands apart from the group before. */
const cellClass = (index: number) => (index === 0 ? "number group-start" : "number");

/** Missing is a dash, read as words. */
export function Figure({ text }: { text: string | null }) {
  if (text !== null) return <>{text}</>;
  return (
    <>
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">not measured</span>
    </>
  );
}
