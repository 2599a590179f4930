// Makes the sample of real flights from vega-datasets' flights-3m.parquet. What it keeps and why: README.md beside this file.
// Usage: node convert.mjs PATH/flights-3m.parquet [output folder, default ./flights]
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

// The order is part of the rule: member i keeps the days whose number (1 January is 0) leaves remainder i when divided by 5.
const hubs = ['ORD', 'DFW', 'ATL', 'LAX', 'PHX'];
const periods = [
  { name: '2001-jan-apr', from: Date.UTC(2001, 0, 1), until: Date.UTC(2001, 4, 1) },
  { name: '2001-may', from: Date.UTC(2001, 4, 1), until: Date.UTC(2001, 5, 1) },
];
const dayLength = 86_400_000;
const header = 'date,delay,distance,origin,destination';

const source = process.argv[2];
if (source === undefined) {
  throw new Error('usage: node convert.mjs PATH/flights-3m.parquet [output folder]');
}

const folder = resolve(process.argv[3] ?? join(dirname(fileURLToPath(import.meta.url)), 'flights'));
mkdirSync(folder, { recursive: true });

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The source's timestamps carry no zone: they are local wall time at the origin, and are written as such, to the minute.
const line = (row) => [row.date.toISOString().slice(0, 16), row.delay, row.distance, row.origin, row.destination].join(',');

const rows = await parquetReadObjects({ file: await asyncBufferFromFile(source), compressors });
const manifest = [];
for (const [member, hub] of hubs.entries()) {
  for (const period of periods) {
    // Rows keep the source's order, which is by date.
    const kept = rows.filter((row) => {
      const time = row.date.getTime();
      return (row.origin === hub || row.destination === hub)
        && time >= period.from && time < period.until
        && Math.floor((time - periods[0].from) / dayLength) % hubs.length === member;
    });
    const text = Buffer.from([header, ...kept.map(line), ''].join('\n'), 'utf8');
    const packed = gzipSync(text, { level: 9 });
    const file = `${hub.toLowerCase()}-${period.name}.csv.gz`;
    writeFileSync(join(folder, file), packed);
    manifest.push({ file, hub, rows: kept.length, bytes: packed.length, sha256: sha256(packed), csvSha256: sha256(text) });
  }
}

writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.table(manifest.map(({ file, rows: count, bytes }) => ({ file, rows: count, bytes })));
