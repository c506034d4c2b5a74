import {Refusal} from '../program.js';

export type Element = {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly Element[];
	readonly text: string;
};

const entities: Readonly<Record<string, string>> = {
	amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'',
};

const unescape = (text: string) => text.replaceAll(/&(?<name>amp|lt|gt|quot|apos);/gv, (_match, name: string) => entities[name]!);

/**
Reads a document of one element. Refuses what is not well-formed, as libvirt does.
*/
export function readXml(text: string): Element {
	const pattern = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(?<closing>\/?)(?<name>[\w\-:]+)(?<attributes>[^>]*?)(?<empty>\/?)>|(?<text>[^<]+)/gvy;
	type Open = {name: string; attributes: Record<string, string>; children: Element[]; text: string};
	const root: Open = {
		name: '', attributes: {}, children: [], text: '',
	};
	const open: Open[] = [root];
	let end = 0;
	for (const match of text.matchAll(pattern)) {
		end = match.index + match[0].length;
		const {closing, name, attributes = '', empty, text: characters} = match.groups!;
		const parent = open.at(-1)!;
		if (characters !== undefined) {
			parent.text += unescape(characters);
		} else if (name !== undefined && closing === '/') {
			if (open.length < 2 || parent.name !== name) {
				throw malformed(`Opening and ending tag mismatch: ${parent.name} and ${name}`);
			}

			open.pop();
			open.at(-1)!.children.push({...parent, text: parent.text.trim()});
		} else if (name !== undefined) {
			const element: Open = {
				name, attributes: readAttributes(attributes), children: [], text: '',
			};
			if (empty === '/') {
				parent.children.push(element);
			} else {
				open.push(element);
			}
		}
	}

	if (end !== text.length || open.length > 1 || root.children.length !== 1) {
		throw malformed('Premature end of data');
	}

	return root.children[0]!;
}

const malformed = (why: string) => new Refusal(`error: (definition): ${why}`);

function readAttributes(text: string): Record<string, string> {
	const attributes = Object.fromEntries([...text.matchAll(/(?<key>[\w\-:]+)\s*=\s*(?:'(?<single>[^']*)'|"(?<double>[^"]*)")/gv)].map(({groups}) => [groups!.key!, unescape(groups!.single ?? groups!.double ?? '')]));
	if (text.replaceAll(/[\w\-:]+\s*=\s*(?:'[^']*'|"[^"]*")/gv, '').trim() !== '') {
		throw malformed(`attributes construct error: ${text.trim()}`);
	}

	return attributes;
}

export function child(element: Element | undefined, ...path: readonly string[]): Element | undefined {
	let found = element;
	for (const name of path) {
		found = found?.children.find(each => each.name === name);
	}

	return found;
}

export const children = (element: Element | undefined, name: string): readonly Element[] => element?.children.filter(each => each.name === name) ?? [];
