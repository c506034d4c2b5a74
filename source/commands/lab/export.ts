import type {LabDefinition} from '../../lab/definition.js';
import {labToJson} from '../../lab/lab-json.js';
import {formatSshConfig} from '../../lab/ssh-config.js';
import {validLab} from '../../lab/validate.js';
import {formatVariablesFile} from '../../lab/variables-file.js';
import {definedLab} from '../labs.js';
import {print} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

const formats: Readonly<Record<string, (definition: LabDefinition) => string>> = {
	'variables.sh': formatVariablesFile,
	json: labToJson,
	'ssh-config': definition => formatSshConfig(validLab(definition)),
};

export const exportLab: Subcommand = {
	usage: 'lab export',
	words: {least: 0, most: 0},
	options: ['format', 'lab'],
	run(context, store) {
		const format = context.given.values.get('format')?.[0] ?? 'variables.sh';
		print(context, formats[format]!(definedLab(context, store)));
	},
};
