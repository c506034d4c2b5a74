import {isManagerActive} from '../network/manager/activate.js';
import {connectionVerbs} from '../network/manager/connection-verbs.js';
import {deviceVerbs} from '../network/manager/device-verbs.js';
import {type NmcliVerb, refused, verbNamed} from '../network/manager/nmcli.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

const generalVerbs: Readonly<Record<string, NmcliVerb>> = {
	status(_words, io) {
		io.say('STATE      CONNECTIVITY  WIFI-HW  WIFI     WWAN-HW  WWAN\nconnected  full          missing  enabled  missing  enabled');
		return 0;
	},
	reload: () => 0,
};

const objects: Readonly<Record<string, {readonly verbs: Readonly<Record<string, NmcliVerb>>; readonly usual: string}>> = {
	general: {verbs: generalVerbs, usual: 'status'},
	connection: {verbs: connectionVerbs, usual: 'show'},
	device: {verbs: deviceVerbs, usual: 'status'},
};

export const nmcli: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-t', '--terse'], ['-p', '--pretty'], ['-a', '--ask'], ['-s', '--show-secrets'], ['-o', '--overview']],
		values: [['-g', '--get-values'], ['-f', '--fields'], ['-m', '--mode'], ['-c', '--colors'], ['-e', '--escape'], ['-w', '--wait']],
		unknown: word => refused(`Option '${word}' is unknown, try 'nmcli -help'.`),
		missing: word => refused(`missing argument for '${word}' option.`),
		stopsAtWord: true,
	});
	const [objectWord = 'general', verbWord, ...words] = given.words;
	const object = Object.entries(objects).find(([name]) => name.startsWith(objectWord))?.[1];
	if (!object) {
		throw new Refusal(`Error: argument '${objectWord}' not understood. Try passing --help instead.`, 2);
	}

	if (!isManagerActive(io.machine)) {
		throw refused('NetworkManager is not running.', 8);
	}

	return verbNamed(verbWord ?? object.usual, object.verbs)(words, io, {
		get: given.value('--get-values')?.split(','), fields: given.value('--fields')?.split(','), isTerse: given.has('--terse'),
	});
};
