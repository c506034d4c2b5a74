/**
What kubeadm of a version (`v1.36.2`) starts, without `registry.k8s.io/`.
*/
export const imagesOfKubeadm = (version: string): readonly string[] => [
	...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(name => `${name}:${version}`),
	'coredns/coredns:v1.12.1',
	'pause:3.10',
	'etcd:3.6.4-0',
];
