import {Text, useInput} from 'ink';
import SelectInput from 'ink-select-input';
import {useRef} from 'react';
import {colours} from '../theme.js';

export type MenuItem<Value extends string> = {
	readonly value: Value;
	readonly label: string;
};

type MenuProps<Value extends string> = {
	readonly items: ReadonlyArray<MenuItem<Value>>;
	readonly onSelect: (value: Value) => void;
	readonly onHighlight?: (value: Value) => void;
	readonly height: number;
	readonly isActive: boolean;
	/**
	`ink-select-input` chooses at once when a number is pressed. That is a short cut where a choice only opens something, and a trap where it starts something.
	*/
	readonly digits: 'choose' | 'refuse';
	readonly onRefused?: (reason: string) => void;
	readonly initialIndex?: number;
};

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	return <Text color={colours.accent}>{isSelected ? '❯ ' : '  '}</Text>;
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	return <Text {...(isSelected && {color: colours.accent})} bold={isSelected} wrap='truncate-end'>{label}</Text>;
}

// Listens before the menu does, because effects run in the order of the tree.
function DigitWatch({onKey, isActive}: {readonly onKey: (isDigit: boolean) => void; readonly isActive: boolean}) {
	useInput(input => {
		onKey(/^\d$/.test(input));
	}, {isActive});
	return null;
}

/**
A short menu. Only behind `PacedStdin`: it decides by its last render.
*/
export function Menu<Value extends string>({items, onSelect, onHighlight, height, isActive, digits, onRefused, initialIndex = 0}: MenuProps<Value>) {
	const isDigit = useRef(false);
	return (
		<>
			<DigitWatch
				isActive={isActive} onKey={value => {
					isDigit.current = value;
				}}/>
			<SelectInput
				items={items.map(({value, label}, index) => ({key: value, value, label: digits === 'choose' && index < 9 ? `${index + 1}  ${label}` : label}))}
				isFocused={isActive}
				limit={Math.max(1, height)}
				initialIndex={initialIndex}
				indicatorComponent={Indicator}
				itemComponent={Item}
				onHighlight={({value}) => onHighlight?.(value)}
				onSelect={({value}) => {
					if (digits === 'refuse' && isDigit.current) {
						onRefused?.('Numbers choose nothing here: move with the arrows, then press Enter.');
						return;
					}

					onSelect(value);
				}}/>
		</>
	);
}
