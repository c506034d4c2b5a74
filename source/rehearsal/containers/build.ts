import {type Io, Refusal} from '../program.js';
import {nameOf, parentOf} from '../file-system/path.js';
import {makeImage} from './image.js';
import {isOnline} from './pull.js';

/**
What comes out of a Dockerfile, by its entry point: the sources of a project say what they build.
*/
const softwareOf: Readonly<Record<string, string>> = {
	'/root/ovnkube.sh': 'ovn-kubernetes',
	'/dpu-sim-dp': 'dpu-sim-device-plugin',
};

/**
Builds an image of a Dockerfile into a machine's storage: what it copies must be in the context, what it starts from is pulled.
*/
export async function buildImage({context, file, name}: {readonly context: string; readonly file: string; readonly name: string}, io: Io): Promise<void> {
	const refuse = (words: string) => new Refusal(`Error: ${words}`, 125);
	const text = io.files.textIfThere(file);
	if (text === undefined) {
		throw refuse(`the specified Containerfile or Dockerfile does not exist, ${file}: no such file or directory`);
	}

	if (!isOnline(io.machine, io.rehearsal)) {
		throw refuse(`creating build container: initializing source docker://${/^FROM (?<from>\S+)/mv.exec(text)?.groups?.from ?? ''}: no route to host`);
	}

	for (const [, source = ''] of text.matchAll(/^COPY (?!--from)(?<source>\S+) /gmv)) {
		if (!io.files.exists(source === '.' ? context : `${context}/${source}`)) {
			throw refuse(`building at STEP "COPY ${source}": checking on sources under "${context}": copier: stat: "/${source}": no such file or directory`);
		}
	}

	const entry = /^ENTRYPOINT \["(?<path>[^"]+)"/mv.exec(text)?.groups?.path ?? '';
	const head = io.files.textIfThere(`${context}/.git/HEAD`)?.trim() ?? '';
	await io.work(600);
	io.machine.images.set(name, makeImage(softwareOf[entry] ?? entry, `${text}${head}`, {}));
	io.say(`STEP 1/1: ${nameOf(file)} in ${parentOf(file)}\nSuccessfully tagged ${name}`);
}
