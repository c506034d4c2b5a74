import type {FileInode} from '../file-system/inode.js';

const mark = '# stand-in';

/**
What is in the file of a program: run by its path alone, the interpreter takes it for a script, which finds the stand-in by its name.
*/
export const programText = (path: string): string => `#!/bin/bash\n${mark}\n${path.slice(path.lastIndexOf('/') + 1)} "$@"\n`;

/**
Whether a file is a program, and no script.
*/
export const isProgram = ({content}: FileInode): boolean => content.length < 120 && new TextDecoder().decode(content).startsWith(`#!/bin/bash\n${mark}\n`);
