import {stringify} from 'yaml';
import {Refusal} from '../../program.js';
import {goTemplate} from '../../go-template.js';
import {jsonPath, valuesAt} from '../../jsonpath.js';
import type {KubeObject} from '../../kubernetes/model.js';
import {objectName, type Resource} from '../../kubernetes/resources.js';
import {nodeStatus, podStatus} from '../../kubernetes/views.js';

/**
What `-o` makes of objects: of one by its name, or of a list.
*/
export function output(format: string | undefined, objects: readonly KubeObject[], resource: Resource, isOne: boolean): string {
	const data: unknown = isOne ? objects[0] : {apiVersion: 'v1', kind: 'List', items: objects};
	const equals = format?.indexOf('=') ?? -1;
	const [kind, template] = format === undefined ? [undefined, ''] : [equals === -1 ? format : format.slice(0, equals), equals === -1 ? '' : format.slice(equals + 1)];
	switch (kind) {
		case undefined:
		case 'wide': {
			return table(objects);
		}

		case 'name': {
			return objects.map(({metadata}) => `${objectName(resource, metadata.name)}\n`).join('');
		}

		case 'json': {
			return `${JSON.stringify(data, undefined, 4)}\n`;
		}

		case 'yaml': {
			return stringify(data);
		}

		case 'jsonpath': {
			return attempt(() => jsonPath(template, data), words => `error: error parsing jsonpath ${template}, ${words}`);
		}

		case 'go-template': {
			return attempt(() => goTemplate(template, data as Readonly<Record<string, unknown>>), words => `error: error parsing template ${template}, ${words}`);
		}

		case 'custom-columns': {
			return attempt(() => columns(template, objects), words => `error: ${words}`);
		}

		default: {
			throw new Refusal(`error: unable to match a printer suitable for the output format "${kind}", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml`);
		}
	}
}

function attempt(action: () => string, words: (message: string) => string): string {
	try {
		return action();
	} catch (error) {
		throw new Refusal(words((error as Error).message));
	}
}

function columns(template: string, objects: readonly KubeObject[]): string {
	const all = template.split(',').map(column => {
		const at = column.indexOf(':');
		if (at === -1) {
			throw new Error(`unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`);
		}

		return [column.slice(0, at), column.slice(at + 1)] as const;
	});
	return aligned([all.map(([header]) => header), ...objects.map(object => all.map(([, path]) => cellOf(valuesAt(path, object))))]);
}

const cellOf = (values: readonly unknown[]): string => values.length === 0 ? '<none>' : values.map(String).join(',');

const table = (objects: readonly KubeObject[]): string => objects.length === 0 ? '' : aligned([['NAME', 'STATUS'], ...objects.map(object => [object.metadata.name, statusOf(object)])]);

function statusOf(object: KubeObject): string {
	switch (object.kind) {
		case 'Node': {
			return nodeStatus(object).conditions.some(({type, status}) => type === 'Ready' && status === 'True') ? 'Ready' : 'NotReady';
		}

		case 'Pod': {
			return `${podStatus(object).phase}${podStatus(object).message === undefined ? '' : ` (${podStatus(object).message!})`}`;
		}

		case 'DaemonSet': {
			return `${Number(object.status?.numberReady ?? 0)}/${Number(object.status?.desiredNumberScheduled ?? 0)}`;
		}

		default: {
			return '';
		}
	}
}

function aligned(rows: ReadonlyArray<readonly string[]>): string {
	const widths = rows[0]!.map((_, index) => Math.max(...rows.map(row => row[index]!.length)) + 3);
	return rows.map(row => `${row.map((cell, index) => cell.padEnd(widths[index]!)).join('').trimEnd()}\n`).join('');
}
