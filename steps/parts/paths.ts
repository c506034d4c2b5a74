import type {Lab} from '../../source/lab/lab.js';
import {serverPaths} from '../../source/lab/server-paths.js';
import type {Fragment} from '../../source/shell/command.js';
import {homePath} from '../../source/shell/home.js';

/**
A file of the lab's directory on the server, for a command.
*/
export const inLabDirectory = (lab: Lab, ...path: readonly string[]): Fragment => homePath([serverPaths(lab).directory, ...path].join('/'));

/**
What goes wrong without root on the server is told apart from what is not there: the lab's images and disks belong to root.
*/
export const keyPath = (lab: Lab, suffix = ''): Fragment => homePath(`${serverPaths(lab).key}${suffix}`);

export const sshConfigPath = (lab: Lab): Fragment => homePath(serverPaths(lab).sshConfig);
