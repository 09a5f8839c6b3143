// Collects figures with their targets and prints them as a table.

/** The figures of one run. */
export class Report {
  missed = false;
  #rows = [];

  /** Notes a figure; `target` is a limit like `{ atMost: 50 }` or `{ atLeast: 0.6 }`, or nothing. */
  add(what, value, unit, target = {}) {
    const met = value <= (target.atMost ?? Infinity) && value >= (target.atLeast ?? -Infinity);
    this.missed ||= !met;
    const bounds = [["≤", target.atMost], ["≥", target.atLeast]].filter(([, bound]) => bound !== undefined);
    const wanted = bounds.map(([sign, bound]) => `${sign} ${bound}`).join(", ");
    this.#rows.push([what, `${round(value)} ${unit}`.trim(), wanted, wanted && (met ? "met" : "MISSED")]);
  }

  print() {
    const rows = [["measured", "figure", "target", ""], ...this.#rows];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  }
}

function round(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The middle one. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The value that `share` of the values do not pass. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
