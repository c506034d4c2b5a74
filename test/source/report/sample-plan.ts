import {defaultDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {makePlan} from '../../../source/plan/plan.js';
import {step} from '../../../source/plan/step.js';
import {
	at,
	destructive,
	sh,
	sudo,
} from '../../../source/shell/command.js';
import {writeFile} from '../../../source/shell/file.js';
import {localHost, onNode, remoteServer} from '../../../source/shell/place.js';

const awkward = 'it\'s "quoted" $HOME `id` \\ ```\nCOMMAND\nEOF';

/**
A small plan with everything that a report must show: two places, a node's steps, sudo, deletion, a here-document, a manual step, a stage apart.
*/
export const samplePlan = () => makePlan(deriveLab(defaultDefinition()), [
	{
		id: 'first',
		title: 'First things',
		steps: [
			step({
				id: 'first.note',
				title: 'Write a *note*',
				why: 'Because `it` is_needed.',
				at: localHost,
				probe: () => sh`test -f note`,
				commands: () => [writeFile({path: 'note', content: awkward}), sh`printf '%s\n' ${awkward} >>note`],
				undo: () => [destructive(sh`rm note`)],
			}),
			step({
				id: 'first.server',
				title: 'Tell the server',
				why: 'It must know.',
				needs: ['first.note'],
				at: remoteServer,
				probe: () => sh`test -f told`,
				commands: () => [sudo`true`, destructive(sh`rm -f told`), at(localHost, sh`touch elsewhere`), sh`touch told`],
			}),
		],
	},
	{
		id: 'nodes',
		title: 'Nodes',
		steps: [step({
			id: 'nodes.greet',
			title: ({node}) => `Greet ${node.name}`,
			why: 'Politeness.',
			for: lab => lab.dpus,
			at: ({node}) => onNode(node.name),
			needs: ['first.server'],
			probe: () => sh`test -f greeted`,
			commands: ({node}) => [sh`echo ${node.name} >greeted`],
			manual: ({node}) => `Wave at ${node.name}.`,
			optional: true,
		})],
	},
	{
		id: 'teardown',
		title: 'Teardown',
		isApart: true,
		steps: [step({
			id: 'teardown.all', title: 'Remove it all', why: 'It is over.', at: localHost, probe: () => sh`test ! -e note`, commands: () => [destructive(sh`rm note`)],
		})],
	},
]);
