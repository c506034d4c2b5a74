import {
	type Command,
	type Fragment,
	fragment,
	type Interpolation,
	renderTemplate,
	sh,
} from '../../source/shell/command.js';

/**
Where helm, kubectl and the admin's kubeconfig are: on the controllers. The server has no route to the cluster networks, and so no credential ever leaves its cluster.
*/
const adminConfig = '/etc/kubernetes/admin.conf';

const call = (timeout: string) => (strings: TemplateStringsArray, ...values: readonly Interpolation[]): Command => {
	const words: Fragment = fragment(renderTemplate(strings, values));
	return sh`sudo kubectl --kubeconfig ${adminConfig} --request-timeout=${timeout} ${words}`;
};

/**
A `kubectl` of a controller.
*/
export const kubectl = call('5m');

/**
The same for a probe, which answers within three seconds or not at all.
*/
export const askKubectl = call('2s');

/**
A `helm` of a controller.
*/
export const helm = (strings: TemplateStringsArray, ...values: readonly Interpolation[]): Command => sh`sudo helm --kubeconfig ${adminConfig} ${fragment(renderTemplate(strings, values))}`;

/**
Applies YAML that is known when the plan is made.
*/
export function apply(content: string): Command {
	const text = content.endsWith('\n') ? content : `${content}\n`;
	return kubectl`apply --server-side --force-conflicts -f - ${fragment(`<<'EOF'\n${text}EOF`)}`;
}

/**
Succeeds where a read of the API gives just that.
*/
export const gives = (question: Command, answer: string): Command => sh`test "$(${question} 2>/dev/null)" = ${answer}`;
