import { t } from "../../i18n/en/explain.ts";

export interface TextTwinProps {
  label: string;
  columns: readonly string[];
  /** The first cell of each names the row. */
  rows: readonly (readonly string[])[];
}

/** A figure's numbers as a folded table. */
export function TextTwin({ label, columns, rows }: TextTwinProps) {
  return (
    <details>
      <summary>{t("table")}</summary>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
