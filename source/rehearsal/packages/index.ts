import type {Family, PackageContent} from '../packages.js';
import {basePackages} from './base.js';
import {gatewayPackages} from './gateway.js';
import {kubernetesPackages} from './kubernetes.js';
import {networkingPackages} from './networking.js';
import {serverPackages} from './server.js';

const lists = [basePackages, serverPackages, gatewayPackages, kubernetesPackages, networkingPackages];

/**
Every package that can be had for a family, by its name.
*/
export const packagesOf = (family: Family): ReadonlyMap<string, PackageContent> => byFamily[family];

const byFamily: Readonly<Record<Family, ReadonlyMap<string, PackageContent>>> = {
	fedora: new Map(lists.flatMap(list => Object.entries(list.fedora))),
	debian: new Map(lists.flatMap(list => Object.entries(list.debian))),
};
