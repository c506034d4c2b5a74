import type {Step} from '../plan/step.js';
import {type Place, placeKey, placeName} from '../shell/place.js';
import {quote} from '../shell/quote.js';
import {type Checklist, placeOf} from './checklist.js';

/**
A part of the script: what runs at one place, one thing after another, before the next part runs elsewhere.
*/
type Part = {readonly place: Place; readonly items: readonly Item[]};

type Item = {
	readonly step: Step;
	readonly texts: readonly string[];
	/**
	Whether the whole step is in this item, so that its probe can tell before and after.
	*/
	readonly isWhole: boolean;
};

/**
The checklist as a script in parts, each for one place, to be run in their order: `bash FILE` lists them, `bash FILE 3` runs the third where it is called.
A command stands in it exactly as a run would give it to bash, in a here-document that expands nothing.
*/
export function checklistBash({plan: {lab}, stages}: Checklist): string {
	const parts = partsOf(stages.flatMap(stage => stage.steps));
	return [
		head(lab.name),
		...parts.map((part, index) => partText(part, index + 1)),
		foot(parts),
	].join('\n\n') + '\n';
}

function partsOf(steps: readonly Step[]): readonly Part[] {
	const parts: Array<{place: Place; items: Item[]}> = [];
	for (const {place, item} of steps.flatMap(step => itemsOf(step))) {
		const last = parts.at(-1);
		if (last && placeKey(last.place) === placeKey(place)) {
			last.items.push(item);
		} else {
			parts.push({place, items: [item]});
		}
	}

	return parts;
}

// A step's commands may run at several places: then each run of commands at one place is an item of its own, without the probe.
function itemsOf(step: Step): ReadonlyArray<{readonly place: Place; readonly item: Item}> {
	const runs: Array<{place: Place; texts: string[]}> = [];
	for (const command of step.commands) {
		const place = placeOf(step, command);
		const last = runs.at(-1);
		if (last && placeKey(last.place) === placeKey(place)) {
			last.texts.push(command.text);
		} else {
			runs.push({place, texts: [command.text]});
		}
	}

	const probePlace = placeOf(step, step.probe);
	if (runs.length === 0) {
		return [{place: probePlace, item: {step, texts: [], isWhole: true}}];
	}

	const isWhole = runs.length === 1 && placeKey(runs[0]!.place) === placeKey(probePlace);
	return runs.map(({place, texts}) => ({place, item: {step, texts, isWhole}}));
}

const head = (lab: string) => String.raw`#!/usr/bin/env bash
# The steps of the lab ${oneLine(lab)}, in parts that each run at one place. Without an argument it lists the parts; with a part's number it runs
# that part here. Copy it to each place, and run the parts in their order. A step whose probe already holds is not run again.
set -u
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# Gives its standard input to a bash of its own, as a whole, with nothing left to read for the commands in it.
run() {
	bash --noprofile --norc /dev/fd/3 3<&0 </dev/null
}

say() {
	printf '%s\n' "$*" >&2
}

fail() {
	say "$*"
	exit 1
}`;

function partText({items}: Part, number: number): string {
	return [`part_${number}() {`, ...items.map(item => itemText(item)), '}'].join('\n');
}

function itemText({step, texts, isWhole}: Item): string {
	const id = quote(step.id);
	const say = [`say ${id}`, ...(step.manual === undefined ? [] : [`say ${quote(`You do this one: ${step.manual}`)}`])];
	const commands = texts.map(text => runText(text, {after: ` || fail ${id} ${quote('failed at a command')}`}));
	const lines = isWhole
		? [
			runText(step.probe.text, {before: 'if ', after: ' >/dev/null 2>&1'}),
			`then say ${id} ${quote('is done already')}`,
			'else',
			...say,
			...commands,
			runText(step.probe.text, {after: ` >/dev/null 2>&1 || fail ${id} ${quote(step.manual === undefined ? 'is unproven: its probe does not hold' : 'waits for you')}`}),
			'fi',
		]
		: [...say, ...commands];
	return [`# ${step.id}: ${oneLine(step.title)}`, ...lines].join('\n');
}

// `run` with a text in a here-document that expands nothing.
function runText(text: string, {before = '', after = ''}: {readonly before?: string; readonly after?: string}): string {
	const lines = new Set(text.split('\n'));
	let delimiter = 'COMMAND';
	while (lines.has(delimiter)) {
		delimiter += '_';
	}

	return `${before}run <<'${delimiter}'${after}\n${text}\n${delimiter}`;
}

function foot(parts: readonly Part[]): string {
	return [
		'part="$*"',
		'case "$part" in',
		...parts.map((_, index) => `${index + 1}) part_${index + 1} ;;`),
		'"")',
		...parts.map(({place, items}, index) => String.raw`printf '%s\n' ${quote(`${index + 1}  ${placeName(place)}: ${summary(items)}`)}`),
		';;',
		'*) fail "There is no part $part." ;;',
		'esac',
	].join('\n');
}

function summary(items: readonly Item[]): string {
	const ids = [...new Set(items.map(({step}) => step.id))];
	return ids.length > 3 ? `${ids[0]!} to ${ids.at(-1)!} (${ids.length} steps)` : ids.join(', ');
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
