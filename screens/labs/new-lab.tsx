import {checkLabName} from '../../source/lab/check-name.js';
import {titles} from '../routes.js';
import {useWizard} from '../wizard-context.js';
import {NameForm} from './name-form.js';

/**
A new lab with the documents' nodes; its server is named next.
*/
export function NewLabScreen() {
	const {services, saveLab, startAt} = useWizard();
	const names = services.shelf.labs().map(({name}) => name);
	const proposal = ['default', 'lab', ...names.map((_, index) => `lab-${index + 2}`), 'lab-next'].find(name => !names.includes(name))!;
	return (
		<NameForm
			title={titles['new-lab']}
			introduction={['A lab begins with the nodes and variables of the documents. Everything can be changed later.']}
			label='Name' proposal={proposal} does='make it'
			check={name => {
				if (names.includes(name)) {
					return [`There is a lab ${name} already.`];
				}

				const problem = checkLabName(name);
				return problem ? [problem.message, problem.reason] : [];
			}}
			onName={name => {
				saveLab(services.newDefinition(name));
				startAt('connection');
			}}/>
	);
}
