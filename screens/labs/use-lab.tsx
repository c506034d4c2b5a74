import {Frame} from '../components/frame.js';
import {Menu} from '../components/menu.js';
import {menuBindings} from '../home/keys.js';
import type {Keymap} from '../keys.js';
import {useKeymap} from '../key-router.js';
import {titles} from '../routes.js';
import {useWizard} from '../wizard-context.js';

type UseLabAction = 'menu' | 'back';

const keymap: Keymap<UseLabAction> = {
	bindings: [
		...menuBindings<UseLabAction>('menu', 'use the lab of that number'),
		{
			keys: ['escape', 'q'], does: 'back', action: 'back', isHint: true,
		},
	],
};

/**
The labs of this machine; one is used.
*/
export function UseLabScreen() {
	const wizard = useWizard();
	useKeymap<UseLabAction>(() => keymap, action => {
		if (action === 'back') {
			wizard.back();
		}
	});
	const items = wizard.services.shelf.labs().map(({name, server}) => ({value: name, label: `${name}  ${server ?? 'no server yet'}`}));
	return (
		<Frame title={titles['use-lab']} keymap={keymap}>
			{({height}) => (
				<Menu
					items={items} digits='choose' height={height} isActive={!wizard.isCovered} onSelect={name => {
						wizard.useLab(name);
						wizard.startAt('home');
						wizard.say(`The lab ${name} is in use.`);
					}}/>
			)}
		</Frame>
	);
}
