import {numberOf} from '../network/address.js';
import type {Cluster} from './model.js';

export const addressOf = (number: number): string => [24, 16, 8, 0].map(shift => Math.floor(number / (2 ** shift)) % 256).join('.');

/**
The address of that number in a network: `10.244.0.0/16`, 5 is 10.244.0.5.
*/
export const addressIn = (network: string, index: number): string => addressOf(numberOf(network.split('/', 1)[0]!) + index);

export const serviceAddress = ({serviceCidr}: Cluster, index: number): string => addressIn(serviceCidr, index);
