import {titles} from '../routes.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {NameForm} from './name-form.js';

/**
Forgets a lab on this machine; nothing on its server changes. Its name has to be typed.
*/
export function RemoveLabScreen() {
	const {removeLab, startAt, say} = useWizard();
	const {name: known} = useDefinition();
	return (
		<NameForm
			title={titles['remove-lab']}
			introduction={[
				`This forgets the lab ${known} on this machine: its nodes, its variables, its server.`,
				'Nothing on the server changes: VMs that were made stay there, and their lab is not known here any more.',
				'Type the lab\'s name to remove it.',
			]}
			label='Name' proposal='' does='remove it'
			check={name => name === known ? [] : [`Not the lab's name, which is ${known}.`]}
			onName={() => {
				removeLab(known);
				startAt('home');
				say(`Removed the lab ${known} from this machine.`);
			}}/>
	);
}
