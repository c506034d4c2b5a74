import {arrayNames} from '../../source/lab/definition.js';
import {Frame} from '../components/frame.js';
import {dim, Lines, type StyledLine} from '../components/line.js';
import {Menu} from '../components/menu.js';
import {count, wrap} from '../components/text.js';
import {useKeymap} from '../key-router.js';
import {arrayTitles, colours, nodeColour} from '../theme.js';
import {titles} from '../routes.js';
import {useWizard} from '../wizard-context.js';
import {type HomeAction, homeKeys} from './keys.js';
import {
	atWorkText,
	type HomeChoice,
	homeItems,
	standingText,
} from './state.js';

const changesLab = new Set<HomeChoice>(['nodes', 'variables', 'connection', 'new-lab', 'use-lab', 'remove-lab']);

/**
The labs, the one in use, where it stands, and everything that can be done with it.
*/
export function HomeScreen() {
	const wizard = useWizard();
	const {definition} = wizard.state;
	const {shelf} = wizard.services;
	const isRunOn = wizard.run !== undefined && !wizard.run.isOver;
	const whyNotLook = definition?.server === undefined ? 'No server is named yet; Connection names it.' : undefined;
	const keymap = homeKeys(whyNotLook);
	const open = (choice: HomeChoice) => {
		if (choice === 'quit') {
			quit();
			return;
		}

		if (choice === 'rehearse') {
			wizard.services.rehearsal.begin();
			wizard.leave(0);
			return;
		}

		if (isRunOn && changesLab.has(choice)) {
			wizard.say('A run is on: the lab can be changed when it has ended.');
			return;
		}

		if (choice === 'watch') {
			void wizard.startWatch();
			return;
		}

		wizard.go(choice);
	};

	const quit = () => {
		if (isRunOn) {
			wizard.say('A run is on: Ctrl-C asks how to stop it.');
			return;
		}

		wizard.leave(wizard.exitStatus());
	};

	const act = (action: HomeAction) => {
		switch (action.kind) {
			case 'look': {
				void wizard.sessions.look(definition!);
				break;
			}

			case 'quit': {
				quit();
				break;
			}

			case 'menu': {
				break;
			}
		}
	};

	useKeymap(() => keymap, act);
	const plan = wizard.plan.kind === 'plan' ? wizard.plan.plan : undefined;
	const atWork = atWorkText(wizard.sessions.atWork);
	const items = homeItems({
		hasLab: definition !== undefined, labCount: shelf.labs().length, isRunOn, isAtWork: atWork !== undefined,
		canRehearse: !wizard.services.rehearsal.isOn && definition?.server === undefined,
	});
	return (
		<Frame title={titles.home} keymap={keymap}>
			{({width, height}) => {
				const nodes = definition && arrayNames.map((array): StyledLine => [
					dim(`${arrayTitles[array]}: `.padEnd(19)),
					...definition.arrays[array].map(name => ({text: `${name} `, colour: nodeColour(name)})),
				]);
				const about: readonly StyledLine[] = [
					...(definition ? [] : [[{text: 'There is no lab yet. A lab is one testbed: a server, its nodes, its variables.'}]]),
					...(nodes ?? []),
					...(definition ? wrap(standingText(wizard.sessions.looking, wizard.sessions.standings, plan), width).slice(0, 3).map((text): StyledLine => [{text}]) : []),
					...(atWork === undefined || isRunOn ? [] : wrap(atWork, width).slice(0, 2).map((text): StyledLine => [{text, colour: colours.local}])),
					...(definition && wizard.plan.kind === 'none' ? wizard.plan.lines.slice(0, 2).map((text): StyledLine => [{text, colour: 'red'}]) : []),
					[dim(`${count(shelf.labs().length, 'lab')} on this machine · dpu-wizard ${wizard.services.version}`)],
					[],
				];
				const aboutHeight = Math.min(about.length, Math.max(0, height - items.length));
				return (
					<>
						<Lines of={about} height={aboutHeight} width={width}/>
						<Menu
							items={items} digits='choose' height={height - aboutHeight} isActive={!wizard.isCovered}
							onSelect={open}/>
					</>
				);
			}}
		</Frame>
	);
}
