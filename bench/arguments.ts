import {parseArgs} from 'node:util';

export type BenchArguments = {
	readonly isJson: boolean;
	readonly isSaved: boolean;
	/**
	Names of measurements; all where there are none.
	*/
	readonly only: readonly string[];
	readonly rounds: number | undefined;
	/**
	The revision to compare with.
	*/
	readonly against: string | undefined;
};

/**
Throws an `Error` with a sentence for what can't be.
*/
export function readBenchArguments(argv: readonly string[], names: readonly string[]): BenchArguments {
	const {values} = parseArgs({
		args: [...argv],
		options: {
			json: {type: 'boolean', default: false},
			save: {type: 'boolean', default: false},
			only: {type: 'string', multiple: true, default: []},
			rounds: {type: 'string'},
			against: {type: 'string'},
		},
	});
	const unknown = values.only.find(name => !names.includes(name));
	if (unknown !== undefined) {
		throw new Error(`There is no measurement ${unknown}. There are: ${names.join(', ')}`);
	}

	if (values.rounds !== undefined && !/^[1-9]\d{0,3}$/v.test(values.rounds)) {
		throw new Error(`--rounds takes a number from 1 to 9999, not ${JSON.stringify(values.rounds)}`);
	}

	if (values.save && values.against !== undefined) {
		throw new Error('--save keeps what was measured as the baseline; with --against nothing is kept');
	}

	return {
		isJson: values.json,
		isSaved: values.save,
		only: values.only,
		rounds: values.rounds === undefined ? undefined : Number(values.rounds),
		against: values.against,
	};
}
