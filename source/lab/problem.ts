/**
A rule that a lab breaks.
*/
export type Problem = {
	/**
	Name of an array or of a variable, or `name`, `id`, `server`.
	*/
	readonly field: string;
	/**
	Which name of the array.
	*/
	readonly index?: number;
	/**
	Other fields by which it could be put right as well.
	*/
	readonly also?: readonly string[];
	/**
	A sentence: what is wrong.
	*/
	readonly message: string;
	/**
	A sentence: why the rule is there.
	*/
	readonly reason: string;
};

/**
What a check of one value finds wrong.
*/
export type Fault = Pick<Problem, 'message' | 'reason'>;

/**
Untrusted text for a message: in quotes, short, with everything escaped that is not plain ASCII, so that a look-alike is seen for what it is.
*/
export function shown(text: string): string {
	const start = text.length > 40 ? `${text.slice(0, 40)}…` : text;
	const escaped = JSON.stringify(start).replaceAll(/[^\u{20}-\u{7E}…]/gv, character => String.raw`\u{${character.codePointAt(0)!.toString(16)}}`);
	return text.length > 40 ? `${escaped} (${text.length} characters)` : escaped;
}
