export type Family = 'fedora' | 'debian';

/**
What a package puts onto a machine.
*/
export type PackageContent = {
	/**
	Absolute paths of programs; what they do is `programs/NAME.ts`, by the last word.
	*/
	readonly programs?: readonly string[];
	/**
	Files by absolute path; unit files among them.
	*/
	readonly files?: Readonly<Record<string, string>>;
	/**
	Units that the package itself enables (Debian starts them as well, Fedora does not).
	*/
	readonly enables?: readonly string[];
	readonly requires?: readonly string[];
	readonly version?: string;
	/**
	The base URL of the repository that has it; the distribution's own when left out. A function of the URL, for one that differs by version.
	*/
	readonly repository?: (url: string) => boolean;
	/**
	The version that such a repository has; undefined for the URL of another one.
	*/
	readonly versionAt?: (url: string) => string | undefined;
};

export type PackageLists = Readonly<Record<Family, Readonly<Record<string, PackageContent>>>>;
