import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {readBenchArguments} from './arguments.js';
import {baselinesFile, machine, saveBaselines} from './baselines.js';
import {type Bench, openBench} from './bench.js';
import {checkOut} from './checkout.js';
import {compare} from './comparison.js';
import type {Measurement, Sample} from './measurement.js';
import {measurements} from './measurements/index.js';
import {type Result, resultOf} from './results.js';
import {changeLines, resultLines} from './table.js';

/**
Measures in each tree, in turns: what slows the machine down slows all of them down.
*/
async function measure(measurement: Measurement, benches: readonly Bench[], wantedRounds: number | undefined): Promise<readonly Result[]> {
	const ready = [];
	for (const bench of benches) {
		ready.push({...await measurement.open(bench), samples: [] as Sample[]});
	}

	try {
		for (let round = 0; round < (wantedRounds ?? measurement.rounds); round++) {
			for (const each of round % 2 === 0 ? ready : ready.toReversed()) {
				each.samples.push(await each.round());
			}
		}
	} finally {
		for (const each of ready) {
			await each.close?.();
		}
	}

	return ready.map(({samples, missing}) => resultOf(measurement, samples, missing));
}

async function run(root: string): Promise<number> {
	const {isJson, isSaved, only, rounds, against} = readBenchArguments(process.argv.slice(2), measurements.map(({name}) => name));
	const say = (lines: readonly string[]) => {
		if (!isJson) {
			process.stdout.write(`${lines.join('\n')}\n`);
		}
	};

	const before = against === undefined ? undefined : await checkOut(root, against);
	// The older one first, where there are two.
	const benches = [...before ? [openBench(before.root)] : [], openBench(root)];
	const results: Result[] = [];
	const changes = [];
	const broken: string[] = [];
	try {
		const wanted = measurements.filter(({name}) => only.length === 0 || only.includes(name));
		for (const measurement of wanted) {
			try {
				const made = await measure(measurement, benches, rounds);
				const now = made.at(-1)!;
				results.push(now);
				changes.push(...before ? compare(made[0]!, now) : []);
				say(resultLines(now));
			} catch (error) {
				const text = `${measurement.title} (${measurement.name}) could not be measured: ${error instanceof Error ? error.message : String(error)}`;
				broken.push(text);
				say([text, '']);
			}
		}
	} finally {
		for (const each of benches) {
			await each.close();
		}

		await before?.close();
	}

	say(changes.length > 0 ? changeLines(changes) : []);
	if (isJson) {
		process.stdout.write(`${JSON.stringify({
			machine: machine(), results, changes, broken,
		}, undefined, 2)}\n`);
	}

	if (isSaved) {
		saveBaselines(root, results);
		say([`Kept in ${baselinesFile(root)}`]);
	}

	return broken.length > 0 || results.some(({verdicts}) => verdicts.some(({holds}) => holds === false)) || changes.some(({kind}) => kind === 'worse') ? 1 : 0;
}

try {
	process.exitCode = await run(process.env.BENCH_ROOT ?? fileURLToPath(new URL('..', import.meta.url)));
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
}
