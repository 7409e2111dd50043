import type { Api } from 'carray';
import { type Fail, forPagesOfEach, type Paths, progressOver } from '../cache/each-file.js';
import { type Entry, Totals } from '../cache/entry.js';
import { heatMap, legend, type Signs } from '../cache/heat-map.js';
import { look } from '../cache/look.js';
import type { CacheOptions } from '../cache/options.js';
import { checkPaths, type Path, pathsOf } from '../cache/paths.js';
import { jsonReport, type Outcome, type Put, type Report, summaryOf, textReport } from '../cache/report.js';
import { Picture, savePicture } from '../cache/svg.js';
import { watch } from '../cache/watch.js';
import { closing, figures } from '../cache/wording.js';
import { throwIfAny } from '../files.js';
import { apiOf } from '../library.js';
import { lineColumns, write } from '../output.js';
import type { Progress } from '../progress.js';
import { dim } from '../style.js';

export interface ResidencyOptions extends CacheOptions {
  readonly ascii?: boolean;
  readonly runs?: boolean;
  /** Of the heat map, at most. */
  readonly cells?: number;
  /** A file for a picture. */
  readonly svg?: string;
  /** Seconds; true where none are given. */
  readonly watch?: number | true;
}

const JSON_CELLS = 64;
/** What a row of cells has on its sides. */
const FRAME_COLUMNS = 2;

/** `carray residency PATH...`. */
export async function residency(given: readonly string[], options: ResidencyOptions): Promise<void> {
  checkPaths(given, options);
  const api = apiOf(options);
  if (options.watch !== undefined) return await watched(api, given, options, options.watch);
  const progress = await progressOver(api, given, options);
  const report = reportOf(api, options, write);
  const { failed } = await lookAtAll(api, pathsOf(given, options), options, report, { progress });
  throwIfAny(failed);
}

/** The same again and again. The list of paths is read once. */
async function watched(
  api: Api,
  given: readonly string[],
  options: ResidencyOptions,
  seconds: number | true,
): Promise<void> {
  const paths: Path[] = [];
  for await (const path of pathsOf(given, options)) paths.push(path);
  const isFrame = process.stdout.isTTY === true && options.json !== true;
  await watch({
    seconds: seconds === true ? 1 : seconds,
    isFrame,
    look({ put, ...surroundings }) {
      const time = new Date().toISOString();
      const report = isFrame ? reportOf(api, options, put) : timedReport(api, options, put, time);
      return lookAtAll(api, paths, options, report, surroundings);
    },
  });
}

interface Surroundings {
  readonly progress?: Progress;
  readonly fail?: Fail | undefined;
  readonly signal?: AbortSignal;
}

async function lookAtAll(
  api: Api,
  paths: Paths,
  options: ResidencyOptions,
  report: Report,
  { progress, fail, signal }: Surroundings,
): Promise<Outcome> {
  const totals = new Totals();
  const picture = options.svg === undefined ? undefined : new Picture(api.pageSize);
  const cells = cellsOf(options);
  const { skipped, failed } = await forPagesOfEach(paths, {
    ...{ api, options, access: 'none' as const, fail, signal },
    async each(pages, path) {
      const onBytes = (bytes: number): void => progress?.add(bytes);
      const entry = look(path, pages, { cells, runs: options.runs === true, onBytes });
      totals.add(entry);
      picture?.add(entry);
      await report.file(entry);
    },
  });
  const outcome = { totals, skipped, failed };
  await report.end(outcome);
  if (picture !== undefined && options.svg !== undefined) savePicture(options.svg, picture.svg(outcome));
  return outcome;
}

function cellsOf({ cells, json }: ResidencyOptions): number {
  if (cells !== undefined) return cells;
  return json ? JSON_CELLS : Math.max(lineColumns() - FRAME_COLUMNS, 1);
}

function reportOf({ pageSize }: Api, options: ResidencyOptions, put: Put): Report {
  const signs: Signs = options.ascii ? 'ascii' : 'blocks';
  const end = (outcome: Outcome): string[] => [
    ...closing(outcome, pageSize),
    ...(options.summary || outcome.totals.pages === 0 ? [] : [dim(legend(signs))]),
  ];
  const report = options.json
    ? jsonReport(put, { pageSize }, false)
    : textReport(put, (entry) => linesOf(entry, signs), end);
  return options.summary ? summaryOf(report) : report;
}

/** A line for each look. */
function timedReport({ pageSize }: Api, options: ResidencyOptions, put: Put, time: string): Report {
  if (options.json) {
    const report = jsonReport(put, { pageSize, time }, false, true);
    return options.summary ? summaryOf(report) : report;
  }
  return summaryOf(
    textReport(
      put,
      () => [],
      (outcome) => [`${time}  ${closing(outcome, pageSize)[0]}`],
    ),
  );
}

function linesOf(entry: Entry, signs: Signs): string[] {
  const { cells, resident, runs = [] } = entry;
  if (cells === undefined || cells.length === 0 || resident === null) return [figures(entry)];
  const pages = runs.map(([first, count]) => `  pages ${first} to ${first + count - 1}`);
  return [figures(entry), heatMap(cells, signs), ...pages];
}
