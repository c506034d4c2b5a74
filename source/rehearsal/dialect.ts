/**
Says in other words what the interpreter can't read yet (just-bash 3.4): `hostname=x` among the words of `for`, a command
substitution in arithmetic, which sees no variables there, `compgen`, which says yes whatever there is, sockets, which are plain files here, and SECONDS, which counts our time there and not the lab's.
*/
export const inDialect = (script: string): string => script
	.replaceAll(/^(?<head>[\t ]*for \w+ in )(?<words>[^\n;]+)/gmv, (_match, head: string, words: string) => head + words.replaceAll(/(?<=^|\s)(?=\w+=)/gv, '\'\''))
	.replaceAll(/\$\(\(\s*\$\((?<command>[^\(\)]*)\)(?<rest>[^\(\)]*)\)\)/gv, (_match, command: string, rest: string) => `$(dw_value=$(${command}); echo $((dw_value${rest})))`)
	.replaceAll(/(?<!\$)\(\(\$\((?<one>[^\(\)]*)\) - \$\((?<two>[^\(\)]*)\) (?<rest>[^\(\)]*)\)\)/gv, (_match, one: string, two: string, rest: string) => `{ dw_one=$(${one}); dw_two=$(${two}); [ "$((dw_one - dw_two ${rest}))" != 0 ]; }`)
	.replaceAll(/\bcompgen -/gv, 'dw-compgen -')
	.replaceAll(/\btest -S /gv, 'test -e ')
	.replaceAll(/\bSECONDS\b/gv, () => secondsVariable);

export const secondsVariable = 'dw_seconds';
