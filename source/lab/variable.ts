/**
What a variable's value may be. Numbers are inclusive bounds.
*/
export type VariableKind =
	| {readonly kind: 'integer'; readonly min: number; readonly max: number; readonly reason: string}
	| {readonly kind: 'choice'; readonly values: readonly string[]}
	| {readonly kind: 'cidr'; readonly minPrefix: number; readonly maxPrefix: number; readonly reason: string}
	/**
	Follows from the rest of the lab: may be set only to what it is anyway.
	*/
	| {readonly kind: 'derived'; readonly reason: string}
	| {readonly kind: 'boolean' | 'port' | 'ipv4' | 'octets' | 'path' | 'home-path' | 'url' | 'url-or-path' | 'sha256'}
	| {readonly kind: 'network-name' | 'bridge-name' | 'user' | 'image' | 'tag' | 'commit' | 'minor-version'};

export type VariableGroup = 'Profile and choices' | 'Server' | 'Guests' | 'Networks' | 'Virtual functions' | 'Sizes' | 'Kubernetes' | 'OVN-Kubernetes' | 'Mirrors' | 'Guest devices';

export type Variable = {
	readonly name: string;
	readonly group: VariableGroup;
	readonly type: VariableKind;
	/**
	A function of the other values where it follows from them. An empty default means what `meaning` says of empty.
	*/
	readonly default: string | ((value: (name: string) => string) => string);
	/**
	One sentence.
	*/
	readonly meaning: string;
	/**
	May be empty.
	*/
	readonly optional?: boolean;
};
