import {servesServices} from '../services.js';
import type {Software} from './index.js';

/**
It asks the API by the address of a service.
*/
export const coredns: Software = (_pod, kubelet, context) => servesServices(kubelet, context) ? undefined : 'plugin/ready: Still waiting on: "kubernetes": dial tcp: no route to the service network';
