import type {Lab} from '../../source/lab/lab.js';
import {variable} from '../launch/variable.js';
import {type FetchedFile} from '../parts/fetch.js';

/**
The files that the clusters need, as the server keeps them.
*/
export const helmArchive = (lab: Lab): FetchedFile => ({
	what: `helm ${variable(lab, 'HELM_VERSION')}`, from: 'HELM_URL', sum: 'HELM_SHA256', path: `${lab.poolDir}/helm-${variable(lab, 'HELM_VERSION')}.tar.gz`,
});

export const multusManifest = (lab: Lab): FetchedFile => ({
	what: `the manifest of Multus ${variable(lab, 'MULTUS_TAG')}`, from: 'MULTUS_URL', sum: 'MULTUS_SHA256', path: `${lab.poolDir}/multus-${variable(lab, 'MULTUS_TAG')}.yml`,
});

export const flannelManifest = (lab: Lab): FetchedFile => ({
	what: `the manifest of flannel ${variable(lab, 'FLANNEL_TAG')}`, from: 'FLANNEL_URL', sum: 'FLANNEL_SHA256', path: `${lab.poolDir}/flannel-${variable(lab, 'FLANNEL_TAG')}.yml`,
});
