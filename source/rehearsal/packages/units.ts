/**
The text of a unit file that comes with a package.
*/
export function unitText(description: string, {exec, type = 'simple', wantedBy = 'multi-user.target'}: {readonly exec?: string; readonly type?: string; readonly wantedBy?: string} = {}): string {
	return [
		'[Unit]',
		`Description=${description}`,
		'',
		...(exec === undefined ? [] : ['[Service]', `Type=${type}`, `ExecStart=${exec}`, '']),
		'[Install]',
		`WantedBy=${wantedBy}`,
		'',
	].join('\n');
}

export const socketText = (description: string, path: string): string => `[Unit]\nDescription=${description}\n\n[Socket]\nListenStream=${path}\n\n[Install]\nWantedBy=sockets.target\n`;

/**
Unit files by their absolute paths.
*/
export const unitFiles = (units: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(units).map(([name, text]) => [`/usr/lib/systemd/system/${name}`, text]));
